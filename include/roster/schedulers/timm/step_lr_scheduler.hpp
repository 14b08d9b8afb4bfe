#pragma once

#include <cmath>

#include "roster/fields/per_group.hpp"
#include "roster/schedulers/timm/detail/noise.hpp"
#include "roster/schedulers/timm/detail/rules.hpp"
#include "roster/schedulers/timm/detail/warmup.hpp"

namespace roster::timm {

/// timm's `StepLRScheduler`. timm's factory sets `warmup_prefix` to false where its user does not set it.
struct StepLRScheduler {
  required<double> decay_t;
  double decay_rate = 1.0;
  steps warmup_t = 0;
  double warmup_lr_init = 0.0;
  bool warmup_prefix = true;
  detail::noise_range noise_range_t = {};
  double noise_pct = 0.67;
  std::int64_t noise_seed = 42;
  per_group<double> lr_scale = 1.0;

  static constexpr std::string_view name = "timm.StepLRScheduler";
  static constexpr std::string_view about =
      "Raises the learning rate in a warm-up, and multiplies it by decay_rate every decay_t epochs.";
  static constexpr std::string_view formula =
      "warmup_lr_init + (base - warmup_lr_init) × epoch / warmup_t, then base × decay_rate^k, where k is epoch / "
      "decay_t, rounded down";
  static constexpr rule rules[] = {
      {"decay_t", "epochs from one decay to the next, which may have a fraction", above(0)},
      {"decay_rate", "the factor of each decay", above(0)},
      detail::of_warmup_t,
      detail::of_warmup_lr_init,
      detail::of_warmup_prefix,
      detail::of_noise_range_t,
      detail::of_noise_pct,
      detail::of_noise_seed,
      detail::of_lr_scale,
  };
  void check(const place& here) const { noise_range_t.check(here.member("noise_range_t")); }

  double at(group g, epoch t) const {
    const detail::warmup up{warmup_t, warmup_lr_init, warmup_prefix};
    const auto lr = up.covers(t) ? up.lr(t, g.base_lr, g.base_lr) : curve(g.base_lr, up.rest(t));
    return detail::with_noise(lr, t, noise_range_t, noise_pct, noise_seed) * lr_scale[g.index];
  }

 private:
  double curve(double base, epoch t) const {
    // As Python's // has it: the quotient, rounded, may be one more.
    const auto decays = std::round((as_real(t) - std::fmod(as_real(t), decay_t)) / decay_t);
    return base * std::pow(decay_rate, decays);
  }
};

}  // namespace roster::timm
