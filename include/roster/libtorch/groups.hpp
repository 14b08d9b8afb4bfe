#pragma once

#include "roster/libtorch/versions.hpp"  // before LibTorch's own

#include <torch/optim/adam.h>
#include <torch/optim/adamw.h>
#include <torch/optim/optimizer.h>
#include <torch/optim/rmsprop.h>
#include <torch/optim/schedulers/lr_scheduler.h>
#include <torch/optim/sgd.h>

#include <tuple>
#include <typeinfo>

#include "roster/input/error.hpp"
#include "roster/input/messages.hpp"
#include "roster/run/optimizer_traits.hpp"

namespace roster {

namespace detail {

/// Calls `f` with the options as the first of these types that they have; false if they have none of them.
template <class... Options, class F>
bool visit_options(torch::optim::OptimizerOptions& options, F&& f) {
  return ([&] {
    auto* found = dynamic_cast<Options*>(&options);
    if (found) f(*found);
    return found != nullptr;
  }() || ...);
}

/// A group's options and parameters. `OptimizerParamGroup::options` is two calls into LibTorch, half the time of a
/// step; a derived class may name the member that it returns.
struct group_access : torch::optim::OptimizerParamGroup {
  static torch::optim::OptimizerOptions& options(OptimizerParamGroup& group) {
    const auto& owned = group.*&group_access::options_;
    return owned ? *owned : group.options();  // which throws
  }
  static const std::vector<at::Tensor>& params(const OptimizerParamGroup& group) noexcept {
    return group.*&group_access::params_;
  }
};

/// A group is known by its first parameter, which no other group can have. The reference is weak: it does not keep the
/// parameter's data, but no other tensor can get its address.
class first_parameter {
  using weak = c10::weak_intrusive_ptr<at::TensorImpl, at::UndefinedTensorImpl>;

 public:
  first_parameter() noexcept : tensor_(c10::intrusive_ptr<at::TensorImpl, at::UndefinedTensorImpl>()) {}
  explicit first_parameter(const torch::optim::OptimizerParamGroup& of) : first_parameter() {
    if (const auto& all = group_access::params(of); !all.empty()) tensor_ = weak(all.front().getIntrusivePtr());
  }
  bool is_of(const torch::optim::OptimizerParamGroup& group) const noexcept {
    const auto& all = group_access::params(group);
    const auto* const first = all.empty() ? at::UndefinedTensorImpl::singleton() : all.front().unsafeGetTensorImpl();
    return tensor_._unsafe_get_target() == first;
  }
  bool operator==(const first_parameter& other) const noexcept {
    return tensor_._unsafe_get_target() == other.tensor_._unsafe_get_target();
  }

 private:
  weak tensor_;
};

/// The options as an `Options`, or null if their type is another one, even a derived one. Unlike a dynamic_cast, this
/// costs less than a virtual call.
template <class Options>
Options* exactly(torch::optim::OptimizerOptions& options) noexcept {
  return &typeid(options) == &typeid(Options) ? static_cast<Options*>(&options) : nullptr;
}

}  // namespace detail

/// For all LibTorch optimizers. A scheduler on one is also a `torch::optim::LRScheduler`, which other code can step.
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
        throw error(self.schedule().name(), {{problem_kind::missing, "", detail::needs_metric()}});
      }
      const auto set = self.get_last_lr();
      return {set.begin(), set.end()};
    }
  };

  using group = torch::optim::OptimizerParamGroup;

  static std::size_t size(const optimizer& of) { return of.param_groups().size(); }
  template <class F>
  static void for_each_group(optimizer& of, F&& f) {
    for (auto& one : of.param_groups()) f(one);
  }

  using identity = detail::first_parameter;
  static identity identify(const group& of) { return identity(of); }
  static bool is(const group& one, const identity& known) noexcept { return known.is_of(one); }
  static constexpr std::string_view told_apart_by = "a parameter";

  static double lr(group& of) {
    using namespace torch::optim;
    auto& options = detail::group_access::options(of);
    if (const auto* sgd = detail::exactly<SGDOptions>(options)) return sgd->lr();
    if (const auto* adamw = detail::exactly<AdamWOptions>(options)) return adamw->lr();
    if (const auto* adam = detail::exactly<AdamOptions>(options)) return adam->lr();
    return options.get_lr();
  }
  static void set_lr(group& of, double lr) {
    auto& options = detail::group_access::options(of);
    if (auto* sgd = detail::exactly<torch::optim::SGDOptions>(options)) {
      sgd->lr(lr);
    } else {
      options.set_lr(lr);
    }
  }

  static bool has_momentum(group& of) {
    using namespace torch::optim;
    auto& options = detail::group_access::options(of);
    return detail::visit_options<SGDOptions, RMSpropOptions, AdamOptions, AdamWOptions>(options, [](auto&) {});
  }
  static double momentum(group& of) {
    using namespace torch::optim;
    auto& options = detail::group_access::options(of);
    double value = 0;
    detail::visit_options<SGDOptions, RMSpropOptions>(options, [&](auto& found) { value = found.momentum(); });
    detail::visit_options<AdamOptions, AdamWOptions>(options, [&](auto& found) { value = std::get<0>(found.betas()); });
    return value;
  }
  static void set_momentum(group& of, double momentum) {
    using namespace torch::optim;
    auto& options = detail::group_access::options(of);
    detail::visit_options<SGDOptions, RMSpropOptions>(options, [&](auto& found) { found.momentum(momentum); });
    detail::visit_options<AdamOptions, AdamWOptions>(
        options, [&](auto& found) { found.betas({momentum, std::get<1>(found.betas())}); });
  }
};

}  // namespace roster
