#pragma once

#include <algorithm>

#include "roster/run/composite_schedule.hpp"
#include "roster/run/detail/saved_state.hpp"

// Reads a schedule's state from a tree of values. Strict: every problem is an error, and all are reported together.
namespace roster::detail {

/// Whether two values are equal. 1 equals 1.0, and the order of members does not matter.
inline bool same(const value& a, const value& b) {
  const auto number = [](const value& of) -> std::optional<double> {
    if (const auto* i = of.as<std::int64_t>()) return static_cast<double>(*i);
    if (const auto* d = of.as<double>()) return *d;
    return {};
  };
  if (number(a) && number(b)) return *number(a) == *number(b);
  if (const auto *l = a.as<list_view>(), *m = b.as<list_view>(); l && m) {
    if (l->size != m->size) return false;
    for (std::size_t i = 0; i < l->size; ++i) {
      if (!same((*l)[i], (*m)[i])) return false;
    }
    return true;
  }
  if (const auto *o = a.as<object_view>(), *p = b.as<object_view>(); o && p) {
    std::size_t found = 0;
    for (const auto& one : *o) {
      for (const auto& two : *p) found += one.name == two.name && same(one.given, two.given);
    }
    return o->size == p->size && found == o->size;
  }
  return node(a) == node(b);
}

/// What is known of a state before it is read.
struct load_context {
  std::size_t groups;           ///< required number of groups
  std::optional<bool> is_ours;  ///< written by Roster, not PyTorch; empty: find out. Children inherit it
};

inline void add_missing(std::string_view name, const place& here) {
  here.member(name).report(problem_kind::missing, is_missing());
}

/// The part of a saved state that all schedulers have, and which of its members were given.
class saved_state {
 public:
  explicit saved_state(draft<saved_progress>& read) : progress_(&read.config()), draft_(&read) {}

  saved_progress* operator->() noexcept { return progress_; }
  any_draft& members() noexcept { return *draft_; }
  /// Written by Roster. PyTorch's states have neither `scheduler` nor `version`.
  bool is_ours = false;
  bool has(std::string_view name) const noexcept { return draft_->given(name); }

  /// Reports a missing member, or a list that does not have one number for each group.
  void demand(std::string_view name, const place& here) const {
    if (!has(name)) add_missing(name, here);
  }
  void demand(std::string_view name, const std::vector<double>& values, std::size_t groups, const place& here) const {
    if (!has(name)) return add_missing(name, here);
    if (values.size() == groups || (values.empty() && here.problems() > 0)) return;
    here.member(name).report(problem_kind::wrong_length, has_not_one_for_each_group(values.size(), groups));
  }

