#pragma once

#include <algorithm>
#include <cmath>

#include "roster/fields/per_group.hpp"
#include "roster/schedulers/timm/detail/noise.hpp"
#include "roster/schedulers/timm/detail/rules.hpp"
#include "roster/schedulers/timm/detail/warmup.hpp"

namespace roster::timm {

/// timm's `MultiStepLRScheduler`. It decays one epoch before each milestone, but never at epoch 0. timm's factory sets
/// `warmup_prefix` to false where its user does not set it.
struct MultiStepLRScheduler {
  required<std::vector<steps>> decay_t;
  double decay_rate = 1.0;
  steps warmup_t = 0;
  double warmup_lr_init = 0.0;
  bool warmup_prefix = true;
  detail::noise_range noise_range_t = {};
  double noise_pct = 0.67;
  std::int64_t noise_seed = 42;
  per_group<double> lr_scale = 1.0;

  static constexpr std::string_view name = "timm.MultiStepLRScheduler";
  static constexpr std::string_view about =
      "Raises the learning rate in a warm-up, and multiplies it by decay_rate one epoch before each milestone.";
  static constexpr std::string_view formula =
      "warmup_lr_init + (base - warmup_lr_init) × epoch / warmup_t, then base × decay_rate^k, where k is the number of "
      "milestones up to the next epoch";
  static constexpr rule rules[] = {
      {"decay_t", "the milestones, in order; each decay comes one epoch earlier", at_least(0)},
      {"decay_rate", "the factor of each decay", above(0)},
      detail::of_warmup_t,
      detail::of_warmup_lr_init,
      detail::of_warmup_prefix,
      detail::of_noise_range_t,
      detail::of_noise_pct,
      detail::of_noise_seed,
      detail::of_lr_scale,
  };
  void check(const place& here) const {
    for (std::size_t i = 1; i < decay_t->size(); ++i) {
      const epoch before = (*decay_t)[i - 1], now = (*decay_t)[i];
      if (now >= before) continue;
      const auto expected =
          roster::detail::concat({"at least ", roster::detail::to_text(before), ", the milestone before"});
      here.member("decay_t").element(i).report(problem_kind::rule, roster::detail::is_not(now, expected));
    }
    noise_range_t.check(here.member("noise_range_t"));
  }

  double at(group g, epoch t) const {
    const detail::warmup up{warmup_t, warmup_lr_init, warmup_prefix};
    const auto lr = up.covers(t) ? up.lr(t, g.base_lr, g.base_lr) : curve(g.base_lr, up.rest(t));
    return detail::with_noise(lr, t, noise_range_t, noise_pct, noise_seed) * lr_scale[g.index];
  }

 private:
  double curve(double base, epoch t) const {
    const auto decays = std::upper_bound(decay_t->begin(), decay_t->end(), t + 1) - decay_t->begin();
    return base * std::pow(decay_rate, as_real(decays));
  }
};

}  // namespace roster::timm
