#pragma once

#include <algorithm>

#include "roster/run/composite_schedule.hpp"
#include "roster/run/detail/saved_state.hpp"

// A schedule's state from a tree of values: strict, with all problems at once.
namespace roster::detail {

/// Whether two values are the same, 1 being 1.0 and the order of members being none.
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

/// What is known of a state that is being loaded.
struct load_context {
  std::size_t groups;           ///< that it has to have
  std::optional<bool> is_ours;  ///< and not PyTorch's, which has neither name nor version; of a part, as of the whole
};

inline void add_missing(std::string_view name, const place& here) {
  here.member(name).report(problem_kind::missing, is_missing());
}

/// A saved state as it is read, and which of its members were there.
class saved_state {
 public:
  saved_state(draft<saved_progress> read, bool is_ours) : read_(std::move(read)), is_ours_(is_ours) {}

  saved_progress* operator->() noexcept { return &read_.config(); }
  /// PyTorch's have neither name nor version.
  bool is_ours() const noexcept { return is_ours_; }
  bool has(std::string_view name) const noexcept { return read_.given(name); }

  /// Adds that a member is missing, or that a list has not one number for each group.
  void demand(std::string_view name, const place& here) const {
    if (!has(name)) add_missing(name, here);
  }
  void demand(std::string_view name, const std::vector<double>& values, std::size_t groups, const place& here) const {
    if (!has(name)) return add_missing(name, here);
    if (values.size() == groups || (values.empty() && here.problems() > 0)) return;
    here.member(name).report(problem_kind::wrong_length,
                             has_length(values.size(), std::to_string(groups) + ", one for each group"));
  }

