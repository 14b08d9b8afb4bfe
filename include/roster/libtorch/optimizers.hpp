#pragma once

#include "roster/libtorch/versions.hpp"  // before LibTorch's own

#include <ATen/core/Tensor.h>
#include <torch/optim/adagrad.h>
#include <torch/optim/adam.h>
#include <torch/optim/adamw.h>
#include <torch/optim/lbfgs.h>
#include <torch/optim/optimizer.h>
#include <torch/optim/rmsprop.h>
#include <torch/optim/sgd.h>
#include <torch/ordered_dict.h>

#include <memory>

#include "roster/optimizers/optimizers.hpp"
#include "roster/optimizers/parameter_groups.hpp"

namespace roster {

/// How a config becomes an optimizer of LibTorch: the optimizer's type, and its options. For a config of your own,
/// declare `using optimizer = …` and `options()` in it, or specialise this.
template <class Config>
struct libtorch_optimizer {
  using type = typename Config::optimizer;
  static auto options(const Config& config) { return config.options(); }
};

template <>
struct libtorch_optimizer<SGD> {
  using type = torch::optim::SGD;
  static torch::optim::SGDOptions options(const SGD& config) {
    return torch::optim::SGDOptions(config.lr)
        .momentum(config.momentum)
        .dampening(config.dampening)
        .weight_decay(config.weight_decay)
        .nesterov(config.nesterov);
  }
};

template <>
struct libtorch_optimizer<Adam> {
  using type = torch::optim::Adam;
  static torch::optim::AdamOptions options(const Adam& config) {
    return torch::optim::AdamOptions(config.lr)
        .betas({config.betas[0], config.betas[1]})
        .eps(config.eps)
        .weight_decay(config.weight_decay)
        .amsgrad(config.amsgrad);
  }
};

template <>
struct libtorch_optimizer<AdamW> {
  using type = torch::optim::AdamW;
  static torch::optim::AdamWOptions options(const AdamW& config) {
    return torch::optim::AdamWOptions(config.lr)
        .betas({config.betas[0], config.betas[1]})
        .eps(config.eps)
        .weight_decay(config.weight_decay)
        .amsgrad(config.amsgrad);
  }
};

template <>
struct libtorch_optimizer<RMSprop> {
  using type = torch::optim::RMSprop;
  static torch::optim::RMSpropOptions options(const RMSprop& config) {
    return torch::optim::RMSpropOptions(config.lr)
        .alpha(config.alpha)
        .eps(config.eps)
        .weight_decay(config.weight_decay)
        .momentum(config.momentum)
        .centered(config.centered);
  }
};

template <>
struct libtorch_optimizer<Adagrad> {
  using type = torch::optim::Adagrad;
  static torch::optim::AdagradOptions options(const Adagrad& config) {
    return torch::optim::AdagradOptions(config.lr)
        .lr_decay(config.lr_decay)
        .weight_decay(config.weight_decay)
        .initial_accumulator_value(config.initial_accumulator_value)
        .eps(config.eps);
  }
};

template <>
struct libtorch_optimizer<LBFGS> {
  using type = torch::optim::LBFGS;
  static torch::optim::LBFGSOptions options(const LBFGS& config) {
    auto options = torch::optim::LBFGSOptions(config.lr)
                       .max_iter(config.max_iter)
                       .tolerance_grad(config.tolerance_grad)
                       .tolerance_change(config.tolerance_change)
                       .history_size(config.history_size);
    if (config.max_eval) options.max_eval(*config.max_eval);
    if (config.line_search_fn) options.line_search_fn(std::string(config.line_search_fn->name()));
    return options;
  }
};

/// A registry of optimizers, which also makes LibTorch's optimizers from them.
template <const auto& List>
class optimizer_registry : public registry<List> {
  using base = registry<List>;

 public:
  /// An optimizer's config, without parameters yet.
  using entry = optimizer_entry<base>;

  /// Makes an optimizer whose name is known at compile time: `make<"SGD">(model->parameters(), {.lr = 0.1})`. Throws an
  /// `error` with all values that are out of bounds.
  template <fixed_string Name>
  static auto make(std::vector<torch::Tensor> parameters, typename type_named<base, Name>::type config) {
    checked(type_name<typename base::template type<Name>>, [&](const place& here) { check_config(config, here); });
    return build(config, {torch::optim::OptimizerParamGroup(std::move(parameters))});
  }
  template <fixed_string Name>
  static void make(std::vector<torch::Tensor>, fields_of<typename type_named<base, Name>::type>) = delete;

  /// Makes an optimizer whose name comes at run time: `create("SGD", model->parameters(), {{"lr", 0.1}})`. Throws an
  /// `error` with all problems.
  static std::unique_ptr<torch::optim::Optimizer> create(std::string_view name, std::vector<torch::Tensor> parameters,
                                                         keywords fields = {}) {
    return create(entry(detail::read_named<base, no_options>(name, fields)), std::move(parameters));
  }

  /// Makes the optimizer of a recipe, or of a config. Throws an `error` with all values that are out of bounds, and if
  /// there are parameter groups: these need the parameters' names.
  static std::unique_ptr<torch::optim::Optimizer> create(const entry& chosen, std::vector<torch::Tensor> parameters) {
    checked(chosen.name(), [&](const place& here) {
      field_kind<entry>::check(chosen, {}, here);
      if (chosen.groups.empty()) return;
      here.member("groups").report(problem_kind::rule, "need the parameters' names: pass model.named_parameters()");
    });
    return build(chosen, {torch::optim::OptimizerParamGroup(std::move(parameters))});
  }

  /// The same, with parameter groups: `create(recipe.optimizer, model->named_parameters())`. Group 0 has the parameters
  /// that match no pattern. Also throws an `error` if a pattern matches no parameter, a parameter is in two groups, or
  /// none is left for group 0.
  static std::unique_ptr<torch::optim::Optimizer> create(
      const entry& chosen, const torch::OrderedDict<std::string, torch::Tensor>& parameters) {
    const auto members = checked(chosen.name(), [&](const place& here) {
      field_kind<entry>::check(chosen, {}, here);
      return group_parameters(chosen, parameters.keys(), here);
    });
    const auto all = parameters.values();
    std::vector<torch::optim::OptimizerParamGroup> groups;
    for (const auto& of_group : members) {
      std::vector<torch::Tensor> tensors;
      tensors.reserve(of_group.size());
      for (const auto n : of_group) tensors.push_back(all[n]);
      groups.emplace_back(std::move(tensors));
    }
    auto made = build(chosen, std::move(groups));
    for (std::size_t g = 0; g < chosen.groups.size(); ++g) {
      chosen.groups[g].config.visit([&]<class Config>(const Config& one) {
        detail::set_group_options(*made, g + 1, libtorch_optimizer<Config>::options(one));
      });
    }
    return made;
  }

 private:
  template <class Config>
  static auto build(const Config& config, std::vector<torch::optim::OptimizerParamGroup> groups) {
    using optimizer = typename libtorch_optimizer<Config>::type;
    return std::make_unique<optimizer>(std::move(groups), libtorch_optimizer<Config>::options(config));
  }
  static std::unique_ptr<torch::optim::Optimizer> build(const entry& chosen,
                                                        std::vector<torch::optim::OptimizerParamGroup> groups) {
    return chosen.visit([&](const auto& config) -> std::unique_ptr<torch::optim::Optimizer> {
      return build(config, std::move(groups));
    });
  }
};

/// LibTorch's optimizers, by name.
using default_optimizers = optimizer_registry<optimizers>;

}  // namespace roster
