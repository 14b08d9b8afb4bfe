#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <optional>
#include <ranges>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "roster/any_schedule.hpp"
#include "roster/composite_schedule.hpp"
#include "roster/fields.hpp"
#include "roster/node.hpp"
#include "roster/place.hpp"
#include "roster/rule.hpp"
#include "roster/schedule.hpp"
#include "roster/text.hpp"
#include "roster/type_name.hpp"
#include "roster/value.hpp"

// A schedule's state as a tree of values, and back. The form is that of PyTorch's state_dict, with the same keys, so
// that each side reads what the other wrote; ours has `scheduler` and `version` beside them.
namespace roster::detail {

/// What is saved of every scheduler. Beside it stand the config's attributes and the fields of its `state`.
struct saved_progress {
  std::string scheduler = {};
  std::int64_t version = 1;
  std::int64_t last_epoch = 0;
  std::vector<double> base_lrs = {};
  std::vector<double> _last_lr = {};
  // What PyTorch keeps for itself. SWALR goes by the first; the others are read and forgotten.
  std::int64_t _step_count = 1;
  bool _is_initial = false;
  bool _get_lr_called_within_step = false;
  bool use_beta1 = false;
  bool verbose = false;

  static constexpr rule rules[] = {
      {"scheduler", "the scheduler's name"},
      {"version", "the version of this form", between(1, 1)},
      {"last_epoch", "how many steps were taken; -1 before the first value", at_least(-1)},
      {"base_lrs", "the learning rate that each group started from"},
      {"_last_lr", "the learning rate that each group has now"},
      {"_step_count", "last_epoch + 1"},
      {"_is_initial", "PyTorch's own"},
      {"_get_lr_called_within_step", "PyTorch's own"},
      {"use_beta1", "PyTorch's own"},
      {"verbose", "PyTorch's own, before 2.7"},
  };
};

inline node::object begin_save(std::string_view name, epoch last_epoch, std::span<const double> base_lrs) {
  node::object members;
  members.emplace_back("scheduler", node(value(name)));
  members.emplace_back("last_epoch", node(value(last_epoch)));
  members.emplace_back("_step_count", node(value(std::max<epoch>(last_epoch, 0) + 1)));
  members.emplace_back("base_lrs", node(value(base_lrs)));
  return members;
}

/// What is saved of a config: PyTorch's attributes of it.
template <class Config>
node::object attributes(const Config& config, epoch t, std::size_t groups) {
  if constexpr (requires { config.attributes(t, groups); }) {
    return config.attributes(t, groups);
  } else {
    return write_fields(config);
  }
}

inline void append(node::object& to, node::object from) {
  to.insert(to.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
}

template <class Config>
node::object save(const schedule<Config>& from) {
  auto members = begin_save(from.name(), from.last_epoch(), from.base_lrs());
  append(members, attributes(from.config(), from.last_epoch(), from.base_lrs().size()));
  append(members, write_fields(from.state()));
  return members;
}
template <class Registry>
node::object save(const any_schedule<Registry>& from);
template <class Config, class Registry>
node::object save(const composite_schedule<Config, Registry>& from) {
  auto members = begin_save(from.name(), from.last_epoch(), from.base_lrs());
  append(members, attributes(from.config(), from.last_epoch(), from.base_lrs().size()));
  node::list children;
  for (const auto& one : from.children()) children.emplace_back(save(one));
  members.emplace_back("_schedulers", node(std::move(children)));
  return members;
}

template <class Registry>
node::object save(const any_schedule<Registry>& from) {
  return from.visit([](const auto& one) { return save(one); });
}

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
      if (!same(l->at(l->data, i), m->at(m->data, i))) return false;
    }
    return true;
  }
  if (const auto *o = a.as<object_view>(), *p = b.as<object_view>(); o && p) {
    std::size_t found = 0;
    for_each_member(*o, [&](std::string_view name, const value& one) {
      for_each_member(*p, [&](std::string_view other, const value& two) { found += name == other && same(one, two); });
    });
    return o->size == p->size && found == o->size;
  }
  return node(a) == node(b);
}

/// A part of an object's members.
class members {
 public:
  void add(std::string_view name, const value& given) { held_.push_back({name, given}); }
  object_view view() const {
    return {held_.size(), held_.data(), [](const void* data, std::size_t size, member_sink& sink) {
              for (const auto& one : std::span(static_cast<const keyword*>(data), size)) sink(one.name, one.given);
            }};
  }

 private:
  std::vector<keyword> held_;
};

/// What is known of a state that is being loaded.
struct load_context {
  std::size_t groups;           ///< that it has to have
  std::optional<bool> is_ours;  ///< and not PyTorch's, which has neither name nor version; of a part, as of the whole
};

