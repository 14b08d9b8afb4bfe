#pragma once

#include "roster/files/config_file.hpp"
#include "roster/optimizers/config_groups.hpp"
#include "roster/optimizers/optimizers.hpp"
#include "roster/optimizers/parameter_groups.hpp"
#include "roster/run/default_registry.hpp"
#include "roster/run/scheduler_lengths.hpp"

namespace roster {

namespace detail {

/// Where a recipe has its schedulers: `schedulers[1]`, or `scheduler` if it has only one.
class scheduler_places {
 public:
  scheduler_places(const place& here, bool is_alone) noexcept
      : field_(here.member(is_alone ? "scheduler" : "schedulers")), is_alone_(is_alone) {}

  const place& field() const noexcept { return field_; }
  place operator[](std::size_t position) const noexcept { return is_alone_ ? field_ : field_.element(position); }

 private:
  place field_;
  bool is_alone_;
};

}  // namespace detail

/// What a training run is made of. `Optimizer` and `Scheduler` are entries of their registries.
template <class Optimizer = optimizer_entry<registry<optimizers>>, class Scheduler = default_registry::entry>
struct recipe {
  required<Optimizer> optimizer;
  Scheduler scheduler = {};
  std::vector<Scheduler> schedulers = {};
  std::int64_t epochs = 10;
  std::int64_t batch_size = 128;
  std::int64_t seed = 0;
  std::optional<std::int64_t> batches_per_epoch = {};
  std::optional<std::int64_t> shards = {};

  static constexpr rule rules[] = {
      {"optimizer", "the optimizer's name and fields"},
      {"scheduler", "the scheduler's name and fields"},
      {"schedulers", "several schedulers, each of another parameter or of other groups, in place of one"},
      {"epochs", "passes over the training data", between(1, 1e6)},
      {"batch_size", "examples per step", between(1, 1e6)},
      {"seed", "the seed of all random numbers", at_least(0)},
      {"batches_per_epoch", "steps of the optimizer in an epoch; null: as many as the data have", between(1, 1e9)},
      {"shards",
       "parts of each batch, whose gradients are added in their order: the same bits for any number of processes; 0: a "
       "plain sum, which is faster; null: one part for each process",
       between(0, 1e6)},
  };
  /// Reports why the schedulers cannot drive the optimizer's groups.
  void check(const place& here) const {
    if (scheduler.empty() && schedulers.empty()) return report_no_scheduler(here);
    if (!scheduler.empty() && !schedulers.empty()) {
      return here.member("schedulers")
          .report(problem_kind::rule, "are given as well as scheduler; give only one of them");
    }
    auto groups = groups_of(*optimizer);
    using driven = detail::driven_groups<decltype(groups)>;
    std::vector<driven> all;
    const auto before = here.problems();
    const detail::scheduler_places places(here, schedulers.empty());
    auto chosen = all_schedulers(here);
    if (here.problems() != before) return;
    for (std::size_t i = 0; i < chosen.size(); ++i) {
      const auto there = places[i];
      if (!resolve(chosen[i], there)) continue;
      const any_schedule<typename Scheduler::registry> planned(valid<Scheduler>::trust(Scheduler(chosen[i])));
      all.push_back(detail::fit_groups<decltype(groups)>(groups, planned, chosen[i].options, there));
    }
    if (here.problems() != before || all.size() != chosen.size()) return;
    detail::report_conflicts(all.size(), [&](std::size_t i) -> auto& { return all[i]; }, places.field());
  }

  static void report_no_scheduler(const place& here) {
    here.member("scheduler")
        .report(problem_kind::missing,
                detail::is_missing(detail::concat({field_kind<Scheduler>::one(), ", or a list schedulers"})));
  }

  /// What a JSON Schema can say of `check`: a recipe has `scheduler`, or else `schedulers`. Some editors offer what the
  /// first condition describes, so it describes nothing.
  static node::object schema_of_check() {
    const auto with = [](std::string_view member, node what) {
      return node::object{{"properties", node(node::object{{member, std::move(what)}})}};
    };
    const node one(node::object{{"required", node(node::list{"scheduler"})}});
    node several(node::object{
        {"if", node(with("schedulers", node(node::object{{"type", "array"}, {"minItems", 1}})))},
        {"then", node(with("scheduler", false))},
        {"else", one},
    });
    auto is_list = with("schedulers", true);
    is_list.push_back({"required", node(node::list{"schedulers"})});
    return {{"if", node(std::move(is_list))}, {"then", std::move(several)}, {"else", one}};
  }

