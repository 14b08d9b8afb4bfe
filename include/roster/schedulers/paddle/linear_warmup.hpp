#pragma once

#include "roster/fields/entry.hpp"
#include "roster/fields/indirect.hpp"
#include "roster/schedulers/scheduler_config.hpp"

namespace roster::paddle {

template <class Registry>
class linear_warmup_schedule;  // run/linear_warmup_schedule.hpp

/// `paddle.optimizer.lr.LinearWarmup`. Paddle's `learning_rate` is a number or a scheduler; here, a scheduler of
/// `Registry` goes to the field `scheduler`. A scheduler with a closed form follows it, so that the values of some,
/// such as CosineAnnealingLR, have other last bits than alone. end_lr need not be where the scheduler begins. Without
/// either, each group goes on at its own learning rate.
template <class Registry>
struct basic_LinearWarmup {
  required<steps> warmup_steps;
  required<double> start_lr;
  required<double> end_lr;
  std::optional<double> learning_rate = {};
  std::optional<indirect<entry<Registry>>> scheduler = {};

  static constexpr std::string_view name = "paddle.LinearWarmup";
  static constexpr std::string_view about =
      "Raises the learning rate along a line in the first steps, then keeps it or runs a scheduler.";
  static constexpr std::string_view formula =
      "start_lr + (end_lr - start_lr) × step / warmup_steps; then learning_rate, or that of the scheduler, whose step "
      "0 is step warmup_steps";
  static constexpr rule rules[] = {
      {"warmup_steps", "steps of the warm-up", at_least(1)},
      {"start_lr", "the learning rate at step 0", at_least(0)},
      {"end_lr", "what the learning rate rises to: its value at step warmup_steps if it went on", at_least(0)},
      {"learning_rate", "the learning rate after the warm-up; null: that of the scheduler or of each group",
       at_least(0)},
      {"scheduler", "the scheduler after the warm-up, in place of learning_rate; it starts from the base values"},
  };
  void check(const place& here) const {
    if (end_lr <= start_lr) {
      here.member("end_lr").report_rule(
          {"is ", double{end_lr}, ", expected more than start_lr, which is ", double{start_lr}});
    }
    if (learning_rate && scheduler) {
      here.member("learning_rate")
          .report_rule({"is ", *learning_rate, ", but there is a scheduler; give only one of them"});
    }
  }

  using schedule = linear_warmup_schedule<Registry>;

  /// The learning rate of epoch `t`, which is in the warm-up.
  double rising(epoch t) const { return (end_lr - start_lr) * as_real(t) / as_real(begin()) + start_lr; }
  /// The epoch at which the scheduler begins.
  epoch begin() const { return warmup_steps; }
  /// The epoch of the scheduler when this one is at epoch `t`, if it has begun.
  std::optional<epoch> epoch_of(std::size_t, epoch t) const {
    if (t < begin()) return std::nullopt;
    return t - begin();
  }

  /// It ends when its scheduler ends.
  epoch last() const {
    constexpr auto never = std::numeric_limits<epoch>::max();
    const auto own = scheduler ? roster::detail::last_epoch_of_chosen(**scheduler) : never;
    return own > never - begin() ? never : begin() + own;
  }
};

}  // namespace roster::paddle
