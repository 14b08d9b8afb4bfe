#pragma once

#include <algorithm>
#include <cmath>
#include <numbers>

#include "roster/schedulers/scheduler_config.hpp"

namespace roster::optax {

/// `optax.warmup_cosine_decay_schedule`. decay_steps counts the warm-up too.
struct warmup_cosine_decay_schedule {
  required<double> init_value;
  required<double> peak_value;
  required<steps> warmup_steps;
  required<steps> decay_steps;
  double end_value = 0.0;
  double exponent = 1.0;

  static constexpr std::string_view name = "optax.warmup_cosine_decay_schedule";
  static constexpr std::string_view about =
      "Raises the learning rate from init_value to peak_value along a line, and lowers it to end_value along half a "
      "cosine.";
  static constexpr std::string_view formula =
      "init_value + (peak_value - init_value) × step / warmup_steps, then peak_value × ((1 - a) × c^exponent + a), "
      "where a is end_value / peak_value and c goes from 1 to 0 along half a cosine, until decay_steps";
  static constexpr rule rules[] = {
      {"init_value", "the first learning rate", at_least(0)},
      {"peak_value", "the learning rate after the warm-up", at_least(0)},
      {"warmup_steps", "steps until the learning rate is peak_value", at_least(0)},
      {"decay_steps", "steps until the learning rate is end_value, with the warm-up", at_least(1)},
      {"end_value", "the last learning rate", at_least(0)},
      {"exponent", "the power of the cosine", at_least(0)},
  };
  void check(const place& here) const {
    if (decay_steps > warmup_steps) return;
    here.member("decay_steps")
        .report_rule(
            {"is ", epoch{decay_steps}, ", expected more than warmup_steps, which it counts: ", epoch{warmup_steps}});
  }

  double base(group) const { return init_value; }
  double at(group g, epoch t) const {
    if (t < warmup_steps) {
      return (g.base_lr - peak_value) * (1 - as_real(t) / as_real(warmup_steps)) + peak_value;
    }
    const auto floor = peak_value == 0 ? 0.0 : end_value / peak_value;
    const auto length = decay_steps - warmup_steps;
    const auto way = std::numbers::pi * as_real(std::min(t - warmup_steps, length)) / as_real(length);
    return peak_value * ((1 - floor) * std::pow(0.5 * (1 + std::cos(way)), exponent) + floor);
  }

 private:
};

}  // namespace roster::optax
