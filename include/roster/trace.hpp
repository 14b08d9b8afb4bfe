#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "roster/any_schedule.hpp"
#include "roster/entry.hpp"
#include "roster/error.hpp"
#include "roster/optimizer_traits.hpp"
#include "roster/schedule.hpp"
#include "roster/scheduler.hpp"
#include "roster/scheduler_options.hpp"

namespace roster {

namespace detail {

template <class Schedule>
std::vector<std::vector<plain_group>> trace(Schedule schedule, std::vector<plain_group> groups, std::size_t steps,
                                            std::span<const double> metrics, scheduler_options options) {
  const bool watches = schedule.takes_metric();
  refuse_if(schedule.name(), [&](const place& here) {
    if (!watches || metrics.size() >= steps) return;
    here.add(problem_kind::missing, "needs a metric for each of " + std::to_string(steps) + " steps, and " +
                                        std::to_string(metrics.size()) + " are given");
  });
  scheduler<Schedule, std::vector<plain_group>> running(groups, std::move(schedule), options);
  std::vector<std::vector<plain_group>> values{groups};
  values.reserve(steps + 1);
  for (std::size_t t = 0; t < steps; ++t) {
    if constexpr (Schedule::may_take_metric) {
      if (watches) running.step(metrics[t]);
    }
    if constexpr (!Schedule::needs_metric) {
      if (!watches) running.step();
    }
    values.push_back(groups);
  }
  return values;
}

}  // namespace detail

/// What a scheduler sets, without an optimizer or training: `steps` + 1 epochs, from epoch 0 on, of all groups.
/// `groups` has what they begin with; `metrics` is what a scheduler watches, one a step. Throws an `error` with all
/// that is wrong with the config, and if the schedule ends before.
template <scheduler_config Config>
std::vector<std::vector<plain_group>> trace(const Config& config, std::vector<plain_group> groups, std::size_t steps,
                                            std::span<const double> metrics = {}) {
  return detail::trace(schedule_of<Config>(config), std::move(groups), steps, metrics, {});
}
/// The same of an entry of a registry, such as the scheduler of a recipe.
template <class Registry>
std::vector<std::vector<plain_group>> trace(const entry<Registry, scheduler_options>& chosen,
                                            std::vector<plain_group> groups, std::size_t steps,
                                            std::span<const double> metrics = {}) {
  return detail::trace(any_schedule<Registry>(chosen), std::move(groups), steps, metrics, chosen.options);
}

}  // namespace roster
