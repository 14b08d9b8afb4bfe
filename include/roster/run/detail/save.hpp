#pragma once

#include <algorithm>
#include <iterator>

#include "roster/run/composite_schedule.hpp"
#include "roster/run/detail/saved_state.hpp"

// A schedule's state as a tree of values.
namespace roster::detail {

inline node::object begin_save(std::string_view name, epoch last_epoch, std::span<const double> base_lrs) {
  node::object members;
  members.emplace_back("scheduler", name);
  members.emplace_back("last_epoch", last_epoch);
  members.emplace_back("_step_count", std::max<epoch>(last_epoch, 0) + 1);
  members.emplace_back("base_lrs", base_lrs);
  return members;
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

/// The whole state of a scheduler whose groups have the learning rates `last_lr`.
template <class Schedule>
node save_state(const Schedule& from, std::span<const double> last_lr) {
  auto members = save(from);
  members.emplace(members.begin() + 1, "version", 1);
  members.emplace_back("_last_lr", last_lr);
  return node(std::move(members));
}

}  // namespace roster::detail
