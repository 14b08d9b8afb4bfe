#pragma once

#include "roster/files/config_file.hpp"
#include "roster/optimizers/config_groups.hpp"
#include "roster/optimizers/optimizers.hpp"
#include "roster/optimizers/parameter_groups.hpp"
#include "roster/run/default_registry.hpp"

namespace roster {

/// What a training run is made of. `Optimizer` and `Scheduler` are entries of their registries.
template <class Optimizer = optimizer_entry<registry<optimizers>>, class Scheduler = default_registry::entry>
struct recipe {
  required<Optimizer> optimizer;
  Scheduler scheduler = {};
  std::vector<Scheduler> schedulers = {};
  std::int64_t epochs = 10;
  std::int64_t batch_size = 128;
  std::int64_t seed = 0;

  static constexpr rule rules[] = {
      {"optimizer", "the optimizer's name and fields"},
      {"scheduler", "the scheduler's name and fields"},
      {"schedulers", "several schedulers, each of another parameter or of other groups, in place of one"},
      {"epochs", "passes over the training data", between(1, 1e6)},
      {"batch_size", "examples per step", between(1, 1e6)},
      {"seed", "the seed of all random numbers", at_least(0)},
  };
  /// Reports why the schedulers cannot drive the optimizer's groups.
  void check(const place& here) const {
    if (scheduler.empty() == schedulers.empty()) {
      const auto there = here.member(scheduler.empty() ? "scheduler" : "schedulers");
      return there.report(problem_kind::rule, scheduler.empty()
                                                  ? "is missing, expected " + field_kind<Scheduler>::one()
                                                  : "are given beside scheduler, expected only one of these");
    }
    auto groups = groups_of(*optimizer);
    using driven = detail::driven_groups<decltype(groups)>;
    std::vector<driven> all;
    const auto fit = [&](const Scheduler& one, const place& there) {
      const any_schedule<typename Scheduler::registry> planned(valid<Scheduler>::trust(Scheduler(one)));
      auto options = one.options;
      find_groups(options.groups, *optimizer, there.member("groups"));
      all.push_back(detail::fit_groups<decltype(groups)>(groups, planned, options, there));
    };
    if (!scheduler.empty()) return fit(scheduler, here.member("scheduler"));
    const auto before = here.problems();
    const auto list = here.member("schedulers");
    for (std::size_t i = 0; i < schedulers.size(); ++i) fit(schedulers[i], list.element(i));
    if (here.problems() != before) return;
    detail::report_conflicts(all.size(), [&](std::size_t i) -> auto& { return all[i]; }, list);
  }
};

/// The recipe in a document. A text `$schema` is ignored. Throws an `error` with all problems.
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
  auto members = write_fields(given);
  const auto is_empty = [](const node& one) {
    const auto* const list = one.as<node::list>();
    return value(one).is_null() || (list && list->empty());
  };
  std::erase_if(members, [&](const auto& one) { return one.name.starts_with("scheduler") && is_empty(one.given); });
  return node(std::move(members));
}

}  // namespace roster
