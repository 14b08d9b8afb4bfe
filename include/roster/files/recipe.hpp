#pragma once

#include "roster/input/document.hpp"
#include "roster/optimizers/optimizers.hpp"
#include "roster/optimizers/parameter_groups.hpp"
#include "roster/run/default_registry.hpp"

namespace roster {

/// What a training run is made of. `Optimizer` and `Scheduler` are entries of their registries.
template <class Optimizer = optimizer_entry<registry<optimizers>>, class Scheduler = default_registry::entry>
struct recipe {
  required<Optimizer> optimizer;
  required<Scheduler> scheduler;
  std::int64_t epochs = 10;
  std::int64_t batch_size = 128;
  std::int64_t seed = 0;

  static constexpr rule rules[] = {
      {"optimizer", "the optimizer's name and fields"},
      {"scheduler", "the scheduler's name and fields"},
      {"epochs", "passes over the training data", between(1, 1e6)},
      {"batch_size", "examples per step", between(1, 1e6)},
      {"seed", "the seed of all random numbers", at_least(0)},
  };
  /// Reports why the scheduler cannot drive the optimizer's groups.
  void check(const place& here) const {
    const any_schedule<typename Scheduler::registry> planned(valid<Scheduler>::trust(Scheduler(*scheduler)));
    const auto there = here.member("scheduler");
    planned.check_groups(optimizer->groups.size() + 1, there);
    if (planned.moves_momentum() && !has_momentum(*optimizer)) {
      there.report(problem_kind::rule, detail::needs_momentum("the optimizer", planned.momentum_off()));
    }
  }
};

/// The recipe in a document. A text `$schema`, by which editors find the JSON Schema, is ignored. Throws an `error`
/// with all problems.
template <class Recipe = recipe<>>
Recipe read_recipe(const document& file) {
  auto tree = file.tree;
  if (auto* all = tree.as<node::object>()) {
    std::erase_if(*all, [](const auto& member) {
      return member.name == "$schema" && value(member.given).template as<std::string_view>();
    });
  }
  const value whole = tree;
  return checked(file, [&](const place& here) {
    detail::draft<Recipe> draft;
    if (const auto* members = whole.as<object_view>()) {
      read_fields(*members, "a recipe", here, draft);
    } else {
      here.report(problem_kind::wrong_type, detail::is_not(whole, "an object with an optimizer and a scheduler"));
    }
    return std::move(draft.config());
  });
}

/// The tree that `read_recipe` reads back to an equal recipe. A recipe with functions cannot be read back.
template <class Recipe>
node write_recipe(const Recipe& given) {
  return node(write_fields(given));
}

}  // namespace roster
