#pragma once

#include <algorithm>
#include <cmath>
#include <numbers>

#include "roster/schedulers/scheduler_config.hpp"

namespace roster {

/// `torch.optim.lr_scheduler.CosineAnnealingWarmRestarts`; Loshchilov and Hutter, "SGDR: Stochastic Gradient Descent
/// with Warm Restarts", 2017.
struct CosineAnnealingWarmRestarts {
  required<steps> T_0;
  std::int64_t T_mult = 1;
  double eta_min = 0.0;

  static constexpr std::string_view about =
      "Lowers the learning rate to eta_min along half a cosine, then restarts; each cycle is T_mult times as long as "
      "the last.";
  static constexpr std::string_view formula =
      "eta_min + (base - eta_min) × (1 + cos(π × T_cur / T_i)) / 2, where T_cur is the epochs since the last restart "
      "and T_i the epochs between that restart and the next";
  static constexpr rule rules[] = {
      {"T_0", "epochs until the first restart", at_least(1)},
      {"T_mult", "the length of each cycle divided by that of the one before", at_least(1)},
      {"eta_min", "the lowest learning rate"},
  };

  double at(group g, epoch t) const {
    const auto now = cycle_at(t);
    const auto cosine = std::cos(std::numbers::pi * static_cast<double>(now.T_cur) / now.T_i);
    return eta_min + (g.base_lr - eta_min) * (1 + cosine) / 2;
  }

  static constexpr std::string_view saved_attributes[] = {"T_cur", "T_i"};
  node::object attributes(epoch t, std::size_t) const {
    const auto now = cycle_at(std::max<epoch>(t, 0));
    return {
        {"T_0", std::int64_t{T_0}}, {"T_mult", T_mult}, {"eta_min", eta_min}, {"T_cur", now.T_cur}, {"T_i", now.T_i}};
  }

 private:
  struct cycle {
    epoch T_cur;  // epochs since the cycle began
    double T_i;   // the cycle's length
  };

  cycle cycle_at(epoch t) const {
    if (T_mult == 1) return {.T_cur = t % T_0, .T_i = static_cast<double>(T_0)};
    cycle now{.T_cur = t, .T_i = static_cast<double>(T_0)};
    for (; static_cast<double>(now.T_cur) >= now.T_i; now.T_i *= static_cast<double>(T_mult)) {
      now.T_cur -= static_cast<std::int64_t>(now.T_i);
    }
    return now;
  }
};

}  // namespace roster
