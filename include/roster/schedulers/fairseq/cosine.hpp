#pragma once

#include <cmath>
#include <numbers>

#include "roster/schedulers/fairseq/detail/ramp.hpp"

namespace roster::fairseq {

/// fairseq's `cosine`; Loshchilov and Hutter, "SGDR: Stochastic Gradient Descent with Warm Restarts", 2017. fairseq's
/// `lr` is each group's base value. Without lr_period_updates, the run is one period; a step after it begins another.
/// lr_shrink also lowers min_lr.
struct cosine {
  steps warmup_updates = 0;
  double warmup_init_lr = -1;
  double min_lr = 0.0;
  double t_mult = 1.0;
  std::optional<steps> lr_period_updates = {};
  double lr_shrink = 0.1;
  std::optional<steps> max_update = {};

  static constexpr std::string_view name = "fairseq.cosine";
  static constexpr std::string_view about =
      "Raises the learning rate along a line, and lowers it along half a cosine, with restarts, each of which may be "
      "longer and lower.";
  static constexpr std::string_view formula =
      "warmup_init_lr + (base - warmup_init_lr) × step / warmup_updates, then lr_shrink^i × (min_lr + (base - min_lr) "
      "× (1 + cos(π × p)) / 2), where p goes from 0 to 1 in period i, of lr_period_updates × t_mult^i steps";
  static constexpr rule rules[] = {
      detail::of_warmup_updates,
      {"warmup_init_lr", "the first learning rate of the warm-up; -1: min_lr", at_least(-1)},
      {"min_lr", "the lowest learning rate of the first period", at_least(0)},
      {"t_mult", "the factor of the length from one period to the next", between(1, 1000)},
      {"lr_period_updates", "steps of the first period; null: max_update without the warm-up", at_least(1)},
      {"lr_shrink", "the factor of the learning rate from one period to the next", between(0, 1)},
      {"max_update", "steps of the whole run, with the warm-up", at_least(1)},
  };
  void check(const place& here) const {
    if (lr_period_updates) return;
    if (!max_update) {
      return here.member("max_update")
          .report(problem_kind::missing, roster::detail::is_missing("max_update or lr_period_updates"));
    }
    detail::check_warmup(warmup_updates, *max_update, "max_update", 1, here);
  }

  double at(group g, epoch t) const {
    const auto least = std::min(min_lr, g.base_lr);
    if (t < warmup_updates) {
      return detail::ramp(t, warmup_updates, warmup_init_lr < 0 ? least : warmup_init_lr, g.base_lr);
    }
    const auto now = period_at(as_real(t - warmup_updates));
    const auto shrunk = std::pow(lr_shrink, now.index);
    const auto low = least * shrunk;
    return low + 0.5 * (g.base_lr * shrunk - low) * (1 + std::cos(std::numbers::pi * now.steps / now.length));
  }

 private:
  struct period {
    double index;
    double length;
    double steps;  // since it began
  };
  period period_at(double t) const {
    const auto first = as_real(lr_period_updates ? epoch{*lr_period_updates} : *max_update - warmup_updates);
    if (t_mult == 1) {
      const auto i = std::floor(t / first);
      return {i, first, t - first * i};
    }
    const auto start = [&](double i) { return (1 - std::pow(t_mult, i)) / (1 - t_mult) * first; };
    auto i = std::floor(std::log(1 - t / first * (1 - t_mult)) / std::log(t_mult));
    // fairseq takes this period; the logarithm, rounded down, may miss a restart.
    while (start(i + 1) <= t) ++i;
    while (i > 0 && start(i) > t) --i;
    return {i, std::pow(t_mult, i) * first, t - start(i)};
  }
};

}  // namespace roster::fairseq
