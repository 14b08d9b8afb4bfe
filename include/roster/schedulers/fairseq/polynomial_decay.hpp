#pragma once

#include <cmath>

#include "roster/schedulers/fairseq/detail/ramp.hpp"

namespace roster::fairseq {

/// fairseq's `polynomial_decay`. fairseq's `lr` is each group's base value: a list with one for each epoch, and
/// `force_anneal`, are not fields.
struct polynomial_decay {
  required<steps> total_num_update;
  steps warmup_updates = 0;
  double end_learning_rate = 0.0;
  double power = 1.0;

  static constexpr std::string_view name = "fairseq.polynomial_decay";
  static constexpr std::string_view about =
      "Raises the learning rate from 0 along a line, and lowers it to end_learning_rate along a power of what is left.";
  static constexpr std::string_view formula =
      "base × step / warmup_updates, then end_learning_rate + (base - end_learning_rate) × (1 - p)^power, where p goes "
      "from 0 to 1 until total_num_update, and end_learning_rate from there on";
  static constexpr rule rules[] = {
      {"total_num_update", "the step at which the learning rate is end_learning_rate; it counts the warm-up",
       at_least(1)},
      detail::of_warmup_updates,
      {"end_learning_rate", "the last learning rate", at_least(0)},
      {"power", "the exponent: 1 is a line", at_least(0)},
  };
  void check(const place& here) const {
    detail::check_warmup(warmup_updates, total_num_update, "total_num_update", 0, here);
  }

  double at(group g, epoch t) const {
    const epoch warmup = warmup_updates, total = total_num_update;
    if (warmup > 0 && t <= warmup) return as_real(t) / as_real(warmup) * g.base_lr;
    if (t >= total) return end_learning_rate;
    const auto left = 1 - as_real(t - warmup) / as_real(total - warmup);
    return (g.base_lr - end_learning_rate) * std::pow(left, power) + end_learning_rate;
  }
};

}  // namespace roster::fairseq
