#include "preview.hpp"

#include <algorithm>
#include <concepts>
#include <limits>
#include <utility>

#include "roster/fields/lengths.hpp"
#include "roster/files/recipe.hpp"
#include "roster/run/detail/fit_groups.hpp"

namespace tools {
namespace {

using roster::detail::concat;

/// Whether a document chooses a scheduler, by its name or by what people write in its place.
bool is_scheduler_alone(const roster::node& tree) {
  if (tree.find("optimizer")) return false;
  const auto* const name = tree.find("name");
  if (tree.find("scheduler")) {  // a recipe's, or a Warmup's
    const auto given = name ? roster::value(*name) : roster::value::nothing();
    const auto* const text = given.as<std::string_view>();
    return text && !roster::detail::meant_type<scheduler_entry::registry>(*text).empty();
  }
  const roster::value whole = tree;
  const auto* const members = whole.as<roster::object_view>();
  return name || (members && roster::detail::find_choice(*members, scheduler_registry::names).is_made);
}

/// The group of an optimizer of that type, with its defaults.
template <class Config>
optimizer_groups::value_type default_group() {
  optimizer_groups::value_type made;
  made.choose(roster::type_name<Config>);
  return made;
}

/// One group of the first optimizer that has a parameter of that name. Reports that there is none.
optimizer_groups group_with(std::string_view parameter, const roster::place& here) {
  optimizer_groups found{roster::SGD{.lr = 0.1, .momentum = 0.9}};
  if (parameter == "lr") return found;
  std::vector<std::string_view> names;
  const auto take = [&](optimizer_groups::value_type group) {
    for (const auto& one : roster::optimizer_traits<optimizer_groups>::parameters(group)) {
      if (std::ranges::find(names, one.name) != names.end()) continue;
      names.push_back(one.name);
      if (one.name == parameter) found = {group};
    }
  };
  take(found.front());
  optimizer_registry::for_each([&]<class Config>(std::type_identity<Config>) { take(default_group<Config>()); });
  if (std::ranges::find(names, parameter) == names.end()) {
    const auto meant = roster::nearest(parameter, names);
    here.member("parameter")
        .report(roster::problem_kind::unknown_name,
                concat({"is ", roster::detail::to_text(parameter), ", which no optimizer has; they have ",
                        roster::detail::enumerated(names, " and ")}),
                meant < names.size() ? names[meant] : "");
  }
  return found;
}

/// Makes numbers of steps of a scheduler's lengths. Reports what is wrong with them; what needs more to be known about
/// the run is kept apart.
void resolve_lengths(scheduler_entry& scheduler, const roster::run_length& run, const roster::place& here,
                     preview& to) {
  std::vector<roster::problem> found;
  const bool by_batch = counts_batches(scheduler);
  for (auto& one : roster::resolve_lengths(scheduler, run, here.apart(found))) {
    to.lengths.push_back({std::move(one), by_batch});
  }
  const bool is_unknown = roster::has_lengths(scheduler);
  for (auto& one : found) {
    if (!is_unknown || one.kind != roster::problem_kind::missing) {
      here.report(std::move(one));
      continue;
    }
    const auto needs = [&](std::string_view what) { return one.text.find(what) != one.text.npos; };
    const auto need_epochs = needs("number of epochs"), need_batches = needs("number of batches");
    one.text += concat({to.optimizer.empty() ? "; use" : "; give the recipe batches_per_epoch, or use",
                        need_epochs ? " --epochs N" : "", need_epochs && need_batches ? " and" : "",
                        need_batches ? " --batches-per-epoch N" : ""});
    to.unknown.push_back(std::move(one));
  }
}

/// Reports lists with one element for each group that do not fit any number of groups.
void check_lists(const roster::any_schedule<scheduler_entry::registry>& planned, const roster::place& here) {
  constexpr std::size_t most_groups = 10'000;
  std::vector<roster::problem> of_one;
  planned.check_groups(1, here.apart(of_one));
  for (std::size_t groups = 2; !of_one.empty() && groups <= most_groups; ++groups) {
    std::vector<roster::problem> found;
    planned.check_groups(groups, here.apart(found));
    if (found.empty()) return;
  }
  for (auto& one : of_one) here.report(std::move(one));
}

/// A scheduler without an optimizer. Reports what fits no optimizer.
preview alone(scheduler_entry scheduler, const roster::run_length& run, const roster::place& here) {
  preview made{.file = {}, .schedulers = {}, .groups = {}, .run = run};
  resolve_lengths(scheduler, run, here, made);
  made.groups = group_with(scheduler.options.parameter, here);
  if (here.problems() == 0 && made.unknown.empty()) {
    const roster::any_schedule<scheduler_entry::registry> planned(scheduler);
    roster::detail::report_unfit_options(scheduler.options, planned.name(), planned.moves(), planned.takes_metric(),
                                         here);
    check_lists(planned, here);
  }
  made.schedulers.push_back(std::move(scheduler));
  return made;
}

preview of_recipe(const roster::document& read, roster::recipe_of<scheduler_registry> recipe,
                  const roster::place& here) {
  preview made{.file = {}, .optimizer = recipe.optimizer->name(), .schedulers = {}, .groups = {}};
  const roster::run_length run{recipe.epochs, recipe.batches_per_epoch.value_or(0)};
  if (!recipe.scheduler.empty()) resolve_lengths(recipe.scheduler, run, here.member("scheduler"), made);
  const auto list = here.member("schedulers");
  for (std::size_t i = 0; i < recipe.schedulers.size(); ++i) {
    resolve_lengths(recipe.schedulers[i], run, list.element(i), made);
  }
  if (here.problems() > 0) return made;
  made.schedulers = recipe.all_schedulers(here);
  made.groups = roster::groups_of(*recipe.optimizer);
  // A recipe that does not say its epochs has the default, but is only drawn so where it counts on them.
  const bool in_batches = std::ranges::any_of(made.schedulers, counts_batches);
  const bool uses_epochs = in_batches ? run.batches_per_epoch > 0 : !made.lengths.empty();
  made.run = {uses_epochs || read.tree.find("epochs") ? run.epochs : 0, run.batches_per_epoch};
  return made;
}

/// Adds the milestones of a config that begins at `begin`.
template <class Config>
void add_milestones(const Config& config, roster::epoch begin, roster::epoch last, std::vector<roster::epoch>& all) {
  const auto add_child = [&](const auto& child, roster::epoch from, roster::epoch to) {
    child.visit([&](const auto& inner) { add_milestones(inner, from, to, all); });
  };
  if constexpr (requires { config.milestones; }) {
    for (const auto at : *config.milestones) {
      if (begin + at <= last) all.push_back(begin + at);
    }
  }
  if constexpr (std::same_as<Config, warmup_scheduler>) {
    const std::int64_t end = config.length;
    if (end > 0 && begin + end <= last) all.push_back(begin + end);
    if (begin + config.begin() <= last) add_child(**config.scheduler, begin + config.begin(), last);
  }
  if constexpr (requires { config.range_of(0); }) {
    for (std::size_t i = 0; i < config.schedulers->size(); ++i) {
      const auto at = begin + config.range_of(i).begin * config.length_of_step(i);
      if (at > begin && at <= last) all.push_back(at);
    }
  } else if constexpr (requires { config.schedulers; }) {
    for (std::size_t i = 0; i < config.schedulers->size(); ++i) {
      auto from = begin, to = last;
      if constexpr (requires { config.milestones; }) {
        from += config.begin(i);
        if (i < config.milestones->size()) to = std::min(to, begin + (*config.milestones)[i]);
      }
      if (from <= to) add_child((*config.schedulers)[i], from, to);
    }
  }
}

}  // namespace

preview read_preview(const std::filesystem::path& file, std::span<const std::string> overrides,
                     const roster::run_length& run) {
  auto read = roster::read_document(file);
  roster::apply_overrides(read, overrides);
  roster::detail::remove_schema_name(read.tree);
  const bool is_alone = is_scheduler_alone(read.tree);
  std::vector<std::string> lengths;
  if (run.epochs > 0) lengths.push_back("epochs=" + std::to_string(run.epochs));
  if (run.batches_per_epoch > 0) lengths.push_back("batches_per_epoch=" + std::to_string(run.batches_per_epoch));
  if (!is_alone && read.tree.as<roster::node::object>()) roster::apply_overrides(read, lengths);
  preview made;
  if (is_alone) {
    made = roster::checked(read, [&](const roster::place& here) {
      auto scheduler = roster::read_entry<scheduler_entry>(read.tree, here);
      return here.problems() > 0 ? preview() : alone(std::move(scheduler), run, here);
    });
  } else {
    auto recipe = roster::read_recipe<roster::recipe_of<scheduler_registry>>(read);
    made = roster::checked(read, [&](const roster::place& here) { return of_recipe(read, std::move(recipe), here); });
  }
  made.file = std::move(read);
  return made;
}

preview preview_of(scheduler_entry scheduler) {
  auto made =
      roster::checked("preview", [&](const roster::place& here) { return alone(std::move(scheduler), {}, here); });
  if (const auto end = end_of(made)) made.steps = static_cast<std::size_t>(*end);
  return made;
}

std::string path_of(const preview& shown, std::size_t scheduler) {
  if (shown.optimizer.empty()) return {};
  if (shown.file.tree.find("scheduler")) return "scheduler";
  return concat({"schedulers[", std::to_string(scheduler), "]"});
}

std::string names_of(const preview& shown) {
  std::vector<std::string> names;
  for (const auto& one : shown.schedulers) {
    const auto is_usual = shown.schedulers.size() == 1 && one.options.parameter == "lr";
    names.push_back(concat({one.name(), is_usual ? "" : " of ", is_usual ? "" : one.options.parameter}));
  }
  const std::vector<std::string_view> views(names.begin(), names.end());
  return roster::detail::enumerated(views, " and ");
}

bool counts_batches(const scheduler_entry& scheduler) { return scheduler.options.counts_batches(); }

std::string_view step_name(const preview& shown) {
  return std::ranges::any_of(shown.schedulers, counts_batches) ? "batch" : "epoch";
}

bool takes_metric(const scheduler_entry& scheduler) {
  return roster::any_schedule<scheduler_entry::registry>(scheduler).takes_metric();
}

std::int64_t steps_per_epoch(const preview& shown) {
  const auto batched = std::ranges::find_if(shown.schedulers, counts_batches);
  if (batched == shown.schedulers.end()) return 1;
  if (shown.run.batches_per_epoch > 0) return shown.run.batches_per_epoch;
  return roster::checked(shown.file, [&](const roster::place& here) {
    const auto position = static_cast<std::size_t>(batched - shown.schedulers.begin());
    here.report({.kind = roster::problem_kind::missing,
                 .path = concat({path_of(shown, position), shown.optimizer.empty() ? "" : ".", "every"}),
                 .text = concat({"is \"batch\", but the number of batches in an epoch is not known; ",
                                 shown.optimizer.empty() ? "" : "give the recipe batches_per_epoch, or ",
                                 "use --batches-per-epoch N"})});
    return std::int64_t{1};
  });
}

std::int64_t steps_per_step(const preview& shown, const scheduler_entry& scheduler) {
  return counts_batches(scheduler) ? 1 : steps_per_epoch(shown);
}

std::int64_t first_step(const preview& shown) {
  const bool by_batch = step_name(shown) == "batch";
  const auto counts_steps = [=](const auto& one) { return counts_batches(one) == by_batch; };
  return std::ranges::find_if(shown.schedulers, counts_steps)->options.last_epoch + 1;
}

std::optional<std::int64_t> end_of(const preview& shown) {
  constexpr std::int64_t most = 1'000'000;  // of steps, unless asked for more
  std::optional<std::int64_t> first;
  for (const auto& one : shown.schedulers) {
    const auto last = roster::detail::last_epoch_of_chosen(one);
    if (last == std::numeric_limits<roster::epoch>::max()) continue;
    const auto left = std::clamp<std::int64_t>(last - one.options.last_epoch - 1, 0, most);
    const auto end = std::min(left * std::min(most, steps_per_step(shown, one)), most);
    first = std::min(first.value_or(most), end);
  }
  return first;
}

bool driven_parameter::is_driven() const {
  return std::ranges::any_of(in_group, [](const auto* one) { return one != nullptr; });
}

std::vector<driven_parameter> driven_parameters(const preview& shown) {
  std::vector<driven_parameter> all;
  const auto find = [&](std::string_view name) -> auto& {
    for (auto& one : all) {
      if (one.name == name) return one.in_group;
    }
    all.push_back({std::string(name), {}});
    all.back().in_group.resize(shown.groups.size());
    return all.back().in_group;
  };
  find("lr");
  find("momentum");
  for (const auto& one : shown.schedulers) {
    const auto& options = one.options;
    const roster::any_schedule<scheduler_entry::registry> planned(one);
    for (std::size_t i = 0; i < shown.groups.size(); ++i) {
      const auto& chosen = options.groups.positions;
      if (!chosen.empty() && std::ranges::find(chosen, i) == chosen.end()) continue;
      const auto there = roster::optimizer_traits<optimizer_groups>::parameters(shown.groups[i]);
      find(options.parameter)[i] = roster::detail::find_parameter(there, options.parameter);
      for (const auto& too : roster::detail::companions) {
        if (planned.moves(too.name)) find(too.name)[i] = roster::detail::find_companion(there, too.name);
      }
    }
  }
  return all;
}

std::vector<std::int64_t> milestones_of(const preview& shown) {
  std::vector<std::int64_t> all;
  for (const auto& one : shown.schedulers) {
    const auto scale = steps_per_step(shown, one);
    std::vector<roster::epoch> own;
    const auto last = static_cast<std::int64_t>(shown.steps) / scale;
    one.visit([&](const auto& config) { add_milestones(config, 0, last, own); });
    for (const auto at : own) all.push_back(at * scale);
  }
  std::ranges::sort(all);
  all.erase(std::ranges::unique(all).begin(), all.end());
  return all;
}

}  // namespace tools
