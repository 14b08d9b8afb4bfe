#pragma once

#include <algorithm>
#include <bit>
#include <cstdio>

#include "roster/run/detail/load.hpp"
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

 public:
  /// Sets the learning rates of epoch 0; with `options.last_epoch` = k, those of epoch k + 1. Throws an `error`, before
  /// anything is changed, if the schedule moves the momentum and a group has none, if a list does not have one value
  /// for each group, or if the schedule ends before that epoch.
  running_scheduler(Optimizer& optimizer, Schedule schedule, scheduler_options options = {})
      : face(optimizer), optimizer_(&optimizer), schedule_(std::move(schedule)), verbose_(options.verbose) {
    if (options.last_epoch < 0) {
      schedule_.start(read());
    } else {
      schedule_.start_at(read(), options.last_epoch + 1);
    }
    write();
  }

  /// Goes to the next epoch. Groups that were added to the optimizer join. Throws an `error` and changes nothing if the
  /// schedule has ended or needs a metric.
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
  std::span<const double> get_last_lr() const noexcept { return {last_lr_.data(), last_lr_.size()}; }
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

  /// All that `load_state_dict` needs to continue from here. PyTorch's load_state_dict takes it too.
  node state_dict() const { return detail::save_state(schedule_, get_last_lr()); }

  /// Continues from a state that Roster or PyTorch saved, and sets the optimizer's learning rates and momentum to that
  /// state's. Throws an `error` with all problems and changes nothing if the state is that of another scheduler or
  /// config, has unknown or missing keys, or is for another number of groups.
  void load_state_dict(const value& state) {
    std::vector<double> last_lr;
    checked("state_dict", [&](const place& here) {
      const auto* members = state.as<object_view>();
      if (!members) return here.report(problem_kind::wrong_type, detail::is_not(state, "an object"));
      last_lr = detail::load_state(schedule_, *members, traits::size(*optimizer_), here);
    });
    const auto all = read();
    std::ranges::copy(last_lr, all.lr.begin());
    schedule_.set_momentum(all);
    write();
  }

 private:
  /// The optimizer's current values. Every step looks up the groups: they may have moved, or others may have joined.
  settings read() {
    const auto known = groups_.size();
    auto* const groups = groups_.data();
    auto* const before = before_.data();
    auto* const lr = lr_.data();
    std::size_t size = 0;
    traits::for_each_group(*optimizer_, [&](auto& found) {
      const auto i = size++;
      if (i >= known) return;
      groups[i] = &found;
      lr[i] = before[i] = traits::lr(found);
    });
    if (size != known) {
      resize(size);
      return read();
    }
    for (std::size_t i = 0; i < momentum_.size(); ++i) momentum_[i] = traits::momentum(*groups_[i]);
    return {.lr = {lr_.data(), lr_.size()}, .momentum = {momentum_.data(), momentum_.size()}};
  }

  /// Makes room for that many groups. Throws an `error` if the schedule cannot drive them.
  void resize(std::size_t size) {
    checked(schedule_.name(), [&](const place& here) {
      schedule_.check_groups(size, here);
      std::size_t i = 0;
      traits::for_each_group(*optimizer_, [&](auto& group) {
        const auto index = i++;
        if (!schedule_.moves_momentum() || traits::has_momentum(group)) return;
        here.report(problem_kind::rule,
                    detail::needs_momentum(detail::concat({"group ", std::to_string(index), " of the optimizer"}),
                                           schedule_.momentum_off()));
      });
    });
    groups_.resize(size);
    before_.resize(size);
    lr_.resize(size);
    last_lr_.resize(size);
    if (schedule_.moves_momentum()) momentum_.resize(size);
  }

  /// Sets only the values that changed since `read`: setting one costs a virtual call.
  void write() {
    const auto differ = [](double a, double b) {
      return std::bit_cast<std::uint64_t>(a) != std::bit_cast<std::uint64_t>(b);
    };
    const auto size = groups_.size();
    auto* const groups = groups_.data();
    const auto* const before = before_.data();
    const auto* const lr = lr_.data();
    auto* const last_lr = last_lr_.data();
    for (std::size_t i = 0; i < size; ++i) {
      if (differ(lr[i], before[i])) traits::set_lr(*groups[i], lr[i]);
      last_lr[i] = lr[i];
    }
    for (std::size_t i = 0; i < momentum_.size(); ++i) {
      if (differ(momentum_[i], traits::momentum(*groups[i]))) traits::set_momentum(*groups[i], momentum_[i]);
    }
    if (!verbose_) return;
    for (std::size_t i = 0; i < size; ++i) {
      std::printf("Adjusting learning rate of group %zu to %.4e.\n", i, lr_[i]);
    }
  }

  Optimizer* optimizer_;
  Schedule schedule_;
  per_group_list<typename traits::group*> groups_;
  per_group_list<double> before_;    // the optimizer's, before the step
  per_group_list<double> lr_;        // the optimizer's, after the step
  per_group_list<double> momentum_;  // the same; empty unless the schedule moves it
  per_group_list<double> last_lr_;
  bool verbose_;
};

}  // namespace roster
