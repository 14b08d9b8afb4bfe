#pragma once

#include "roster/run/check_same.hpp"
#include "roster/run/detail/group_traits.hpp"

namespace roster {

namespace detail {

/// Removes what only repeats something else: the epoch once more, and the learning rates that the groups have too.
inline void remove_repeats(node& state) {
  auto* const members = state.as<node::object>();
  if (!members) return;
  std::erase_if(*members, [](const auto& one) { return one.name == "_step_count" || one.name == "_last_lr"; });
  for (auto& [name, given] : *members) {
    auto* const states = name == "schedulers" || name == "_schedulers" ? given.template as<node::list>() : nullptr;
    if (!states) continue;
    for (auto& one : *states) remove_repeats(one);
  }
}

/// What schedulers can drive of each group, by name.
template <has_parameter_groups Optimizer>
node::list driven_numbers(Optimizer& optimizer) {
  using traits = optimizer_traits<Optimizer>;
  node::list groups;
  traits::for_each_group(optimizer, [&](auto& group) {
    node::object numbers;
    for (const auto& one : group_parameters_of<traits>::of(group)) numbers.push_back({one.name, one.get(group)});
    groups.push_back(std::move(numbers));
  });
  return groups;
}

}  // namespace detail

/// Compares on all ranks what should be the same: the `state_dict()` of a scheduler or a set, config and options
/// included, and of each group of the optimizer the learning rate and all else that schedulers can drive. If anything
/// differs, throws the same `error` on all ranks, which says where: "lockstep: groups[0].lr is 0.1 on rank 1, but 0.2
/// on rank 0". Changes nothing. All ranks have to call it together, for example after each epoch; a rank that cannot
/// make its state says so to the others. It costs some microseconds and a gather of about 200 bytes for each scheduler
/// and 100 for each group. `gather` takes this rank's bytes and returns those of all ranks.
template <class Scheduler, has_parameter_groups Optimizer, gathers Gather>
  requires requires(const Scheduler& scheduler) {
    { scheduler.state_dict() } -> std::same_as<node>;
  }
void check_lockstep(const Scheduler& scheduler, Optimizer& optimizer, Gather&& gather) {
  const auto make = [&] {
    auto state = scheduler.state_dict();
    detail::remove_repeats(state);
    if (!state.template as<node::object>()) state = node::object{{"state", std::move(state)}};
    auto& all = *state.template as<node::object>();
    all.push_back({"groups", detail::driven_numbers(optimizer)});
    return state;
  };
  detail::check_same_made("check_lockstep", make, gather, "lockstep");
}

}  // namespace roster
