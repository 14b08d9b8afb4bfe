#pragma once

#include <cmath>

#include "roster/schedulers/transformers/detail/warmup.hpp"

namespace roster::transformers {

/// transformers' `get_polynomial_decay_schedule_with_warmup`. `lr_end` is where each group ends; in transformers, only
/// a group that starts from the optimizer's default learning rate ends there. A group that starts at `lr_end` or below
/// stays where it starts.
struct polynomial {
  required<steps> num_warmup_steps;
  required<steps> num_training_steps;
  double lr_end = 1e-7;
  double power = 1.0;

  static constexpr std::string_view name = "transformers.polynomial";
  static constexpr std::string_view about =
      "Raises the learning rate from 0 along a line, and lowers it to lr_end along a polynomial.";
  static constexpr std::string_view formula =
      "base × step / num_warmup_steps, then lr_end + (base - lr_end) × (1 - p)^power, where p goes from 0 to 1 in the "
      "rest of the run";
  static constexpr rule rules[] = {
      {"num_warmup_steps", "steps until the learning rate is the base value", at_least(0)},
      {"num_training_steps", "steps of the whole run, with the warm-up", at_least(1)},
      {"lr_end", "the last learning rate", at_least(0)},
      {"power", "the degree of the polynomial", at_least(0)},
  };
  void check(const place& here) const { detail::check_warmup(num_warmup_steps, num_training_steps, here); }

  double at(group g, epoch t) const {
    const auto base = g.base_lr;
    if (t < num_warmup_steps) return base * detail::share(t, num_warmup_steps);
    if (base <= lr_end) return base;
    if (t > num_training_steps || num_training_steps == num_warmup_steps) return base * (lr_end / base);
    const auto left = 1 - detail::progress(t, num_warmup_steps, num_training_steps);
    return base * (((base - lr_end) * std::pow(left, power) + lr_end) / base);
  }
};

}  // namespace roster::transformers
