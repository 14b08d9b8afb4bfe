#pragma once

#include <algorithm>
#include <cstdio>

#include "roster/run/detail/driven_groups.hpp"
#include "roster/run/detail/load.hpp"
#include "roster/run/detail/replay.hpp"
#include "roster/run/detail/save.hpp"
#include "roster/run/optimizer_traits.hpp"
#include "roster/run/scheduler_options.hpp"

namespace roster {

/// A schedule that drives the parameter groups of an optimizer. It refers to the optimizer, which has to outlive it and
/// must not move. Nothing is allocated for up to eight groups. If the schedule's type is known at compile time, the
/// only virtual calls are the optimizer's.
template <class Schedule, has_parameter_groups Optimizer>
class running_scheduler : public optimizer_traits<Optimizer>::template face<running_scheduler<Schedule, Optimizer>> {
  using traits = optimizer_traits<Optimizer>;
  using face = typename traits::template face<running_scheduler>;
  using driven_groups = detail::driven_groups<Optimizer>;

 public:
  /// Sets the learning rates of epoch 0; with `options.last_epoch` = k, those of epoch k + 1. Throws an `error`, before
  /// anything is changed, if the schedule moves the momentum and a group has none, if a list does not have one value
  /// for each group, or if the schedule ends before that epoch.
  running_scheduler(Optimizer& optimizer, Schedule schedule, scheduler_options options = {})
      : face(optimizer), optimizer_(&optimizer), schedule_(std::move(schedule)), verbose_(options.verbose) {
    begin();
    if (options.last_epoch < 0) {
      schedule_.start(groups_.values());
    } else {
      schedule_.start_at(groups_.values(), options.last_epoch + 1);
    }
    write();
  }

  /// Goes to the next epoch. Groups that were added to the optimizer join; each of the others keeps its base value,
  /// whichever left. Throws an `error` and changes nothing if the schedule has ended or needs a metric, if a list has
  /// no value for a group that joined, or if it is not certain which groups left.
  void step()
    requires(!Schedule::needs_metric)
  {
    if (schedule_.may_refuse_step(false)) {
      checked(schedule_.name(), [&](const place& here) { schedule_.check_step(false, here); });
    }
    schedule_.advance(read());
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
    schedule_.advance(read(), metric);
    write();
  }

  /// The learning rates that were set last, one for each group.
  std::span<const double> get_last_lr() const noexcept { return groups_.last_lr(); }
  /// The current epoch: the number of steps so far.
  epoch last_epoch() const { return schedule_.last_epoch(); }
  /// The base values: the learning rates that the groups started from.
  std::span<const double> base_lrs() const { return schedule_.base_lrs(); }
  /// The schedule, with its config and state.
  const Schedule& schedule() const noexcept { return schedule_; }

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
    return detail::save_state(now.schedule_, now.get_last_lr());
  }

  /// Continues from a state that Roster or PyTorch saved, and sets the optimizer's learning rates and momentum to that
  /// state's. Throws an `error` with all problems and changes nothing if the state is that of another scheduler or
  /// config, has unknown or missing keys, or is for another number of groups.
  void load_state_dict(const value& state) {
    load(state, [](detail::loaded_state& read, Schedule& schedule, const settings& all, const place& here) {
      detail::report_differences(read.differences, here);
      if (here.problems() == 0) schedule.set_momentum(all);
    });
  }
  /// The same, but the state may be that of another config: `load_state_dict(state, roster::config_may_differ)`. The
  /// epoch, the base values and what metrics have left come from the state, all fields from the config here. The
  /// learning rates and the momentum are those that this config has at that epoch; those that a metric drives stay the
  /// state's. Returns what differs. Throws an `error` if a composite's schedulers are not of the same types in the same
  /// order, or if there is no such epoch.
  std::vector<difference> load_state_dict(const value& state, config_may_differ_t) {
    std::vector<difference> differences;
    load(state, [&](detail::loaded_state& read, Schedule& schedule, const settings& all, const place& here) {
      if (here.problems() > 0) return;
      if (read.may_differ) {
        detail::replay(schedule, all, here);
      } else {
        schedule.set_momentum(all);
      }
      differences = std::move(read.differences);
    });
    return differences;
  }

 private:
  /// The optimizer's current values.
  settings read() {
    if (!groups_.read(*optimizer_)) follow();
    return groups_.values();
  }
  void write() {
    groups_.write();
    if (!verbose_) return;
    for (std::size_t i = 0; i < groups_.size(); ++i) {
      std::printf("Adjusting learning rate of group %zu to %.4e.\n", i, groups_.last_lr()[i]);
    }
  }

  /// Reads a state into a copy of the schedule and lets `finish(read, copy, values, place)` complete it, or report
  /// more. Throws an `error`, with nothing changed, if problems were reported.
  template <class F>
  void load(const value& state, F&& finish) {
    auto schedule = schedule_;
    auto groups = groups_.taken(*optimizer_, {}, schedule_.moves_momentum());
    const auto all = groups.values();
    checked("state_dict", [&](const place& here) {
      const auto* members = state.as<object_view>();
      if (!members) return here.report(problem_kind::wrong_type, detail::is_not(state, "an object"));
      check_momentum(here);
      if (const auto from = groups_.find(*optimizer_); from.is_sure) {
        schedule.prepare(from, here);
        if (here.problems() == 0) schedule.regroup(all, from);
      } else {
        schedule.take_groups(all);  // the state has the base values
      }
      if (here.problems() > 0) return;
      auto read = detail::load_state(schedule, *members, groups.size(), here);
      if (here.problems() == 0) std::ranges::copy(read.last_lr, all.lr.begin());
      finish(read, schedule, all, here);
    });
    schedule_ = std::move(schedule);
    groups_ = std::move(groups);
    write();
  }

  /// Takes the optimizer's groups for the first time. Throws an `error` if the schedule cannot drive them.
  void begin() {
    checked(schedule_.name(), [&](const place& here) {
      schedule_.check_groups(traits::size(*optimizer_), here);
      check_momentum(here);
    });
    groups_ = groups_.taken(*optimizer_, {}, schedule_.moves_momentum());
  }
  /// Goes on with the groups that the optimizer has now. Throws an `error`, with nothing changed, if the schedule
  /// cannot drive them, or if it is not certain which of them left.
  void follow() {
    const auto from = groups_.find(*optimizer_);
    auto now = groups_.taken(*optimizer_, from, schedule_.moves_momentum());
    checked(schedule_.name(), [&](const place& here) {
      if (!from.is_sure) return report_unsure(here);
      check_momentum(here);
      schedule_.prepare(from, here);
    });
    schedule_.regroup(now.values(), from);
    groups_ = std::move(now);
  }
  void report_unsure(const place& here) const {
    here.report(problem_kind::rule, detail::cannot_tell_who_left(groups_.size(), traits::size(*optimizer_),
                                                                 detail::group_identity<traits>::told_apart_by));
  }
  void check_momentum(const place& here) const {
    if (!schedule_.moves_momentum()) return;
    std::size_t i = 0;
    traits::for_each_group(*optimizer_, [&](auto& group) {
      const auto index = i++;
      if (traits::has_momentum(group)) return;
      here.report(problem_kind::rule,
                  detail::needs_momentum(detail::concat({"group ", std::to_string(index), " of the optimizer"}),
                                         schedule_.momentum_off()));
    });
  }

  Optimizer* optimizer_;
  Schedule schedule_;
  driven_groups groups_;
  bool verbose_;
};

}  // namespace roster
