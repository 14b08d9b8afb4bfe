#pragma once

#include <cmath>
#include <numbers>

#include "roster/schedulers/composer/detail/warmup.hpp"

namespace roster::composer {

/// Composer's `CosineAnnealingWithWarmupScheduler`, llm-foundry's `cosine_with_warmup`. Its times are numbers of steps
/// or lengths: "1ep" is "1 epoch", "1dur" is "100 %". The trainer's `scale_schedule_ratio` and `scale_warmup` are not
/// fields. The values are those of the formula; Composer's trainer sets each a batch later, so that the first two
/// batches have the same one.
struct CosineAnnealingWithWarmupScheduler {
  required<steps> t_warmup;
  required<steps> t_max;
  double alpha_f = 0.0;

  static constexpr std::string_view name = "composer.CosineAnnealingWithWarmupScheduler";
  static constexpr std::string_view about =
      "Raises the learning rate from 0 along a line, and lowers it to alpha_f × base along half a cosine.";
  static constexpr std::string_view formula =
      "base × step / t_warmup, then base × (alpha_f + (1 - alpha_f) × (1 + cos(π × p)) / 2), where p goes from 0 to 1 "
      "until t_max, and stays";
  static constexpr rule rules[] = {detail::of_t_warmup, detail::of_t_max, detail::of_alpha_f};
  void check(const place& here) const { detail::check_warmup(t_warmup, t_max, here); }

  double at(group g, epoch t) const {
    if (t < t_warmup) return g.base_lr * detail::rise(t, t_warmup, 1.0);
    const auto wave = 1 + std::cos(detail::way(t, t_warmup, t_max) * std::numbers::pi);
    return g.base_lr * (alpha_f + (1.0 - alpha_f) * wave / 2);
  }
};

}  // namespace roster::composer
