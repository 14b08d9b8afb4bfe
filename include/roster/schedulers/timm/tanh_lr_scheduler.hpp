#pragma once

#include <cmath>

#include "roster/fields/per_group.hpp"
#include "roster/schedulers/timm/detail/cycles.hpp"
#include "roster/schedulers/timm/detail/noise.hpp"
#include "roster/schedulers/timm/detail/rules.hpp"

namespace roster::timm {

/// timm's `TanhLRScheduler`; Hsueh et al., "Stochastic Gradient Descent with Hyperbolic-Tangent Decay on
/// Classification", 2018. Without `warmup_prefix`, the warm-up rises to where the curve is at its end.
struct TanhLRScheduler {
  required<steps> t_initial;
  double lb = -7.0;
  double ub = 3.0;
  double lr_min = 0.0;
  double cycle_mul = 1.0;
  double cycle_decay = 1.0;
  steps cycle_limit = 1;
  steps warmup_t = 0;
  double warmup_lr_init = 0.0;
  bool warmup_prefix = false;
  detail::noise_range noise_range_t = {};
  double noise_pct = 0.67;
  std::int64_t noise_seed = 42;
  per_group<double> lr_scale = 1.0;

  static constexpr std::string_view name = "timm.TanhLRScheduler";
  static constexpr std::string_view about =
      "Raises the learning rate in a warm-up, lowers it nearly to lr_min along a hyperbolic tangent, and may restart.";
  static constexpr std::string_view formula =
      "a line from warmup_lr_init in warmup_t epochs, then lr_min + (base × cycle_decay^cycle - lr_min) × (1 - tanh(lb "
      "× (1 - x) + ub × x)) / 2, where x goes from 0 to 1 in each cycle, and lr_min after the last";
  static constexpr rule rules[] = {
      detail::of_t_initial,
      {"lb", "the tangent's argument at the start of a cycle"},
      {"ub", "the tangent's argument at the end of a cycle"},
      detail::of_lr_min,
      detail::of_cycle_mul,
      detail::of_cycle_decay,
      detail::of_cycle_limit,
      detail::of_warmup_t,
      detail::of_warmup_lr_init,
      detail::of_warmup_prefix,
      detail::of_noise_range_t,
      detail::of_noise_pct,
      detail::of_noise_seed,
      detail::of_lr_scale,
  };
  void check(const place& here) const {
    if (!(lb < ub)) {
      here.member("ub").report_rule({"is ", ub, ", expected above ", lb, ", which is lb"});
    }
    all_cycles().check(start(), here);
    noise_range_t.check(here.member("noise_range_t"));
  }

  double at(group g, epoch t) const {
    const auto up = start();
    const auto lr = !up.covers(t)  ? curve(g.base_lr, up.rest(t))
                    : up.is_prefix ? up.lr(t, g.base_lr, g.base_lr)
                                   : up.lr(t, g.base_lr, curve(g.base_lr, warmup_t));
    return detail::with_noise(lr, t, noise_range_t, noise_pct, noise_seed) * lr_scale[g.index];
  }

 private:
  detail::warmup start() const { return {warmup_t, warmup_lr_init, warmup_prefix}; }
  detail::cycles all_cycles() const { return {t_initial, cycle_mul, cycle_limit}; }
  double curve(double base, epoch t) const {
    const auto one = all_cycles().at(t);
    if (!all_cycles().contain(one)) return lr_min;
    const auto high = base * std::pow(cycle_decay, one.index);
    const auto x = one.now / one.length;
    return lr_min + 0.5 * (high - lr_min) * (1 - std::tanh(lb * (1.0 - x) + ub * x));
  }
};

}  // namespace roster::timm
