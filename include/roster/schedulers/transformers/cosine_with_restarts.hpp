#pragma once

#include <cmath>
#include <numbers>

#include "roster/schedulers/transformers/detail/warmup.hpp"

namespace roster::transformers {

/// transformers' `get_cosine_with_hard_restarts_schedule_with_warmup`. `num_cycles` counts the falls: 1 does not
/// restart.
struct cosine_with_restarts {
  required<steps> num_warmup_steps;
  required<steps> num_training_steps;
  std::int64_t num_cycles = 1;

  static constexpr std::string_view name = "transformers.cosine_with_restarts";
  static constexpr std::string_view about =
      "Raises the learning rate from 0 along a line, and lowers it to 0 along half a cosine, num_cycles times.";
  static constexpr std::string_view formula =
      "base × step / num_warmup_steps, then base × (1 + cos(π × (num_cycles × p mod 1))) / 2, where p goes from 0 to 1 "
      "in the rest of the run, and 0 from there on";
  static constexpr rule rules[] = {
      {"num_warmup_steps", "steps until the learning rate is the base value", at_least(0)},
      {"num_training_steps", "steps of the whole run, with the warm-up", at_least(1)},
      {"num_cycles", "how often the learning rate falls from the base value to 0", at_least(1)},
  };
  void check(const place& here) const { detail::check_warmup(num_warmup_steps, num_training_steps, here); }

  double at(group g, epoch t) const {
    if (t < num_warmup_steps) return g.base_lr * detail::share(t, num_warmup_steps);
    const auto p = detail::share(t - num_warmup_steps, num_training_steps - num_warmup_steps);
    if (p >= 1.0) return 0.0;
    const auto in_cycle = std::fmod(static_cast<double>(num_cycles) * p, 1.0);
    return g.base_lr * (0.5 * (1.0 + std::cos(std::numbers::pi * in_cycle)));
  }
};

}  // namespace roster::transformers
