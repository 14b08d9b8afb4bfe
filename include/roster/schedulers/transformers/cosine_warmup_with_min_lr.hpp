#pragma once

#include "roster/schedulers/transformers/detail/cosine.hpp"

namespace roster::transformers {

/// transformers' `get_cosine_with_min_lr_schedule_with_warmup_lr_rate`: as `cosine_with_min_lr`, but a step ahead, so
/// that the first step is not lost; the minimum comes a step before the end. With `warmup_lr_rate`, the warm-up is not
/// ahead, and one step faster.
struct cosine_warmup_with_min_lr {
  required<steps> num_warmup_steps;
  required<steps> num_training_steps;
  double num_cycles = 0.5;
  std::optional<double> min_lr = {};
  std::optional<double> min_lr_rate = {};
  std::optional<double> warmup_lr_rate = {};

  static constexpr std::string_view name = "transformers.cosine_warmup_with_min_lr";
  static constexpr std::string_view about =
      "Raises the learning rate along a line that need not begin at 0, and lowers it to a minimum along half a cosine.";
  static constexpr std::string_view formula =
      "base × (step + 1) / num_warmup_steps, or with warmup_lr_rate from base × warmup_lr_rate to base; then least + "
      "(base - least) × (1 + cos(2π × num_cycles × p)) / 2, where least is min_lr or base × min_lr_rate, and p goes to "
      "1 in the rest of the run";
  static constexpr rule rules[] = {
      {"num_warmup_steps", "steps of the warm-up; the last has the base value", at_least(0)},
      {"num_training_steps", "steps of the whole run, with the warm-up", at_least(1)},
      {"num_cycles", "waves of the cosine; 0.5: down to the minimum, once", at_least(0)},
      {"min_lr", "the lowest learning rate after the warm-up; null: min_lr_rate says it", at_least(0)},
      {"min_lr_rate", "the lowest learning rate divided by the base value, instead of min_lr", between(0, 1)},
      {"warmup_lr_rate", "the first learning rate divided by the base value; null: 1 / num_warmup_steps",
       between(0, 1)},
  };
  void check(const place& here) const {
    detail::check_warmup(num_warmup_steps, num_training_steps, here);
    detail::check_least(min_lr, min_lr_rate, here);
  }

  double at(group g, epoch t) const {
    if (t < num_warmup_steps) return g.base_lr * rise(t);
    const auto least = detail::least_factor(min_lr, min_lr_rate, g.base_lr);
    const auto rest = std::max<epoch>(1, num_training_steps - num_warmup_steps);
    return g.base_lr * detail::wave(num_cycles, detail::share(std::min(t - num_warmup_steps + 1, rest), rest), least);
  }

 private:
  double rise(epoch t) const {
    if (!warmup_lr_rate) return detail::share(t + 1, num_warmup_steps);
    const auto first = *warmup_lr_rate;
    return first + (1.0 - first) * as_real(t) / as_real(std::max<epoch>(1, num_warmup_steps - 1));
  }
};

}  // namespace roster::transformers
