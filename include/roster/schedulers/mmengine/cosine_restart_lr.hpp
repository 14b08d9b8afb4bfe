#pragma once

#include <algorithm>
#include <cmath>
#include <numbers>

#include "roster/schedulers/scheduler_config.hpp"

namespace roster::mmengine {

/// MMEngine's `CosineRestartLR`. Each period starts from the base value times its weight, also the first; after the
/// last one the learning rate stays where it is, a step above the minimum.
struct CosineRestartLR {
  required<std::vector<steps>> periods;
  std::vector<double> restart_weights = {1.0};
  std::optional<double> eta_min = {};
  std::optional<double> eta_min_ratio = {};

  static constexpr std::string_view name = "mmengine.CosineRestartLR";
  static constexpr std::string_view about =
      "Lowers the learning rate along half a cosine in each period, and starts each from the base value times a "
      "weight.";
  static constexpr std::string_view formula =
      "minimum + (base × weight - minimum) × (1 + cos(π × k / period)) / 2 at step k of a period, where the minimum is "
      "eta_min or base × eta_min_ratio";
  static constexpr rule rules[] = {
      {"periods", "the steps of each period", at_least(1)},
      {"restart_weights", "the factor of the base value at the start of each period", at_least(0)},
      {"eta_min", "the lowest learning rate; null: eta_min_ratio gives it"},
      {"eta_min_ratio", "the lowest learning rate as a part of the base value; null: eta_min gives it"},
  };
  void check(const place& here) const {
    if (periods->empty()) {
      here.member("periods").report(problem_kind::wrong_length, detail::is_empty("at least one period"));
    }
    if (restart_weights.size() != periods->size()) {
      here.member("restart_weights")
          .report(problem_kind::wrong_length,
                  detail::has_length(restart_weights.size(),
                                     detail::concat({std::to_string(periods->size()), ", one for each period"})));
    }
    if (eta_min && eta_min_ratio) {
      here.member("eta_min_ratio").report(problem_kind::rule, "is given, but so is eta_min; give only one of them");
    } else if (!eta_min && !eta_min_ratio) {
      here.member("eta_min").report(problem_kind::missing, detail::is_missing("eta_min or eta_min_ratio"));
    }
  }

  double next(group g, epoch t) const {
    const auto now = moment_at(t);
    if (now.is_over) return g.lr;
    if (now.k == 0) return g.base_lr * now.weight;
    const auto low = minimum(g);
    return (1 + cosine(now.k, now.period)) / (1 + cosine(now.k - 1, now.period)) * (g.lr - low) + low;
  }
  double at(group g, epoch t) const {
    const auto now = moment_at(t);
    const auto low = minimum(g);
    return low + (g.base_lr * now.weight - low) * (1 + cosine(now.k, now.period)) / 2;
  }

 private:
  struct moment {
    epoch k;  // in its period
    epoch period;
    double weight;
    bool is_over;  // after the last period, whose last step this is
  };

  moment moment_at(epoch t) const {
    for (std::size_t i = 0; i < periods->size(); ++i) {
      const epoch period = (*periods)[i];
      if (t < period) return {t, period, restart_weights[i], false};
      t -= period;
    }
    return {periods->back() - 1, periods->back(), restart_weights.back(), true};
  }
  double minimum(group g) const { return eta_min_ratio ? g.base_lr * *eta_min_ratio : *eta_min; }
  static double cosine(epoch k, epoch period) {
    return std::cos(std::numbers::pi * static_cast<double>(k) / static_cast<double>(period));
  }
};

}  // namespace roster::mmengine