inline void add_missing(std::string_view name, const place& here) {
  here.member(name).add(problem_kind::missing, "is missing");
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
    here.member(name).add(problem_kind::wrong_length, "has " + elements(values.size()) + ", expected " +
                                                          std::to_string(groups) + ", one for each group");
  }

 private:
  draft<saved_progress> read_;
  bool is_ours_;
};

/// Takes those of the members that are attributes of the config: all of them have to be there, and to be the config's.
/// Returns the others, which are among `known`.
template <class Config>
members take_attributes(const Config& config, const object_view& saved, std::size_t groups, const place& here,
                        std::vector<std::string_view> known) {
  epoch last_epoch = 0;
  for_each_member(saved, [&](std::string_view name, const value& given) {
    if (const auto* number = given.as<std::int64_t>(); name == "last_epoch" && number) last_epoch = *number;
  });
  const auto expected = attributes(config, last_epoch, groups);
  const auto others_known = known.size();
  for (const auto& one : expected) known.push_back(one.first);
  const auto subject = "a saved " + std::string(type_name<Config>);
  std::vector<bool> found(expected.size());
  members others;
  for_each_member(saved, [&](std::string_view name, const value& given) {
    const auto at = std::ranges::find(expected, name, &node::object::value_type::first);
    if (at == expected.end()) {
      const bool is_other = std::ranges::count(std::span(known).first(others_known), name) > 0;
      return is_other ? others.add(name, given) : add_unknown_field(name, subject, known, here);
    }
    const auto i = static_cast<std::size_t>(at - expected.begin());
    if (found[i]) {
      here.member(name).add(problem_kind::given_twice, "is given twice");
    } else if (!same(given, at->second)) {
      here.member(name).add(problem_kind::rule, "is " + to_text(given) + ", but " + to_text(value(at->second)) +
                                                    " in this " + std::string(type_name<Config>));
    }
    found[i] = true;
  });
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
  read_fields(others.view(), "a saved " + std::string(type_name<Config>), here, progress, parts...);
  (parts.demand_all(here), ...);

  const bool is_ours = context.is_ours.value_or(progress.given("scheduler") || progress.given("version"));
  saved_state read(std::move(progress), is_ours);
  if (is_ours && !context.is_ours) read.demand("version", here);
  if (is_ours) read.demand("scheduler", here);
  if (read.has("scheduler") && read->scheduler != type_name<Config>) {
    here.member("scheduler")
        .add(problem_kind::rule, "is " + to_text(std::string_view(read->scheduler)) + ", expected " +
                                     to_text(std::string_view(type_name<Config>)));
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
      here.member("base_lrs")
          .element(i)
          .add(problem_kind::rule,
               "is " + to_text(base) + ", but " + to_text(own) + " in this " + std::string(into.name()));
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
    list.add(problem_kind::wrong_length,
             "has " + elements(given.size()) + ", expected " + std::to_string(children.size()));
  }
  for (std::size_t i = 0; i < given.size() && i < children.size(); ++i) {
    const value shown = given[i];
    if (const auto* child = shown.as<object_view>()) {
      load(children[i], *child, {.groups = context.groups, .is_ours = read.is_ours()}, list.element(i));
    } else {
      list.element(i).add(problem_kind::wrong_type, "is " + to_text(shown) + ", expected an object");
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
        .add(problem_kind::rule, "is " + to_text(children[i].last_epoch()) + ", expected " + to_text(*expected));
  }
  return read;
}

template <class Registry>
saved_state load(any_schedule<Registry>& into, const object_view& saved, load_context context, const place& here) {
  return into.visit([&](auto& one) { return load(one, saved, context, here); });
}

/// A schedule in words: its config.
template <class Schedule>
std::string text(const Schedule& of) {
  if constexpr (requires { of.config(); }) {
    return config_text(of.config());
  } else {
    return of.visit([](const auto& one) { return text(one); });
  }
}

/// The whole state of a scheduler whose groups have the learning rates `last_lr`.
template <class Schedule>
node save_state(const Schedule& from, std::span<const double> last_lr) {
  auto members = save(from);
  members.emplace(members.begin() + 1, "version", node(value(1)));
  members.emplace_back("_last_lr", node(value(last_lr)));
  return node(std::move(members));
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
    here.member("last_epoch")
        .add(problem_kind::out_of_range, "is " + to_text(read->last_epoch) + ", expected an integer, at least 0");
  }
  if (here.problems() != before) return {};
  into = std::move(copy);
  return read->_last_lr;
}

}  // namespace roster::detail
