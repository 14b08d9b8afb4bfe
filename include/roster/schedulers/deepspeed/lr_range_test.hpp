#pragma once

#include <algorithm>
#include <cmath>
#include <limits>

#include "roster/fields/per_group.hpp"
#include "roster/schedulers/scheduler_config.hpp"

namespace roster::deepspeed {

/// DeepSpeed's `LRRangeTest`; Smith, "A Disciplined Approach to Neural Network Hyper-Parameters", 2018.
struct LRRangeTest {
  per_group<double> lr_range_test_min_lr = 1e-3;
  steps lr_range_test_step_size = 2000;
  double lr_range_test_step_rate = 1.0;
  bool lr_range_test_staircase = false;

  static constexpr std::string_view name = "deepspeed.LRRangeTest";
  static constexpr std::string_view about =
      "Raises the learning rate without end, to find the highest with which the training still converges.";
  static constexpr std::string_view formula =
      "lr_range_test_min_lr × (1 + lr_range_test_step_rate × x), where x is step / lr_range_test_step_size, rounded "
      "down for a staircase";
  static constexpr rule rules[] = {
      {"lr_range_test_min_lr", "the learning rate at the start", at_least(0)},
      {"lr_range_test_step_size", "steps in which it rises by lr_range_test_step_rate", at_least(1)},
      {"lr_range_test_step_rate", "the rise, in multiples of lr_range_test_min_lr", at_least(0)},
      {"lr_range_test_staircase", "whether it rises all at once, after each lr_range_test_step_size steps"},
  };

  double base(group g) const { return lr_range_test_min_lr[g.index]; }
  double at(group g, epoch t) const {
    const auto x = as_real(t) / as_real(lr_range_test_step_size);
    const auto factor = 1 + lr_range_test_step_rate * (lr_range_test_staircase ? std::floor(x) : x);
    // A group that is frozen at 0 times infinity would be NaN.
    return g.base_lr * std::min(factor, std::numeric_limits<double>::max());
  }
};

}  // namespace roster::deepspeed
