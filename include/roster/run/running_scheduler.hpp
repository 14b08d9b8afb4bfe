#pragma once

#include <algorithm>
#include <cstdio>

#include "roster/run/detail/fit_groups.hpp"
#include "roster/run/detail/load.hpp"
#include "roster/run/detail/replay.hpp"
#include "roster/run/detail/save.hpp"
#include "roster/run/detail/saved_options.hpp"
#include "roster/run/measured.hpp"

namespace roster {

template <class Registry, has_parameter_groups Optimizer>
class schedule_set;

/// A schedule that drives a parameter of an optimizer's groups: their learning rate, unless the options say another. It
/// refers to the optimizer, which has to outlive it and must not move. Nothing is allocated for up to eight groups. If
/// the schedule's type is known at compile time, the only virtual calls are the optimizer's.
template <class Schedule, has_parameter_groups Optimizer>
class running_scheduler : public optimizer_traits<Optimizer>::template face<running_scheduler<Schedule, Optimizer>> {
  using traits = optimizer_traits<Optimizer>;
  using face = typename traits::template face<running_scheduler>;
  using driven_groups = detail::driven_groups<Optimizer>;

 public:
  /// Sets the values of epoch 0; with `options.last_epoch` = k, those of epoch k + 1. Throws an `error`, before
  /// anything is changed, if the optimizer has no such group or a group no such parameter, if the schedule moves the
  /// momentum or the weight decay too and a group has none, if a list does not have one value for each driven group, if
  /// a value is not allowed for the parameter, or if the schedule ends before that epoch.
  running_scheduler(Optimizer& optimizer, Schedule schedule, scheduler_options options = {})
      : running_scheduler(optimizer, std::move(schedule), std::move(options), unwritten()) {
    write();
  }

  /// Goes to the next epoch. Groups that were added to the optimizer join, unless the scheduler drives only some
  /// groups; each of the others keeps its base value, whichever left. Throws an `error` and changes nothing if the
  /// schedule has ended or needs a metric, if a list has no value for a group that joined, if it is not certain which
  /// groups left, or if a value is not allowed for the parameter.
  void step()
    requires(!Schedule::needs_metric)
  {
    if (schedule_.may_refuse_step(false)) {
      checked(schedule_.name(), [&](const place& here) { schedule_.check_step(false, here); });
    }
    advance({});
    write();
  }

  /// Goes to the next epoch with a metric, such as the validation loss. A composite passes it to its metric-driven
  /// schedulers. Throws an `error` and changes nothing if the schedule has ended or takes no metric.
  void step(double metric)
    requires(Schedule::may_take_metric)
  {
    if (!schedule_.takes_metric() || schedule_.may_refuse_step(true)) {
      checked(schedule_.name(), [&](const place& here) {
        if (!schedule_.takes_metric()) here.report(problem_kind::rule, "does not take a metric: call step()");
        schedule_.check_step(true, here);
      });
    }
    advance(metric);
    write();
  }

  /// What happened in training; call the first after each step of the optimizer, and the second after each epoch. The
  /// scheduler takes a step if it counts that (the option `every`), with the metric that it watches, if it watches one
  /// (the option `monitor`). Throws an `error` and changes nothing where `step` does, or if that metric is missing.
  void after_batch(const measured& given = {}) { after(true, given); }
  void after_epoch(const measured& given = {}) { after(false, given); }

  /// The values that were set last, one for each driven group: learning rates, or those of another parameter.
  std::span<const double> get_last_lr() const noexcept { return groups_.last_lr(); }
  /// The current epoch: the number of steps so far.
  epoch last_epoch() const { return schedule_.last_epoch(); }
  /// The base values: what the groups started from.
  std::span<const double> base_lrs() const { return schedule_.base_lrs(); }
  /// The schedule, with its config and state.
  const Schedule& schedule() const noexcept { return schedule_; }
  const scheduler_options& options() const noexcept { return options_; }

  /// The learning rates of epoch `t` by the closed form, one for each group. Changes nothing. Throws an `error` if
  /// there is no closed form (MultiplicativeLR, ReduceLROnPlateau, SWALR, ChainedScheduler) or no such epoch.
  std::vector<double> at(epoch t) const
    requires(Schedule::has_closed_form)
  {
    std::vector<double> lr(base_lrs().size());
    checked(schedule_.name(), [&](const place& here) {
      if (t < 0)
        return here.report(problem_kind::out_of_range,
                           detail::concat({"begins at epoch 0; epoch ", detail::to_text(t), " does not exist"}));
      schedule_.at(base_lrs(), t, lr, here);
    });
    return lr;
  }

