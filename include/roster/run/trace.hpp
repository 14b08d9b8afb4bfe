#pragma once

#include "roster/run/running_scheduler.hpp"

namespace roster {

namespace detail {

template <class Schedule, class F>
void trace(Schedule schedule, std::vector<plain_group> groups, std::size_t steps, std::span<const double> metrics,
           scheduler_options options, F&& f) {
  const bool watches = schedule.takes_metric();
  checked(schedule.name(), [&](const place& here) {
    schedule.check_epoch(options.last_epoch + 1 + static_cast<epoch>(steps), here);
    if (!watches || metrics.size() >= steps) return;
    here.report(problem_kind::missing, concat({"needs ", counted(static_cast<epoch>(steps), "metric"),
                                               ", one for each step, but has ", std::to_string(metrics.size())}));
  });
  running_scheduler<Schedule, std::vector<plain_group>> running(groups, std::move(schedule), options);
  f(running.last_epoch(), std::as_const(groups));
  for (std::size_t t = 0; t < steps; ++t) {
    if constexpr (Schedule::may_take_metric) {
      if (watches) running.step(metrics[t]);
    }
    if constexpr (!Schedule::needs_metric) {
      if (!watches) running.step();
    }
    f(running.last_epoch(), std::as_const(groups));
  }
}

/// Collects the groups of each epoch.
template <class Values>
auto into(Values& values) {
  return [&values](epoch, const std::vector<plain_group>& groups) { values.push_back(groups); };
}

}  // namespace detail

/// The values that a scheduler sets, without an optimizer or training: all groups for `steps` + 1 epochs, from epoch 0
/// on. `groups` has the initial values; `metrics` has one for each step of a metric-driven scheduler. Throws an `error`
/// with all problems of the config, or if metrics are missing or the schedule ends earlier.
template <scheduler_config Config>
std::vector<std::vector<plain_group>> trace(const Config& config, std::vector<plain_group> groups, std::size_t steps,
                                            std::span<const double> metrics = {}) {
  std::vector<std::vector<plain_group>> values;
  detail::trace(schedule_of<Config>(config), std::move(groups), steps, metrics, {}, detail::into(values));
  return values;
}
/// The same for an entry, such as a recipe's scheduler: calls `f(epoch, groups)` for each epoch. Throws an `error`
/// before the first call.
template <class Registry, class F>
  requires std::invocable<F, epoch, const std::vector<plain_group>&>
void trace(const entry<Registry, scheduler_options>& chosen, std::vector<plain_group> groups, std::size_t steps,
           std::span<const double> metrics, F&& f) {
  detail::trace(any_schedule<Registry>(chosen), std::move(groups), steps, metrics, chosen.options, std::forward<F>(f));
}
/// The same, collected in a vector.
template <class Registry>
std::vector<std::vector<plain_group>> trace(const entry<Registry, scheduler_options>& chosen,
                                            std::vector<plain_group> groups, std::size_t steps,
                                            std::span<const double> metrics = {}) {
  std::vector<std::vector<plain_group>> values;
  trace(chosen, std::move(groups), steps, metrics, detail::into(values));
  return values;
}

}  // namespace roster
