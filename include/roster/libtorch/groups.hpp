#pragma once

#include "roster/libtorch/versions.hpp"  // before LibTorch's own

#include <torch/optim/optimizer.h>
#include <torch/optim/schedulers/lr_scheduler.h>

#include <typeinfo>

#include "roster/input/error.hpp"
#include "roster/input/messages.hpp"
#include "roster/libtorch/optimizer_options.hpp"
#include "roster/run/optimizer_traits.hpp"

namespace roster {

namespace detail {

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

template <class Config>
concept has_libtorch_fields = requires { typename libtorch_optimizer<Config>::options_type; };

/// A number in the options of a group.
template <class Config, class Number>
struct option : Number {
  static double& in(torch::optim::OptimizerParamGroup& of) {
    using options_type = typename libtorch_optimizer<Config>::options_type;
    auto& options = static_cast<options_type&>(group_access::options(of));
    auto& held = std::get<Number::field>(libtorch_optimizer<Config>::fields(options));
    if constexpr (std::is_same_v<decltype(held), double&>) {
      return held;
    } else {
      return std::get<Number::element>(held);
    }
  }
};
template <class Config>
inline constexpr auto libtorch_parameters_of = with_numbers<Config>([]<class... Numbers>() {
  return std::span(parameters_at<torch::optim::OptimizerParamGroup, option<Config, Numbers>...>);
});

/// The learning rate, which all options have.
struct only_lr {
  using group = torch::optim::OptimizerParamGroup;
  static double get(group& of) { return group_access::options(of).get_lr(); }
  static void set(group& of, double to) { group_access::options(of).set_lr(to); }
  static constexpr parameter<group> all[] = {{"lr", get, set}};
};

template <const auto& List>
std::span<const parameter<torch::optim::OptimizerParamGroup>> libtorch_parameters(
    torch::optim::OptimizerOptions& options) {
  std::span<const parameter<torch::optim::OptimizerParamGroup>> found = only_lr::all;
  registry<List>::for_each([&]<class Config>(std::type_identity<Config>) {
    if constexpr (has_libtorch_fields<Config>) {
      const auto* own = dynamic_cast<const typename libtorch_optimizer<Config>::options_type*>(&options);
      if (own) found = libtorch_parameters_of<Config>;
    }
  });
  return found;
}

template <class Optimizer, class Config>
inline constexpr bool makes = false;
template <class Optimizer, has_libtorch_fields Config>
inline constexpr bool makes<Optimizer, Config> = std::is_same_v<typename libtorch_optimizer<Config>::type, Optimizer>;
/// Whether a config in the list makes optimizers of that type.
template <class Optimizer, const auto& List>
inline constexpr bool is_listed =
    !registry<List>::every([](auto type) { return !makes<Optimizer, typename decltype(type)::type>; });

/// The config, of several, that makes optimizers of that type.
template <class Optimizer>
struct config_that_makes {
  template <class... Configs>
  using from =
      std::tuple_element_t<0, decltype(std::tuple_cat(
                                  std::conditional_t<makes<Optimizer, Configs>, std::tuple<std::type_identity<Configs>>,
                                                     std::tuple<>>()...))>;
};
template <class Optimizer, const auto& List>
using listed_parameters =
    decltype(with_numbers<typename registry<List>::template apply<config_that_makes<Optimizer>::template from>::type>(
        []<class... Numbers>() { return one_of<Numbers::fixed_name...>(); }));

}  // namespace detail

/// How schedulers reach the groups of a LibTorch optimizer. Use it for a class of your own, if they shall drive more
/// than its learning rate: add its config to a list (optimizer_options.hpp), and write
/// `template <> struct roster::optimizer_traits<Lion> : roster::libtorch_traits<Lion, my_optimizers> {};`
template <std::derived_from<torch::optim::Optimizer> Optimizer, const auto& List>
struct libtorch_traits {
  using optimizer = Optimizer;

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

  /// What schedulers can drive of a group: the numbers of the config in `List` whose optimizer has these options.
  static std::span<const parameter<group>> parameters(group& of) {
    return detail::libtorch_parameters<List>(detail::group_access::options(of));
  }
};

/// For all LibTorch optimizers. A scheduler on one is also a `torch::optim::LRScheduler`, which other code can step.
template <std::derived_from<torch::optim::Optimizer> Optimizer>
struct optimizer_traits<Optimizer> : libtorch_traits<torch::optim::Optimizer, optimizers> {};

/// For one of the optimizers in the list, of which the compiler knows what schedulers can drive.
template <std::derived_from<torch::optim::Optimizer> Optimizer>
  requires detail::is_listed<Optimizer, optimizers>
struct optimizer_traits<Optimizer> : libtorch_traits<torch::optim::Optimizer, optimizers> {
  using parameter_choice = detail::listed_parameters<Optimizer, optimizers>;
};

}  // namespace roster
