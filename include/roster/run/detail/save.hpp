#pragma once

#include <algorithm>

#include "roster/run/composite_schedule.hpp"
#include "roster/run/detail/saved_state.hpp"

// Writes a schedule's state as a tree of values.
namespace roster::detail {

inline void append(node::object& to, node::object from) {
  for (auto& member : from) to.push_back(std::move(member));
}

/// What is saved of every schedule, and of its config.
inline node::object begin_save(const schedule_base& from, saved_config config) {
  node::object members;
  members.push_back({"scheduler", from.name()});
  members.push_back({"config", node(std::move(config.fields))});
  members.push_back({"last_epoch", from.last_epoch()});
  members.push_back({"_step_count", std::max<epoch>(from.last_epoch(), 0) + 1});
  members.push_back({"base_lrs", from.base_lrs()});
  for (auto& attribute : config.attributes) {
    if (config.is_saved(attribute.name)) members.push_back(std::move(attribute));
  }
  return members;
}

template <class Config>
node::object save(const schedule<Config>& from) {
  auto members = begin_save(from, saved(from.config(), from.last_epoch(), from.base_lrs().size()));
  if constexpr (has_state<Config>) {
    (void)has_free_names<state_t<Config>, saved_progress>{};
    append(members, write_fields(from.state()));
  }
  return members;
}
template <class Registry>
node::object save(const plain_schedule<Registry>& from) {
  return begin_save(from, saved(from.config(), from.last_epoch(), from.base_lrs().size()));
}
template <class Registry>
node::object save(const any_schedule<Registry>& from);
template <class Config, class Registry>
node::object save(const composite_schedule<Config, Registry>& from) {
  auto members = begin_save(from, saved_without_children(from.own_config(), from.last_epoch(), from.base_lrs().size()));
  if constexpr (has_state<Config>) append(members, write_fields(from.state()));
  node::list children;
  for (const auto& one : from.children()) {
    auto child = save(one);
    if constexpr (have_options<Config>) {
      const auto& options = entries_of_children(from.own_config())[children.size()].options;
      child.insert(child.begin() + 1, {"options", node(write_fields(options))});
    }
    children.push_back(std::move(child));
  }
  members.push_back({"_schedulers", std::move(children)});
  return members;
}

template <class Registry>
node::object save(const any_schedule<Registry>& from) {
  return from.visit([](const auto& one) { return save(one); });
}

/// The whole state of a scheduler with these options whose groups have the learning rates `last_lr`.
template <class Schedule>
node save_state(const Schedule& from, std::span<const double> last_lr, node::object options = {}) {
  auto members = save(from);
  members.insert(members.begin() + 1, {"version", 2});
  if (!options.empty()) members.insert(members.begin() + 2, {"options", node(std::move(options))});
  members.push_back({"_last_lr", last_lr});
  return node(std::move(members));
}

}  // namespace roster::detail
