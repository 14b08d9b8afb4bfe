#pragma once

#include "roster/schedulers/transformers/detail/warmup.hpp"

namespace roster::transformers {

/// transformers' `get_linear_schedule_with_warmup`, the Trainer's default.
struct linear {
  required<steps> num_warmup_steps;
  required<steps> num_training_steps;

  static constexpr std::string_view name = "transformers.linear";
  static constexpr std::string_view about =
      "Raises the learning rate from 0 along a line, and lowers it to 0 along another.";
  static constexpr std::string_view formula =
      "base × step / num_warmup_steps, then base × (num_training_steps - step) / (num_training_steps - "
      "num_warmup_steps), and 0 from there on";
  static constexpr rule rules[] = {
      {"num_warmup_steps", "steps until the learning rate is the base value", at_least(0)},
      {"num_training_steps", "steps of the whole run, with the warm-up", at_least(1)},
  };
  void check(const place& here) const { detail::check_warmup(num_warmup_steps, num_training_steps, here); }

  double at(group g, epoch t) const {
    if (t < num_warmup_steps) return g.base_lr * detail::share(t, num_warmup_steps);
    return g.base_lr * std::max(0.0, detail::share(num_training_steps - t, num_training_steps - num_warmup_steps));
  }
};

}  // namespace roster::transformers
