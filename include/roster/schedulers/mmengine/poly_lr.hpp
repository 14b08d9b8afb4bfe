#pragma once

#include <algorithm>
#include <cmath>

#include "roster/schedulers/scheduler_config.hpp"

namespace roster::mmengine {

/// MMEngine's `PolyLR`, with its range from `begin` to `end` in `mmengine.param_scheduler`: `total_iters` is
/// `end - begin - 1`. Then the learning rate stays at `eta_min`. Unlike PyTorch's PolynomialLR, it has an `eta_min`,
/// and without one the last bits differ.
struct PolyLR {
  required<steps> total_iters;
  double eta_min = 0.0;
  double power = 1.0;

  static constexpr std::string_view name = "mmengine.PolyLR";
  static constexpr std::string_view about =
      "Lowers the learning rate to eta_min in total_iters steps, along a polynomial of the remaining steps.";
  static constexpr std::string_view formula =
      "eta_min + (base - eta_min) × (1 - step / total_iters)^power, and eta_min from step total_iters on";
  static constexpr rule rules[] = {
      {"total_iters", "steps until the learning rate is eta_min: MMEngine's end - begin - 1", at_least(1)},
      {"eta_min", "the last learning rate"},
      {"power", "the degree of the polynomial", at_least(0)},
  };

  double next(group g, epoch t) const {
    if (t == 0 || t > total_iters) return g.lr;
    const auto left = static_cast<double>(total_iters - t + 1);
    return (g.lr - eta_min) * std::pow(1 - 1 / left, power) + eta_min;
  }
  double at(group g, epoch t) const {
    const auto left = static_cast<double>(total_iters - std::min<epoch>(total_iters, t));
    return (g.base_lr - eta_min) * std::pow(left / static_cast<double>(total_iters), power) + eta_min;
  }
};

}  // namespace roster::mmengine
