#pragma once

#include "roster/schedulers/scheduler_config.hpp"

namespace roster {

/// `torch.optim.lr_scheduler.ConstantLR`
struct ConstantLR {
  double factor = 1.0 / 3;
  steps total_iters = 5;

  static constexpr std::string_view about =
      "Multiplies the learning rate by factor for total_iters epochs, then restores it.";
  static constexpr std::string_view formula = "base × factor before epoch total_iters, base from there on";
  static constexpr rule rules[] = {
      {"factor", "the factor of the learning rate", above_to(0, 1)},
      {"total_iters", "epochs with this factor", at_least(1)},
  };

  double next(group g, epoch t) const {
    if (t == 0) return g.lr * factor;
    return t != total_iters ? g.lr : g.lr * (1.0 / factor);
  }
  double at(group g, epoch t) const { return g.base_lr * (factor + (t >= total_iters ? 1.0 : 0.0) * (1 - factor)); }
};

}  // namespace roster
