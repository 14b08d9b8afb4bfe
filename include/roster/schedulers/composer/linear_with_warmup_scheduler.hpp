#pragma once

#include "roster/schedulers/composer/detail/warmup.hpp"

namespace roster::composer {

/// Composer's `LinearWithWarmupScheduler`, llm-foundry's `linear_decay_with_warmup`. Times and values are as in
/// `CosineAnnealingWithWarmupScheduler`.
struct LinearWithWarmupScheduler {
  required<steps> t_warmup;
  required<steps> t_max;
  double alpha_i = 1.0;
  double alpha_f = 0.0;

  static constexpr std::string_view name = "composer.LinearWithWarmupScheduler";
  static constexpr std::string_view about =
      "Raises the learning rate from 0 to alpha_i × base along a line, and lowers it to alpha_f × base along another.";
  static constexpr std::string_view formula =
      "base × alpha_i × step / t_warmup, then base × (alpha_i + (alpha_f - alpha_i) × p), where p goes from 0 to 1 "
      "until t_max, and stays";
  static constexpr rule rules[] = {
      detail::of_t_warmup,
      detail::of_t_max,
      {"alpha_i", "the learning rate after the warm-up divided by the base value", at_least(0)},
      detail::of_alpha_f,
  };
  void check(const place& here) const { detail::check_warmup(t_warmup, t_max, here); }

  double at(group g, epoch t) const {
    if (t < t_warmup) return g.base_lr * detail::rise(t, t_warmup, alpha_i);
    return g.base_lr * (alpha_i + detail::way(t, t_warmup, t_max) * (alpha_f - alpha_i));
  }
};

}  // namespace roster::composer
