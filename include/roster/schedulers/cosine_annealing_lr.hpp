#pragma once

#include <cmath>
#include <numbers>

#include "roster/schedulers/scheduler_config.hpp"

namespace roster {

/// `torch.optim.lr_scheduler.CosineAnnealingLR`; Loshchilov and Hutter, "SGDR: Stochastic Gradient Descent with Warm
/// Restarts", 2017, without the restarts. After T_max the learning rate rises again, with a period of 2 T_max.
struct CosineAnnealingLR {
  required<steps> T_max;
  double eta_min = 0.0;

  static constexpr std::string_view about = "Lowers the learning rate to eta_min along half a cosine of T_max epochs.";
  static constexpr std::string_view formula = "eta_min + (base - eta_min) × (1 + cos(π × epoch / T_max)) / 2";
  static constexpr rule rules[] = {
      {"T_max", "epochs from the highest learning rate to the lowest", at_least(1)},
      {"eta_min", "the lowest learning rate"},
  };

  double next(group g, epoch t) const {
    if (t == 0) return g.lr;
    if ((t - 1 - T_max) % (2 * T_max) == 0) {
      // The value before was eta_min, which the quotient below cannot change.
      return g.lr + (g.base_lr - eta_min) * (1 - std::cos(std::numbers::pi / as_real(T_max))) / 2;
    }
    return (1 + cosine(t)) / (1 + cosine(t - 1)) * (g.lr - eta_min) + eta_min;
  }
  double at(group g, epoch t) const { return eta_min + (g.base_lr - eta_min) * (1 + cosine(t)) / 2; }

 private:
  double cosine(epoch t) const { return std::cos(std::numbers::pi * as_real(t) / as_real(T_max)); }
};

}  // namespace roster