 private:
  saved_progress* progress_;
  any_draft* draft_;
};

/// Takes the members that are attributes of the config. Reports those that are missing or differ from `expected`, and
/// members that are neither attributes nor `known`. Returns the known ones.
inline std::vector<keyword> take_attributes(std::string_view name, const node::object& expected,
                                            const object_view& saved, const place& here,
                                            std::vector<std::string_view> known) {
  const auto others_known = known.size();
  for (const auto& one : expected) known.push_back(one.name);
  const auto subject = concat({"a saved ", name});
  std::vector<std::string_view> found;
  const auto is_found = [&](std::string_view key) { return std::find(found.begin(), found.end(), key) != found.end(); };
  std::vector<keyword> others;
  for (const auto& [key, given] : saved) {
    const auto at = std::find_if(expected.begin(), expected.end(), [&](const auto& one) { return one.name == key; });
    if (at == expected.end()) {
      const auto end = known.begin() + static_cast<std::ptrdiff_t>(others_known);
      const bool is_other = std::find(known.begin(), end, key) != end;
      is_other ? others.push_back({key, given}) : add_unknown_field(key, subject, known, here);
      continue;
    }
    if (is_found(key)) {
      here.member(key).report(problem_kind::given_twice, is_given_twice());
    } else if (!same(given, at->given)) {
      here.member(key).report(problem_kind::rule, differs(given, value(at->given), name));
    }
    found.push_back(key);
  }
  for (const auto& one : expected) {
    if (!is_found(one.name)) add_missing(one.name, here);
  }
  return others;
}

/// The epoch of a saved state.
inline epoch saved_epoch(const object_view& saved) {
  epoch last_epoch = 0;
  for (const auto& member : saved) {
    const auto* number = member.given.as<std::int64_t>();
    if (member.name == "last_epoch" && number) last_epoch = *number;
  }
  return last_epoch;
}

/// Reads a saved state of the named scheduler: `read` is what every scheduler saves, `part` what only this one saves.
inline void read_saved(std::string_view name, const node::object& attributes, const object_view& saved,
                       load_context context, const place& here, saved_state& read, any_draft& part) {
  any_draft* const drafts[] = {&read.members(), &part};
  std::vector<std::string_view> known;
  for (const auto* one : drafts) {
    for (const auto& field : one->fields()) known.push_back(field.declared.field);
  }
  const auto others = take_attributes(name, attributes, saved, here, std::move(known));
  read_fields(as_object(others), concat({"a saved ", name}), here, drafts);
  part.demand_all(here);

  read.is_ours = context.is_ours.value_or(read.has("scheduler") || read.has("version"));
  if (read.is_ours && !context.is_ours) read.demand("version", here);
  if (read.is_ours) read.demand("scheduler", here);
  if (read.has("scheduler") && read->scheduler != name) {
    here.member("scheduler").report(problem_kind::rule, is_not(read->scheduler, to_text(name)));
  }
}

/// Reads the state of a schedule without children; `state` is the config's own `state`.
inline void read_single(const single_schedule& into, const node::object& attributes, const object_view& saved,
                        load_context context, const place& here, saved_state& read, any_draft& state) {
  const auto before = here.problems();
  read_saved(into.name(), attributes, saved, context, here, read, state);
  read.demand("last_epoch", here);
  if (into.takes_metric() && !read.is_ours && !read.has("base_lrs")) {
    // PyTorch's ReduceLROnPlateau saves no base values and does not need them.
    read->base_lrs.assign(into.base_lrs().begin(), into.base_lrs().end());
  } else {
    read.demand("base_lrs", read->base_lrs, context.groups, here);
  }
  for (std::size_t i = 0; into.has_own_base() && i < read->base_lrs.size() && here.problems() == before; ++i) {
    const auto base = read->base_lrs[i];
    const auto own = into.base_of({.index = i, .lr = base, .base_lr = base});
    if (base == own) continue;
    here.member("base_lrs").element(i).report(problem_kind::rule, differs(base, own, into.name()));
  }
}

/// Continues from what `save` returned, or from a state_dict of PyTorch's. If problems are reported to `here`, do not
/// use `into`.
template <class Config>
void load(schedule<Config>& into, const object_view& saved, load_context context, const place& here,
          saved_state& read) {
  const auto before = here.problems();
  draft<state_t<Config>> state;
  read_single(into, attributes(into.config(), saved_epoch(saved), context.groups), saved, context, here, read, state);
  if (here.problems() == before) into.resume(read->last_epoch, read->base_lrs, std::move(state.config()));
}

template <class Registry>
void load(any_schedule<Registry>& into, const object_view& saved, load_context context, const place& here,
          saved_state& read);

struct saved_children {
  required<std::vector<node>> _schedulers;
};

template <class Config, class Registry>
void load(composite_schedule<Config, Registry>& into, const object_view& saved, load_context context, const place& here,
          saved_state& read) {
  const auto before = here.problems();
  draft<saved_children> parts;
  const auto& config = into.own_config();
  read_saved(into.name(), attributes(config, saved_epoch(saved), context.groups), saved, context, here, read, parts);
  const std::vector<node>& given = parts.config()._schedulers;
  const auto children = into.children();
  const auto list = here.member("_schedulers");
  if (given.size() != children.size() && here.problems() == before) {
    list.report(problem_kind::wrong_length, has_length(given.size(), std::to_string(children.size())));
  }
  for (std::size_t i = 0; i < given.size() && i < children.size(); ++i) {
    const value shown = given[i];
    if (const auto* child = shown.as<object_view>()) {
      draft<saved_progress> progress;
      saved_state of_child(progress);
      load(children[i], *child, {.groups = context.groups, .is_ours = read.is_ours}, list.element(i), of_child);
    } else {
      list.element(i).report(problem_kind::wrong_type, is_not(shown, "an object"));
    }
  }
  if (here.problems() != before) return;

  // PyTorch does not save these of a composite; its children have them.
  if (!read.is_ours && !read.has("last_epoch")) {
    read->last_epoch = children.front().last_epoch();
  } else {
    read.demand("last_epoch", here);
  }
  if (!read.is_ours && !read.has("base_lrs")) {
    const auto base = std::ranges::find_if(children, [](const auto& child) { return !child.has_own_base(); });
    const auto known = base != children.end() ? std::as_const(*base).base_lrs() : std::as_const(into).base_lrs();
    read->base_lrs.assign(known.begin(), known.end());
  } else {
    read.demand("base_lrs", read->base_lrs, context.groups, here);
  }
  if (here.problems() != before) return;
  into.resume(read->last_epoch, read->base_lrs);
  for (std::size_t i = 0; i < children.size() && read->last_epoch >= 0; ++i) {
    const auto expected = config.epoch_of(i, read->last_epoch);
    if (!expected || *expected == children[i].last_epoch()) continue;
    list.element(i)
        .member("last_epoch")
        .report(problem_kind::rule, is_not(children[i].last_epoch(), to_text(*expected)));
  }
}

template <class Registry>
void load(any_schedule<Registry>& into, const object_view& saved, load_context context, const place& here,
          saved_state& read) {
  into.visit([&](auto& one) { load(one, saved, context, here, read); });
}

/// Continues from what `save_state` returned, or from a state_dict of PyTorch's. Returns the saved learning rates. If
/// problems are reported to `here`, do not use `into`.
template <class Schedule>
std::vector<double> load_state(Schedule& into, const object_view& saved, std::size_t groups, const place& here) {
  const auto before = here.problems();
  into.check_groups(groups, here);
  if (here.problems() != before) return {};
  draft<saved_progress> progress;
  saved_state read(progress);
  load(into, saved, {.groups = groups, .is_ours = {}}, here, read);
  read.demand("_last_lr", read->_last_lr, groups, here);
  if (read->last_epoch < 0 && here.problems() == before) {
    here.member("last_epoch")
        .report(problem_kind::out_of_range, is_not(read->last_epoch, bounded("an integer", at_least(0))));
  }
  if (here.problems() != before) return {};
  return std::move(read->_last_lr);
}

}  // namespace roster::detail