  /// The config as a person would write it: "StepLR(step_size=30, gamma=0.1)".
  friend std::string to_string(const running_scheduler& one) { return one.schedule_.text(); }

  /// All that `load_state_dict` needs to continue from here, for the groups that the optimizer has now. PyTorch's
  /// load_state_dict takes it too.
  node state_dict() const {
    auto now = *this;
    now.read();
    return detail::save_state(now.schedule_, now.get_last_lr(), detail::saved_options(now.options_now()));
  }

  /// Continues from a state that Roster or PyTorch saved, and sets the optimizer's learning rates, and what moves
  /// along, to that state's. Throws an `error` with all problems and changes nothing if the state is that of another
  /// scheduler or config, has unknown or missing keys, or is for another number of groups.
  void load_state_dict(const value& state) {
    commit(checked("state_dict", [&](const place& here) { return loaded(state, here); }));
  }
  /// The same, but the state may be that of another config: `load_state_dict(state, roster::config_may_differ)`. The
  /// epoch, the base values and what metrics have left come from the state, all fields from the config here. The
  /// learning rates, and what moves along, are those that this config has at that epoch; those that a metric drives
  /// stay the state's. Returns what differs. Throws an `error` if a composite's schedulers are not of the same types in
  /// the same order, if there is no such epoch, or if the state is that of another parameter or of other groups.
  std::vector<difference> load_state_dict(const value& state, config_may_differ_t) {
    std::vector<difference> differences;
    commit(checked("state_dict", [&](const place& here) { return loaded(state, here, differences); }));
    return differences;
  }

 private:
  template <class Registry, has_parameter_groups Driven>
  friend class schedule_set;

  struct unwritten {};
  /// The same, but does not set the values of epoch 0 yet.
  running_scheduler(Optimizer& optimizer, Schedule schedule, scheduler_options options, unwritten)
      : face(optimizer), optimizer_(&optimizer), schedule_(std::move(schedule)), options_(std::move(options)) {
    checked(schedule_.name(),
            [&](const place& here) { groups_ = detail::fit_groups<Optimizer>(optimizer, schedule_, options_, here); });
    if (options_.last_epoch < 0) {
      schedule_.start(groups_.values());
    } else {
      schedule_.start_at(groups_.values(), options_.last_epoch + 1);
    }
    if (groups_.are_allowed()) return;
    checked(schedule_.name(), [&](const place& here) { groups_.report_not_allowed(schedule_.last_epoch(), here); });
  }

  /// The optimizer's current values.
  settings read() {
    if (!groups_.read(*optimizer_)) follow();
    return groups_.values();
  }
  /// Takes a step, but does not write its values. Throws and changes nothing if one is not allowed.
  void advance(const std::optional<double>& metric) {
    schedule_.advance(read(), metric);
    if (!groups_.are_allowed()) refuse_values();
  }
  /// Takes back the step, and says which value is not allowed.
  void refuse_values() {
    const auto t = schedule_.last_epoch();
    schedule_.undo();
    checked(schedule_.name(), [&](const place& here) { groups_.report_not_allowed(t, here); });
  }
  void undo() { schedule_.undo(); }
  void write() {
    groups_.write();
    if (!options_.verbose) return;
    const std::string_view parameter = options_.parameter, name = parameter == "lr" ? "learning rate" : parameter;
    for (std::size_t n = 0; n < groups_.size(); ++n) {
      std::printf("Adjusting %.*s of group %zu to %.4e.\n", static_cast<int>(name.size()), name.data(),
                  groups_.position(n), groups_.last_lr()[n]);
    }
  }