 private:
  draft<saved_progress> read_;
  bool is_ours_;
};

/// Takes those of the members that are attributes of the config: all of them have to be there, and to be the config's.
/// Returns the others, which are among `known`.
template <class Config>
std::vector<keyword> take_attributes(const Config& config, const object_view& saved, std::size_t groups,
                                     const place& here, std::vector<std::string_view> known) {
  epoch last_epoch = 0;
  for (const auto& member : saved) {
    const auto* number = member.given.as<std::int64_t>();
    if (member.name == "last_epoch" && number) last_epoch = *number;
  }
  const auto expected = attributes(config, last_epoch, groups);
  const auto others_known = known.size();
  for (const auto& one : expected) known.push_back(one.first);
  const auto subject = "a saved " + std::string(type_name<Config>);
  std::vector<bool> found(expected.size());
  std::vector<keyword> others;
  for (const auto& [name, given] : saved) {
    const auto at = std::ranges::find(expected, name, &node::object::value_type::first);
    if (at == expected.end()) {
      const bool is_other = std::ranges::count(std::span(known).first(others_known), name) > 0;
      is_other ? others.push_back({name, given}) : add_unknown_field(name, subject, known, here);
      continue;
    }
    const auto i = static_cast<std::size_t>(at - expected.begin());
    if (found[i]) {
      here.member(name).report(problem_kind::given_twice, "is given twice");
    } else if (!same(given, at->second)) {
      here.member(name).report(problem_kind::rule, differs(given, value(at->second), type_name<Config>));
    }
    found[i] = true;
  }
  for (std::size_t i = 0; i < expected.size(); ++i) {
    if (!found[i]) add_missing(expected[i].first, here);
  }
  return others;
}

/// Reads a saved state of `config`; `Parts` of it beside what is saved of every scheduler.
template <class Config, class... Parts>
saved_state read_saved(const Config& config, const object_view& saved, load_context context, const place& here,
                       draft<Parts>&... parts) {
  draft<saved_progress> progress;
  std::vector<std::string_view> known(field_names<saved_progress>.begin(), field_names<saved_progress>.end());
  (known.insert(known.end(), field_names<Parts>.begin(), field_names<Parts>.end()), ...);
  const auto others = take_attributes(config, saved, context.groups, here, std::move(known));
  read_fields(as_object(others), "a saved " + std::string(type_name<Config>), here, progress, parts...);
  (parts.demand_all(here), ...);

  const bool is_ours = context.is_ours.value_or(progress.given("scheduler") || progress.given("version"));
  saved_state read(std::move(progress), is_ours);
  if (is_ours && !context.is_ours) read.demand("version", here);
  if (is_ours) read.demand("scheduler", here);
  if (read.has("scheduler") && read->scheduler != type_name<Config>) {
    here.member("scheduler").report(problem_kind::rule, is_not(read->scheduler, to_text(type_name<Config>)));
  }
  return read;
}

/// Goes on from what `save` returned, or from a state_dict of PyTorch's. With problems, which are added to `here`,
/// `into` is not to be used.
template <class Config>
saved_state load(schedule<Config>& into, const object_view& saved, load_context context, const place& here) {
  const auto before = here.problems();
  draft<state_t<Config>> state;
  auto read = read_saved(into.config(), saved, context, here, state);
  read.demand("last_epoch", here);
  if (into.needs_metric && !read.is_ours() && !read.has("base_lrs")) {
    // PyTorch's ReduceLROnPlateau has none, and does without.
    read->base_lrs.assign(into.base_lrs().begin(), into.base_lrs().end());
  } else {
    read.demand("base_lrs", read->base_lrs, context.groups, here);
  }
  if constexpr (has_base<Config>) {
    for (std::size_t i = 0; i < read->base_lrs.size() && here.problems() == before; ++i) {
      const auto base = read->base_lrs[i];
      const auto own = into.config().base({.index = i, .lr = base, .base_lr = base});
      if (base == own) continue;
      here.member("base_lrs").element(i).report(problem_kind::rule, differs(base, own, into.name()));
    }
  }
  if (here.problems() == before) into.resume(read->last_epoch, read->base_lrs, std::move(state.config()));
  return read;
}

template <class Registry>
saved_state load(any_schedule<Registry>& into, const object_view& saved, load_context context, const place& here);

struct saved_children {
  required<std::vector<node>> _schedulers;
};

template <class Config, class Registry>
saved_state load(composite_schedule<Config, Registry>& into, const object_view& saved, load_context context,
                 const place& here) {
  const auto before = here.problems();
  draft<saved_children> parts;
  auto read = read_saved(into.config(), saved, context, here, parts);
  const std::vector<node>& given = parts.config()._schedulers;
  const auto children = into.children();
  const auto list = here.member("_schedulers");
  if (given.size() != children.size() && here.problems() == before) {
    list.report(problem_kind::wrong_length, has_length(given.size(), std::to_string(children.size())));
  }
  for (std::size_t i = 0; i < given.size() && i < children.size(); ++i) {
    const value shown = given[i];
    if (const auto* child = shown.as<object_view>()) {
      load(children[i], *child, {.groups = context.groups, .is_ours = read.is_ours()}, list.element(i));
    } else {
      list.element(i).report(problem_kind::wrong_type, is_not(shown, "an object"));
    }
  }
  if (here.problems() != before) return read;

  // What PyTorch does not save of a composite, its children know.
  if (!read.is_ours() && !read.has("last_epoch")) {
    read->last_epoch = children.front().last_epoch();
  } else {
    read.demand("last_epoch", here);
  }
  if (!read.is_ours() && !read.has("base_lrs")) {
    const auto base = std::ranges::find_if(children, [&](const auto& child) { return !child.has_own_base(); });
    const auto known = base != children.end() ? std::as_const(*base).base_lrs() : std::as_const(into).base_lrs();
    read->base_lrs.assign(known.begin(), known.end());
  } else {
    read.demand("base_lrs", read->base_lrs, context.groups, here);
  }
  if (here.problems() != before) return read;
  into.resume(read->last_epoch, read->base_lrs);
  for (std::size_t i = 0; i < children.size() && read->last_epoch >= 0; ++i) {
    const auto expected = into.config().epoch_of(i, read->last_epoch);
    if (!expected || *expected == children[i].last_epoch()) continue;
    list.element(i)
        .member("last_epoch")
        .report(problem_kind::rule, is_not(children[i].last_epoch(), to_text(*expected)));
  }
  return read;
}

template <class Registry>
saved_state load(any_schedule<Registry>& into, const object_view& saved, load_context context, const place& here) {
  return into.visit([&](auto& one) { return load(one, saved, context, here); });
}

/// Goes on from what `save_state` returned, or from a state_dict of PyTorch's; returns the learning rates of then. With
/// problems, which are added to `here`, nothing is touched.
template <class Schedule>
std::vector<double> load_state(Schedule& into, const object_view& saved, std::size_t groups, const place& here) {
  const auto before = here.problems();
  into.check_groups(groups, here);
  if (here.problems() != before) return {};
  auto copy = into;
  auto read = load(copy, saved, {.groups = groups, .is_ours = {}}, here);
  read.demand("_last_lr", read->_last_lr, groups, here);
  if (read->last_epoch < 0 && here.problems() == before) {
    here.member("last_epoch").report(problem_kind::out_of_range, is_not(read->last_epoch, "an integer, at least 0"));
  }
  if (here.problems() != before) return {};
  into = std::move(copy);
  return read->_last_lr;
}

}  // namespace roster::detail
