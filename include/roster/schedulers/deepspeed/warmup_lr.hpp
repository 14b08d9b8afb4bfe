#pragma once

#include "roster/fields/per_group.hpp"
#include "roster/schedulers/deepspeed/detail/warmup.hpp"

namespace roster::deepspeed {

/// DeepSpeed's `WarmupLR`. Steps 0 and 1 are both at the minimum, and a warm-up of 1 step takes 2, as in the original.
struct WarmupLR {
  per_group<double> warmup_min_lr = 0.0;
  std::optional<per_group<double>> warmup_max_lr = {};
  steps warmup_num_steps = 1000;
  detail::shape warmup_type = "log";

  static constexpr std::string_view name = "deepspeed.WarmupLR";
  static constexpr std::string_view about =
      "Raises the learning rate from warmup_min_lr to warmup_max_lr along a logarithm or a line, and keeps it there.";
  static constexpr std::string_view formula =
      "warmup_min_lr + (warmup_max_lr - warmup_min_lr) × f, where f is log(step) / log(warmup_num_steps) or (step - 1) "
      "/ warmup_num_steps, from 0 to 1";
  static constexpr rule rules[] = {
      {"warmup_min_lr", "the learning rate at the start", at_least(0)},
      {"warmup_max_lr", "the learning rate after the warm-up; null: the group's", at_least(0)},
      {"warmup_num_steps", "steps until the highest learning rate", at_least(1)},
      {"warmup_type", "the shape of the rise: fast at first, or a line"},
  };

  double base(group g) const { return warmup_max_lr ? (*warmup_max_lr)[g.index] : g.base_lr; }
  double at(group g, epoch t) const {
    const auto low = warmup_min_lr[g.index];
    if (t == 0) return low;
    const auto n = detail::length(warmup_num_steps);
    return low + (g.base_lr - low) * (t - 1 < n ? detail::rise(t - 1, n, warmup_type) : 1.0);
  }
};

}  // namespace roster::deepspeed
