#pragma once

#include "roster/libtorch/versions.hpp"  // before LibTorch's own

#include <ATen/core/Tensor.h>
#include <torch/optim/optimizer.h>
#include <torch/ordered_dict.h>

#include <memory>

#include "roster/libtorch/optimizer_options.hpp"
#include "roster/optimizers/parameter_groups.hpp"

namespace roster {

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