  /// The schedulers, one or several, with positions in place of the patterns in their `groups`. Reports patterns that
  /// match no group.
  std::vector<Scheduler> all_schedulers(const place& here) const {
    auto all = schedulers;
    if (!scheduler.empty()) all.push_back(scheduler);
    const detail::scheduler_places places(here, schedulers.empty());
    for (std::size_t i = 0; i < all.size(); ++i) {
      const auto there = places[i];
      find_groups(all[i].options.groups, *optimizer, there.member("groups"));
    }
    return all;
  }

  /// The length of the run, as far as the recipe says it.
  run_length length() const { return {epochs, batches_per_epoch.value_or(0)}; }

 private:
  static Scheduler resolved(Scheduler one, const run_length& run, const place& here) {
    resolve_lengths(one, run, here);
    return one;
  }
  /// Makes numbers of steps of a scheduler's lengths. If that needs the number of batches, which the data decide, it
  /// may be any here. False if that does not succeed.
  bool resolve(Scheduler& one, const place& here) const {
    auto run = length();
    std::vector<problem> found, due_to_any;
    auto made = resolved(one, run, here.apart(found));
    const auto is_missing = [](const problem& each) { return each.kind == problem_kind::missing; };
    if (std::erase_if(found, is_missing) > 0) {
      run.batches_per_epoch = 1000;
      made = resolved(one, run, here.apart(due_to_any));
    }
    for (auto& each : found) here.report(std::move(each));
    if (!found.empty() || !due_to_any.empty()) return false;
    one = std::move(made);
    return true;
  }
};

/// A recipe with the schedulers of another registry: `roster::recipe_of<roster::all_registry>`.
template <class Schedulers>
using recipe_of = recipe<optimizer_entry<registry<optimizers>>, typename Schedulers::entry>;

/// The recipe in a document. A text `$schema` is ignored. Lengths such as "5 epochs" are kept: `create` makes numbers
/// of steps of them. Throws an `error` with all problems.
template <class Recipe = recipe<>>
Recipe read_recipe(const document& file) {
  return checked(file, [&](const place& here) {
    std::vector<problem> found;
    auto read = detail::read_config_at<Recipe>(file, "a recipe", "an object with an optimizer and a scheduler",
                                               here.apart(found));
    const auto is_scheduler = [](const problem& one) { return one.path == "scheduler"; };
    if (!file.tree.find("scheduler") && !file.tree.find("schedulers") && file.tree.as<node::object>() &&
        std::ranges::none_of(found, is_scheduler)) {
      Recipe::report_no_scheduler(here.apart(found));
    }
    // Otherwise, it is checked already.
    if (found.empty() && has_lengths(read)) read.check(here);
    for (auto& one : found) here.report(std::move(one));
    return read;
  });
}

/// The recipe in a file, which `read_document<List>` reads, changed by overrides. Throws an `error` with all problems.
template <class Recipe = recipe<>, const auto& List = formats>
Recipe read_recipe(const std::filesystem::path& file, std::span<const std::string> overrides = {}) {
  auto read = read_document<List>(file);
  apply_overrides(read, overrides);
  return read_recipe<Recipe>(read);
}

/// Makes all schedulers of a recipe, as one, on its optimizer. The data decide how many batches an epoch has; a recipe
/// that says another number is refused. Throws an `error` with all problems.
template <class Optimizer, class Scheduler, has_parameter_groups Driven>
auto create(const recipe<Optimizer, Scheduler>& plan, Driven& optimizer, std::int64_t batches_per_epoch = 0) {
  auto run = plan.length();
  auto chosen = checked("recipe", [&](const place& here) {
    if (run.batches_per_epoch == 0) run.batches_per_epoch = batches_per_epoch;
    if (batches_per_epoch > 0 && batches_per_epoch != run.batches_per_epoch) {
      here.member("batches_per_epoch")
          .report(problem_kind::rule, detail::concat({"is ", detail::to_text(run.batches_per_epoch),
                                                      ", but the data have ", detail::to_text(batches_per_epoch)}));
    }
    return plan.all_schedulers(here);
  });
  using made = schedule_set<typename Scheduler::registry, typename optimizer_traits<Driven>::optimizer>;
  try {
    return made(optimizer, std::move(chosen), run);
  } catch (const error& failed) {
    auto problems = failed.problems();
    constexpr std::string_view first = "schedulers[0]";
    for (auto& one : problems) {
      if (plan.schedulers.empty() && one.path.starts_with(first)) one.path.replace(0, first.size(), "scheduler");
    }
    throw error("recipe", std::move(problems));
  }
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
