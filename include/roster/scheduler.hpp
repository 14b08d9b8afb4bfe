#pragma once

#include <concepts>
#include <cstddef>
#include <cstdio>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "roster/error.hpp"
#include "roster/node.hpp"
#include "roster/optimizer_traits.hpp"
#include "roster/place.hpp"
#include "roster/save.hpp"
#include "roster/schedule.hpp"
#include "roster/scheduler_options.hpp"
#include "roster/value.hpp"

namespace roster {

/// A schedule that drives the parameter groups of an optimizer. It refers to the optimizer, which has to outlive it and
/// to stay where it is. No memory is allocated for up to eight groups, and no virtual function is called but the
/// optimizer's.
template <class Schedule, has_parameter_groups Optimizer>
class scheduler : public optimizer_traits<Optimizer>::template face<scheduler<Schedule, Optimizer>> {
  using traits = optimizer_traits<Optimizer>;
  using face = typename traits::template face<scheduler>;

 public:
  /// Sets the learning rates of epoch 0, or, with `options.last_epoch` = k, those of k + 1. Throws an `error`, before
  /// anything is changed, if the schedule moves the momentum and a group has none.
  scheduler(Optimizer& optimizer, Schedule schedule, scheduler_options options = {})
      : face(optimizer), optimizer_(&optimizer), schedule_(std::move(schedule)), verbose_(options.verbose) {
    const auto all = read();
    schedule_.start(all, options.last_epoch + 1);
    write(all);
  }

  /// One epoch on.
  void step() requires(!Schedule::takes_metric) {
    const auto all = read();
    schedule_.step(all);
    write(all);
  }

  /// One epoch on, for a scheduler that is driven by a metric, such as the validation loss.
  void step(double metric) requires requires(Schedule& s, settings all) { s.step(all, 1.0); }
  {
    const auto all = read();
    schedule_.step(all, metric);
    write(all);
  }

  /// The learning rates that were set last, one a group.
  std::span<const double> get_last_lr() const noexcept { return {lr_.data(), lr_.size()}; }
  /// How many steps have been taken.
  epoch last_epoch() const { return schedule_.last_epoch(); }
  /// The learning rates that the groups started from.
  std::span<const double> base_lrs() const { return schedule_.base_lrs(); }
  /// The config, the state and all else of the schedule.
  const Schedule& schedule() const noexcept { return schedule_; }

  /// The config as a person would write it: "StepLR(step_size=30, gamma=0.1)".
  friend std::string to_string(const scheduler& one) { return detail::text(one.schedule_); }

  /// All that `load_state_dict` needs to go on from here.
  node state_dict() const { return detail::save(schedule_, get_last_lr()); }

  /// Goes on from a state that was saved, and sets the optimizer's learning rates to those of then. Throws an `error`
  /// that says all that is wrong with the state (another scheduler's, other fields, another number of groups); nothing
  /// is changed then.
  void load_state_dict(const value& state) {
    std::vector<problem> problems;
    const place here(problems);
    const auto* members = state.as<object_view>();
    auto lr = per_group_values(traits::size(*optimizer_));
    auto momentum = momentum_;
    const auto all = settings{.lr = {lr.data(), lr.size()}, .momentum = {momentum.data(), momentum.size()}};
    if (members) {
      detail::load(schedule_, all, *members, here);
    } else {
      here.add(problem_kind::wrong_type, "it is " + detail::to_text(state) + ", expected an object");
    }
    if (!problems.empty()) throw error("state_dict", std::move(problems));
    lr_ = std::move(lr);
    momentum_ = std::move(momentum);
    write({.lr = {lr_.data(), lr_.size()}, .momentum = {momentum_.data(), momentum_.size()}});
  }

 private:
  /// The optimizer's values now.
  settings read() {
    const auto size = traits::size(*optimizer_);
    lr_.resize(size);
    for (std::size_t i = 0; i < size; ++i) lr_[i] = traits::lr(*optimizer_, i);
    if (schedule_.moves_momentum()) {
      for (auto i = momentum_.size(); i < size; ++i) require_momentum(i);
      momentum_.resize(size);
    }
    return {.lr = {lr_.data(), lr_.size()}, .momentum = {momentum_.data(), momentum_.size()}};
  }

  void require_momentum(std::size_t i) const {
    if (traits::has_momentum(*optimizer_, i)) return;
    throw error("scheduler",
                {{problem_kind::rule, "",
                  "this schedule moves the momentum, and group " + std::to_string(i) + " of the optimizer has none"}});
  }

  void write(settings all) {
    for (std::size_t i = 0; i < all.lr.size(); ++i) traits::set_lr(*optimizer_, i, all.lr[i]);
    for (std::size_t i = 0; i < all.momentum.size(); ++i) traits::set_momentum(*optimizer_, i, all.momentum[i]);
    if (!verbose_) return;
    for (std::size_t i = 0; i < all.lr.size(); ++i) {
      std::printf("Adjusting learning rate of group %zu to %.4e.\n", i, all.lr[i]);
    }
  }

  Optimizer* optimizer_;
  Schedule schedule_;
  per_group_values lr_;
  per_group_values momentum_;
  bool verbose_;
};

}  // namespace roster