  /// The metric for a step, if the schedule takes one.
  std::optional<double> watched(const measured& given) const {
    return schedule_.takes_metric() ? given.watched(options_.monitor) : std::nullopt;
  }
  /// Reports why it cannot take a step with these metrics.
  void report_refusal(const measured& given, const place& here) const {
    std::vector<problem> found;
    schedule_.check_step(watched(given).has_value(), here.apart(found));
    for (auto& one : found) {
      if (one.kind == problem_kind::missing) one.text = given.why_missing(options_.monitor);
      here.report(std::move(one));
    }
  }
  void after(bool batch, const measured& given) {
    if (options_.counts_batches() != batch) return;
    const auto metric = watched(given);
    if (schedule_.may_refuse_step(metric.has_value())) {
      checked(schedule_.name(), [&](const place& here) { report_refusal(given, here); });
    }
    advance(metric);
    write();
  }

  /// What continues after a state was read.
  struct continuation {
    Schedule schedule;
    driven_groups groups;
  };
  void commit(continuation&& from) {
    schedule_ = std::move(from.schedule);
    groups_ = std::move(from.groups);
    write();
  }
  continuation loaded(const value& state, const place& here) const {
    return loaded_by(state, here,
                     [](detail::loaded_state& read, Schedule& schedule, const settings& all, const place& there) {
                       detail::report_differences(read.differences, there);
                       if (there.problems() == 0) schedule.set_companions(all);
                     });
  }
  continuation loaded(const value& state, const place& here, std::vector<difference>& differences) const {
    return loaded_by(state, here,
                     [&](detail::loaded_state& read, Schedule& schedule, const settings& all, const place& there) {
                       if (there.problems() > 0) return;
                       if (read.may_differ) {
                         detail::replay(schedule, all, there);
                       } else {
                         schedule.set_companions(all);
                       }
                       for (auto& one : read.differences) differences.push_back(std::move(one));
                     });
  }
  /// Reads a state into a copy of the schedule and lets `finish(read, copy, values, place)` complete it, or report
  /// more. If problems are reported, do not use the result.
  template <class F>
  continuation loaded_by(const value& state, const place& here, F&& finish) const {
    const auto from = groups_.find(*optimizer_);
    continuation made{schedule_, groups_.taken(*optimizer_, from)};
    const auto* const members = state.as<object_view>();
    if (!members) {
      here.report(problem_kind::wrong_type, detail::is_not(state, "an object"));
      return made;
    }
    const auto before = here.problems();
    made.groups.report_missing(*optimizer_, here);
    if (here.problems() != before) return made;
    const auto all = made.groups.values();
    if (from.is_sure) {
      made.schedule.prepare(from, here);
      if (here.problems() == before) made.schedule.regroup(all, from);
    } else {
      made.schedule.take_groups(all);  // the state has the base values
    }
    if (here.problems() != before) return made;
    auto read = detail::load_state(made.schedule, *members, made.groups.size(), here);
    if (read.is_of_another) return made;
    detail::compare_options(read.options, options_now(), here, read.differences);
    if (here.problems() == before) std::ranges::copy(read.last_lr, all.lr.begin());
    finish(read, made.schedule, all, here);
    if (here.problems() == before && !made.groups.are_allowed()) {
      made.groups.report_not_allowed(made.schedule.last_epoch(), here);
    }
    return made;
  }
  /// The options, with the positions that the driven groups have now.
  scheduler_options options_now() const {
    auto now = options_;
    if (now.groups.are_all()) return now;
    now.groups.positions.clear();
    for (std::size_t n = 0; n < groups_.size(); ++n) now.groups.positions.push_back(groups_.position(n));
    return now;
  }

  /// Goes on with the groups that the optimizer has now. Throws an `error`, with nothing changed, if the schedule
  /// cannot drive them, or if it is not certain which of them left.
  void follow() {
    const auto from = groups_.find(*optimizer_);
    auto now = groups_.taken(*optimizer_, from);
    checked(schedule_.name(), [&](const place& here) {
      if (!from.is_sure) return report_unsure(here);
      now.report_missing(*optimizer_, here);
      schedule_.prepare(from, here);
    });
    schedule_.regroup(now.values(), from);
    groups_ = std::move(now);
  }
  void report_unsure(const place& here) const {
    here.report(problem_kind::rule, detail::cannot_tell_who_left(groups_.known(), traits::size(*optimizer_),
                                                                 detail::group_identity<traits>::told_apart_by));
  }

  Optimizer* optimizer_;
  Schedule schedule_;
  driven_groups groups_;
  scheduler_options options_;
};

}  // namespace roster
