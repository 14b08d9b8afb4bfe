#pragma once

#include <torch/optim/adam.h>
#include <torch/optim/adamw.h>
#include <torch/optim/optimizer.h>
#include <torch/optim/rmsprop.h>
#include <torch/optim/schedulers/lr_scheduler.h>
#include <torch/optim/sgd.h>

#include <concepts>
#include <cstddef>
#include <tuple>
#include <vector>

#include "roster/error.hpp"
#include "roster/optimizer_traits.hpp"

namespace roster {

namespace detail {

/// Calls `f` with the options, as of the first of these types that they are; false if they are of none.
template <class... Options, class F>
bool visit_options(torch::optim::OptimizerOptions& options, F&& f) {
  return ([&] {
    auto* found = dynamic_cast<Options*>(&options);
    if (found) f(*found);
    return found != nullptr;
  }() || ...);
}

}  // namespace detail

/// Every LibTorch optimizer. A scheduler on one is a `torch::optim::LRScheduler` too: code that takes that by reference
/// can step it.
template <std::derived_from<torch::optim::Optimizer> Optimizer>
struct optimizer_traits<Optimizer> {
  using optimizer = torch::optim::Optimizer;

  template <class Scheduler>
  class face : public torch::optim::LRScheduler {
   public:
    explicit face(optimizer& driven) : LRScheduler(driven) {}

   private:
    // LRScheduler::step() calls this and sets what it returns.
    std::vector<double> get_lrs() override {
      auto& self = static_cast<Scheduler&>(*this);
      if constexpr (requires { self.step(); }) {
        self.step();
      } else {
        throw error("torch::optim::LRScheduler", {{problem_kind::missing, "step()", "needs the metric it watches"}});
      }
      const auto set = self.get_last_lr();
      return {set.begin(), set.end()};
    }
  };

  static std::size_t size(const optimizer& of) { return of.param_groups().size(); }
  static double lr(const optimizer& of, std::size_t i) { return of.param_groups()[i].options().get_lr(); }
  static void set_lr(optimizer& of, std::size_t i, double lr) { of.param_groups()[i].options().set_lr(lr); }

  static bool has_momentum(optimizer& of, std::size_t i) {
    using namespace torch::optim;
    return detail::visit_options<SGDOptions, RMSpropOptions, AdamOptions, AdamWOptions>(of.param_groups()[i].options(),
                                                                                        [](auto&) {});
  }
  static void set_momentum(optimizer& of, std::size_t i, double momentum) {
    using namespace torch::optim;
    auto& options = of.param_groups()[i].options();
    detail::visit_options<SGDOptions, RMSpropOptions>(options, [&](auto& found) { found.momentum(momentum); });
    detail::visit_options<AdamOptions, AdamWOptions>(options, [&](auto& found) {
      found.betas({momentum, std::get<1>(found.betas())});
    });
  }
};

}  // namespace roster
