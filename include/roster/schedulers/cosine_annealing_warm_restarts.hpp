#pragma once

#include <cmath>
#include <cstdint>
#include <numbers>
#include <string_view>

#include "roster/required.hpp"
#include "roster/rule.hpp"
#include "roster/scheduler_config.hpp"

namespace roster {

/// `torch.optim.lr_scheduler.CosineAnnealingWarmRestarts`; Loshchilov and Hutter, "SGDR: Stochastic Gradient Descent
/// with Warm Restarts", 2017.
struct CosineAnnealingWarmRestarts {
  required<std::int64_t> T_0;
  std::int64_t T_mult = 1;
  double eta_min = 0.0;

  static constexpr std::string_view about =
      "Lowers the learning rate to eta_min along half a cosine, again and again, each T_mult times as long.";
  static constexpr rule rules[] = {
      {"T_0", "epochs until the first restart", at_least(1)},
      {"T_mult", "how many times as long each cycle is as the one before", at_least(1)},
      {"eta_min", "the lowest learning rate"},
  };

  double at(group g, epoch t) const {
    auto T_cur = t;
    auto T_i = static_cast<double>(T_0);
    if (T_mult == 1) {
      T_cur = t % T_0;
    } else {
      for (; static_cast<double>(T_cur) >= T_i; T_i *= static_cast<double>(T_mult)) {
        T_cur -= static_cast<std::int64_t>(T_i);
      }
    }
    const auto cosine = std::cos(std::numbers::pi * static_cast<double>(T_cur) / T_i);
    return eta_min + (g.base_lr - eta_min) * (1 + cosine) / 2;
  }
};

}  // namespace roster
