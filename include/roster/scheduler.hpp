#pragma once

#include <bit>
#include <boost/container/small_vector.hpp>
#include <cstddef>
#include <cstdint>
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
    schedule_.start(read(), options.last_epoch + 1);
    write();
  }

  /// One epoch on.
  void step()
    requires(!Schedule::takes_metric)
  {
    schedule_.step(read());
    write();
  }

  /// One epoch on, for a scheduler that is driven by a metric, such as the validation loss.
  void step(double metric)
    requires requires(Schedule& s, settings all) { s.step(all, 1.0); }
  {
    schedule_.step(read(), metric);
    write();
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
    const auto last_lr = lr_;
    const auto all = read();
    if (members) {
      detail::load(schedule_, all, *members, here);
    } else {
      here.add(problem_kind::wrong_type, "it is " + detail::to_text(state) + ", expected an object");
    }
    if (!problems.empty()) {
      lr_ = last_lr;
      throw error("state_dict", std::move(problems));
    }
    write();
  }

 private:
  /// The optimizer's values now. Its groups are looked up in each step: they may have moved, and others have come.
  settings read() {
    const auto size = traits::size(*optimizer_);
    if (size != groups_.size()) resize(size);
    traits::for_each_group(*optimizer_,
                           [group = groups_.data(), before = lr_before_.data(), lr = lr_.data()](auto& found) mutable {
                             *group++ = &found;
                             *lr++ = *before++ = traits::lr(found);
                           });
    for (auto i = momentum_.size(); i < size && schedule_.moves_momentum(); ++i) join_momentum(i);
    return {.lr = {lr_.data(), lr_.size()}, .momentum = {momentum_.data(), momentum_.size()}};
  }

  void resize(std::size_t size) {
    groups_.resize(size);
    lr_before_.resize(size);
    lr_.resize(size);
    if (momentum_.size() > size) momentum_.resize(size);
  }

  void join_momentum(std::size_t i) {
    if (!traits::has_momentum(*groups_[i])) {
      throw error("scheduler", {{problem_kind::rule, "",
                                 "this schedule moves the momentum, and group " + std::to_string(i) +
                                     " of the optimizer has none"}});
    }
    momentum_.push_back(0);
  }

  /// Sets what has changed since `read`; to set a value costs a virtual call.
  void write() {
    for (std::size_t i = 0; i < groups_.size(); ++i) {
      if (std::bit_cast<std::uint64_t>(lr_[i]) != std::bit_cast<std::uint64_t>(lr_before_[i])) {
        traits::set_lr(*groups_[i], lr_[i]);
      }
    }
    for (std::size_t i = 0; i < momentum_.size(); ++i) traits::set_momentum(*groups_[i], momentum_[i]);
    if (!verbose_) return;
    for (std::size_t i = 0; i < lr_.size(); ++i) {
      std::printf("Adjusting learning rate of group %zu to %.4e.\n", i, lr_[i]);
    }
  }

  Optimizer* optimizer_;
  Schedule schedule_;
  boost::container::small_vector<typename traits::group*, 8> groups_;
  per_group_values lr_before_;
  per_group_values lr_;
  per_group_values momentum_;
  bool verbose_;
};

}  // namespace roster
