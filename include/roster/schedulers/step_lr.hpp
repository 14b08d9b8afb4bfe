#pragma once

#include <cmath>

#include "roster/schedulers/scheduler_config.hpp"

namespace roster {

/// `torch.optim.lr_scheduler.StepLR`
struct StepLR {
  required<steps> step_size;
  double gamma = 0.1;

  static constexpr std::string_view about = "Multiplies the learning rate by gamma every step_size epochs.";
  static constexpr std::string_view formula = "base × gamma^k, where k is epoch / step_size, rounded down";
  static constexpr rule rules[] = {
      {"step_size", "epochs from one decay to the next", at_least(1)},
      {"gamma", "the factor of each decay", above(0)},
  };

  double next(group g, epoch t) const { return t % step_size != 0 || t == 0 ? g.lr : g.lr * gamma; }
  double at(group g, epoch t) const {
    const epoch decays = t / step_size;
    return g.base_lr * std::pow(gamma, static_cast<double>(decays));
  }
};

}  // namespace roster
