#pragma once

#include "roster/fields/lengths.hpp"
#include "roster/files/config_file.hpp"
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

/// The recipe in a document. A text `$schema` is ignored. Lengths such as "5 epochs" are kept: `resolve_lengths` makes
/// numbers of steps of them, and checks what depends on these. Throws an `error` with all problems.
template <class Recipe = recipe<>>
Recipe read_recipe(const document& file) {
  return detail::read_config_as<Recipe>(file, "a recipe", "an object with an optimizer and a scheduler");
}

/// The recipe in a file, which `read_document<List>` reads, changed by overrides. Throws an `error` with all problems.
template <class Recipe = recipe<>, const auto& List = formats>
Recipe read_recipe(const std::filesystem::path& file, std::span<const std::string> overrides = {}) {
  auto read = read_document<List>(file);
  apply_overrides(read, overrides);
  return read_recipe<Recipe>(read);
}

/// The tree that `read_recipe` reads back to an equal recipe. A recipe with functions cannot be read back.
template <class Recipe>
node write_recipe(const Recipe& given) {
  return node(write_fields(given));
}

}  // namespace roster
