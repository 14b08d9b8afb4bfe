#pragma once

#include <algorithm>
#include <cmath>

#include "roster/run/composite_schedule.hpp"
#include "roster/run/detail/loading.hpp"

// Reads a schedule's state from a tree of values. Strict: every problem is an error, and all are reported together.
// What differs between the state's config and the schedule's is collected, for the caller to report or to show.
namespace roster::detail {

/// Continues from what `save` returned, or from a state_dict of PyTorch's. If problems are reported to `here`, do not
/// use `into`.
template <class Config>
void load(schedule<Config>& into, const object_view& of, loading& all, load_place here, saved_state& read) {
  const auto before = here.state.problems();
  (void)has_free_names<state_t<Config>, saved_progress>{};
  draft<state_t<Config>> state;
  read_single(into, saved(into.config(), saved_epoch(of), all.groups), of, all, here, read, state);
  info_of<state_t<Config>>.each_steps(&state.config(), here.state, {report_length, nullptr});
  if (here.state.problems() == before) into.resume(read->last_epoch, read->base_lrs, std::move(state.config()));
}

template <class Registry>
void load(plain_schedule<Registry>& into, const object_view& of, loading& all, load_place here, saved_state& read) {
  const auto before = here.state.problems();
  draft<no_state> nothing;
  read_single(into, saved(into.config(), saved_epoch(of), all.groups), of, all, here, read, nothing);
  if (here.state.problems() == before) into.resume(read->last_epoch, read->base_lrs);
}
template <class Registry>
void load(any_schedule<Registry>& into, const object_view& of, loading& all, load_place here, saved_state& read);

struct saved_children {
  required<std::vector<node>> _schedulers;
};

/// Reports children that are not those of the state, by name if the state has names.
template <class Registry>
void check_children(std::span<const node> saved, std::span<const any_schedule<Registry>> children, bool is_list,
                    load_place here) {
  std::vector<std::string_view> then, now;
  for (const auto& one : saved) {
    const auto* const members = one.as<node::object>();
    const auto* const name = members ? one.find("scheduler") : nullptr;
    const value given = name ? value(*name) : value(nullptr);
    if (const auto* text = given.as<std::string_view>()) then.push_back(*text);
  }
  for (const auto& one : children) now.push_back(one.name());
  const bool has_names = then.size() == saved.size() && to_text(then) != to_text(now);
  if (has_names && then != now && (is_list || then.size() == 1)) {
    const auto shown = [&](const auto& names) {
      return is_list ? to_text(names) : names.empty() ? "none" : to_text(names.front());
    };
    here.config.report(problem_kind::rule,
                       concat({is_list ? "are " : "is ", shown(then), " in the state, but ", shown(now), " here"}));
  } else if (saved.size() != children.size()) {
    here.state.report(problem_kind::wrong_length, has_length(saved.size(), std::to_string(children.size())));
  }
}

/// Adds what differs in the options of a child, which its state has.
inline void compare_child_options(const node& saved, const node::object& now, loading& all, load_place here) {
  const auto* const child = saved.as<node::object>();
  if (all.from != origin::roster || !child) return;
  const auto there = here.state.member("options");
  const auto* const then = saved.find("options");
  if (!then) return there.report(problem_kind::missing, is_missing());
  if (!then->as<node::object>()) return there.report(problem_kind::wrong_type, is_not(value(*then), "an object"));
  compare(*then, node(now), here.config, all.differences);
}

template <class Config, class Registry>
void load(composite_schedule<Config, Registry>& into, const object_view& of, loading& all, load_place here,
          saved_state& read) {
  const auto before = here.state.problems();
  const auto differed = all.differences.size();
  draft<saved_children> parts;
  const auto& config = into.own_config();
  (void)has_free_names<state_t<Config>, saved_progress, saved_children>{};
  draft<state_t<Config>> state;
  read_saved(into.name(), saved_without_children(config, saved_epoch(of), all.groups), of, all, here, read,
             {&parts, &state});
  if (all.is_of_another || !parts.given("_schedulers")) return;
  const std::vector<node>& given = parts.config()._schedulers;
  const auto children = into.children();
  const auto list = here.state.member("_schedulers");
  const places_of_children<Config> configs(here.config);
  const auto so_far = here.state.problems();
  check_children<Registry>(given, children, has_list_of_children<Config>, {list, configs.field()});
  if (here.state.problems() != so_far) return;
  if constexpr (have_options<Config>) {
    for (std::size_t i = 0; i < given.size(); ++i) {
      const auto& options = entries_of_children(config)[i].options;
      compare_child_options(given[i], write_fields(options), all, {list.element(i), configs[i]});
    }
  }
  const bool is_same = all.differences.size() == differed;
  for (std::size_t i = 0; i < given.size() && !all.is_of_another; ++i) {
    const value shown = given[i];
    if (const auto* child = shown.as<object_view>()) {
      draft<saved_progress> progress;
      saved_state of_child(progress);
      load(children[i], *child, all, {list.element(i), configs[i]}, of_child);
    } else {
      list.element(i).report(problem_kind::wrong_type, is_not(shown, "an object"));
    }
  }
  if (here.state.problems() != before) return;

  // PyTorch does not save these of a composite; its children have them.
  if (all.from == origin::pytorch && !read.has("last_epoch") && !children.empty()) {
    read->last_epoch = children.front().last_epoch();
  } else {
    read.demand("last_epoch", here.state);
  }
  if (all.from == origin::pytorch && !read.has("base_lrs")) {
    const auto base = std::ranges::find_if(children, [](const auto& child) { return !child.has_own_base(); });
    const auto known = base != children.end() ? std::as_const(*base).base_lrs() : std::as_const(into).base_lrs();
    read->base_lrs.assign(known.begin(), known.end());
  } else {
    read.demand("base_lrs", read->base_lrs, all.groups, here.state);
  }
  if (is_same) into.check_state(state.config(), here.state);
  if (here.state.problems() != before) return;
  into.resume(read->last_epoch, read->base_lrs, std::move(state.config()));
  for (std::size_t i = 0; i < children.size() && read->last_epoch >= 0 && is_same; ++i) {
    const auto expected = config.epoch_of(i, read->last_epoch);
    if (!expected) continue;
    const auto ahead = children[i].last_epoch() - *expected;
    // Before PyTorch 2.14, SWALR was a step ahead in a SequentialLR. A state that began so goes on so.
    if (ahead == 0 || (ahead == 1 && children[i].counts_steps())) continue;
    list.element(i)
        .member("last_epoch")
        .report(problem_kind::rule, is_not(children[i].last_epoch(), to_text(*expected)));
  }
}

template <class Registry>
void load(any_schedule<Registry>& into, const object_view& of, loading& all, load_place here, saved_state& read) {
  into.visit([&](auto& one) { load(one, of, all, here, read); });
}

/// Adds learning rates that the config does not give at that epoch. PyTorch does not save all fields: this finds some
/// of those that differ.
template <class Schedule>
void compare_rates(const Schedule& loaded, std::span<const double> last_lr, const place& here,
                   std::vector<difference>& found) {
  const auto t = loaded.last_epoch();
  const auto base = loaded.base_lrs();
  const bool jumps = t >= loaded.last();  // as PyTorch's OneCycleLR does in the end
  std::vector<double> own(base.size());
  if (!loaded.is_closed_form() || t < 0 || jumps || last_lr.size() != own.size()) return;
  loaded.at(base, t, own, here);
  for (std::size_t i = 0; i < own.size(); ++i) {
    constexpr double rounding = 1e-9;  // of other mathematical libraries
    if (std::abs(last_lr[i] - own[i]) <= rounding * std::max(std::abs(own[i]), std::abs(base[i]))) continue;
    found.push_back({here.member("_last_lr").element(i).path(), last_lr[i], own[i]});
  }
}

/// What was found in a saved state.
struct loaded_state {
  std::vector<double> last_lr = {};  ///< empty if the state has none
  node options = {};
  std::vector<difference> differences = {};
  bool is_of_another = false;  ///< it is the state of another scheduler
  bool may_differ = false;  ///< there are differences, or the state does not say everything: of functions, or because
                            ///< it is PyTorch's
};

/// Continues from what `save_state` returned, or from a state_dict of PyTorch's, with the schedule's own config. If
/// problems are reported to `here`, do not use `into`.
template <class Schedule>
loaded_state load_state(Schedule& into, const object_view& saved, std::size_t groups, const place& here) {
  const auto before = here.problems();
  into.check_groups(groups, here);
  if (here.problems() != before) return {.is_of_another = true};
  draft<saved_progress> progress;
  saved_state read(progress);
  loading all{.groups = groups, .from = origin_of(saved)};
  load(into, saved, all, {here, here}, read);
  if (all.is_of_another) return {.is_of_another = true};
  if (all.from == origin::roster) read.demand("version", here);
  // PyTorch 1.13's ReduceLROnPlateau has none before its first step.
  const bool may_lack = all.from == origin::pytorch && into.takes_metric() && read->last_epoch == 0;
  if (!may_lack || read.has("_last_lr")) read.demand("_last_lr", read->_last_lr, groups, here);
  if (read->last_epoch < 0 && here.problems() == before) {
    here.member("last_epoch")
        .report(problem_kind::out_of_range, is_not(read->last_epoch, bounded("an integer", at_least(0))));
  }
  if (all.from != origin::roster && all.differences.empty() && here.problems() == before) {
    compare_rates(into, read->_last_lr, here, all.differences);
  }
  const bool differs = !all.differences.empty() || all.has_functions || all.from != origin::roster;
  return {std::move(read->_last_lr), std::move(read->options), std::move(all.differences), false, differs};
}

/// Reports what differs in the config as problems.
inline void report_differences(const std::vector<difference>& differences, const place& here) {
  for (const auto& one : differences) {
    const auto way_out =
        &one == &differences.back() ? "; to go on with the config here, load it with roster::config_may_differ" : "";
    here.report({problem_kind::rule, one.path, concat({differs(one), way_out})});
  }
}

}  // namespace roster::detail
