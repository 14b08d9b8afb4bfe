#pragma once

#include <algorithm>

#include "roster/schedulers/scheduler_config.hpp"

namespace roster {

/// `torch.optim.lr_scheduler.LinearLR`
struct LinearLR {
  double start_factor = 1.0 / 3;
  double end_factor = 1.0;
  steps total_iters = 5;

  static constexpr std::string_view about =
      "Multiplies the learning rate by a factor that goes from start_factor to end_factor in total_iters epochs.";
  static constexpr std::string_view formula =
      "base × f, where f goes from start_factor to end_factor in equal amounts over total_iters epochs";
  static constexpr rule rules[] = {
      {"start_factor", "the factor at epoch 0", above_to(0, 1)},
      {"end_factor", "the factor from epoch total_iters on", between(0, 1)},
      {"total_iters", "epochs from start_factor to end_factor", at_least(1)},
  };

  double next(group g, epoch t) const {
    if (t == 0) return g.lr * start_factor;
    if (t > total_iters) return g.lr;
    const auto way = end_factor - start_factor;
    const auto total = static_cast<double>(total_iters);
    return g.lr * (1.0 + way / (total * start_factor + static_cast<double>(t - 1) * way));
  }
  double at(group g, epoch t) const {
    const auto passed = static_cast<double>(std::min<epoch>(total_iters, t));
    return g.base_lr * (start_factor + (end_factor - start_factor) * passed / static_cast<double>(total_iters));
  }
};

}  // namespace roster
