#pragma once

#include "roster/schedulers/transformers/detail/cosine.hpp"

namespace roster::transformers {

/// transformers' `get_cosine_with_min_lr_schedule_with_warmup`. `min_lr` is where each group ends; in transformers,
/// only a group that starts from the optimizer's default learning rate ends there. A group that starts at `min_lr` or
/// below stays where it starts. The learning rate stays where it is after the last step; transformers' rises again.
struct cosine_with_min_lr {
  required<steps> num_warmup_steps;
  required<steps> num_training_steps;
  double num_cycles = 0.5;
  std::optional<double> min_lr = {};
  std::optional<double> min_lr_rate = {};

  static constexpr std::string_view name = "transformers.cosine_with_min_lr";
  static constexpr std::string_view about =
      "Raises the learning rate from 0 along a line, and lowers it to a minimum along half a cosine.";
  static constexpr std::string_view formula =
      "base × step / num_warmup_steps, then least + (base - least) × (1 + cos(2π × num_cycles × p)) / 2, where least "
      "is min_lr or base × min_lr_rate, and p goes from 0 to 1 in the rest of the run";
  static constexpr rule rules[] = {
      {"num_warmup_steps", "steps until the learning rate is the base value", at_least(0)},
      {"num_training_steps", "steps of the whole run, with the warm-up", at_least(1)},
      {"num_cycles", "waves of the cosine; 0.5: down to the minimum, once", at_least(0)},
      {"min_lr", "the lowest learning rate after the warm-up; null: min_lr_rate says it", at_least(0)},
      {"min_lr_rate", "the lowest learning rate divided by the base value, instead of min_lr", between(0, 1)},
  };
  void check(const place& here) const {
    detail::check_warmup(num_warmup_steps, num_training_steps, here);
    detail::check_least(min_lr, min_lr_rate, here);
  }

  double at(group g, epoch t) const {
    if (t < num_warmup_steps) return g.base_lr * detail::share(t, num_warmup_steps);
    const auto least = detail::least_factor(min_lr, min_lr_rate, g.base_lr);
    return g.base_lr * detail::wave(num_cycles, detail::progress(t, num_warmup_steps, num_training_steps), least);
  }
};

}  // namespace roster::transformers
