#pragma once

#include "roster/schedulers/reduce_lr_on_plateau.hpp"
#include "roster/schedulers/timm/detail/noise.hpp"
#include "roster/schedulers/timm/detail/rules.hpp"
#include "roster/schedulers/timm/detail/warmup.hpp"

namespace roster::timm {

/// timm's `PlateauLRScheduler`: PyTorch's ReduceLROnPlateau after a warm-up, which needs no metrics and does not see
/// them; timm's also goes on without a metric. `warmup_t` is the last epoch of the warm-up, not the first after it.
/// After an epoch with noise, the learning rate is that of the reductions so far, from the base value on.
struct PlateauLRScheduler {
  double decay_rate = 0.1;
  steps patience_t = 10;
  double threshold = 1e-4;
  steps cooldown_t = 0;
  steps warmup_t = 0;
  double warmup_lr_init = 0.0;
  double lr_min = 0.0;
  one_of<"min", "max"> mode = "max";
  detail::noise_range noise_range_t = {};
  one_of<"normal", "uniform"> noise_type = "normal";
  double noise_pct = 0.67;
  std::int64_t noise_seed = 42;
  per_group<double> lr_scale = 1.0;

  static constexpr std::string_view name = "timm.PlateauLRScheduler";
  static constexpr std::string_view about =
      "Raises the learning rate in a warm-up, and then multiplies it by decay_rate when a metric has not improved for "
      "more than patience_t epochs.";
  static constexpr std::string_view formula =
      "warmup_lr_init + (base - warmup_lr_init) × epoch / warmup_t, then lr × decay_rate, but at least lr_min, after "
      "more than patience_t epochs in which the metric did not improve; the count starts again cooldown_t epochs after "
      "each reduction";
  static constexpr rule rules[] = {
      {"decay_rate", "the factor of each reduction", from_to_below(0, 1)},
      {"patience_t", "epochs without improvement to wait", at_least(0)},
      {"threshold", "how much better a metric must be to count as an improvement, as a part of the best", at_least(0)},
      {"cooldown_t", "epochs after a reduction before counting starts again", at_least(0)},
      detail::of_warmup_t,
      detail::of_warmup_lr_init,
      detail::of_lr_min,
      {"mode", "whether a lower or a higher metric is better"},
      detail::of_noise_range_t,
      {"noise_type", "whether small noise is more frequent than large"},
      detail::of_noise_pct,
      detail::of_noise_seed,
      detail::of_lr_scale,
  };
  void check(const place& here) const { noise_range_t.check(here.member("noise_range_t")); }

  struct state {
    double best;
    std::int64_t cooldown_counter = 0;
    std::int64_t num_bad_epochs = 0;
    std::int64_t num_reductions = 0;

    static constexpr rule rules[] = {
        {"best", "the best metric so far", or_infinite()},
        {"cooldown_counter", "epochs of cooldown left", at_least(0)},
        {"num_bad_epochs", "epochs without improvement so far", at_least(0)},
        {"num_reductions", "reductions so far, from which noise is taken back", at_least(0)},
    };
  };
  state initial() const { return {.best = reducing().initial().best}; }

  bool needs_metric(epoch t) const { return t > warmup_t; }
  void step(state& s, settings all, epoch t, std::optional<double> metric) const {
    const auto each = [&](auto&& lr_of) {
      for (std::size_t i = 0; i < all.lr.size(); ++i) all.lr[i] = lr_of(i);
    };
    if (!needs_metric(t)) {
      s = initial();
      return each([&](std::size_t i) { return rising(all.base_lr[i], i, t); });
    }
    const auto plateau = reducing();
    if (has_noise(t - 1)) {
      each([&](std::size_t i) { return without_noise(all.base_lr[i], i, s.num_reductions, plateau); });
    }
    if (metric) {
      ReduceLROnPlateau::state seen{s.best, s.cooldown_counter, s.num_bad_epochs};
      if (plateau.is_due(seen, *metric)) {
        ++s.num_reductions;
        each([&](std::size_t i) { return plateau.reduced(all.lr[i], i); });
      }
      s = {seen.best, seen.cooldown_counter, seen.num_bad_epochs, s.num_reductions};
    }
    if (has_noise(t)) {
      const auto noise = noise_at(t);
      each([&](std::size_t i) { return all.lr[i] + all.lr[i] * noise; });
    }
  }

 private:
  ReduceLROnPlateau reducing() const {
    return {.mode = mode,
            .factor = decay_rate,
            .patience = patience_t,
            .threshold = threshold,
            .cooldown = cooldown_t,
            .min_lr = lr_min};
  }
  /// The learning rate of an epoch up to the end of the warm-up.
  double rising(double base, std::size_t group, epoch t) const {
    const detail::warmup up{warmup_t, warmup_lr_init, true};
    return up.lr(t, base, base) * lr_scale[group];
  }
  /// The learning rate after that many reductions.
  double without_noise(double base, std::size_t group, std::int64_t reductions, const ReduceLROnPlateau& by) const {
    auto lr = rising(base, group, warmup_t);
    for (; reductions > 0; --reductions) {
      const auto lower = by.reduced(lr, group);
      if (lower == lr) break;
      lr = lower;
    }
    return lr;
  }
  bool has_noise(epoch t) const { return needs_metric(t) && noise_range_t.contains(t); }
  double noise_at(epoch t) const {
    return noise_type.is<"normal">() ? detail::normal_noise(noise_seed + t, noise_pct)
                                     : detail::uniform_noise(noise_seed + t, noise_pct);
  }
};

}  // namespace roster::timm
