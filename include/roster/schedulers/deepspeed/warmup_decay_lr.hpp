#pragma once

#include "roster/fields/per_group.hpp"
#include "roster/schedulers/deepspeed/detail/warmup.hpp"

namespace roster::deepspeed {

/// DeepSpeed's `WarmupDecayLR`. Steps 0 and 1 are both at the minimum, a warm-up of 1 step takes 2, and warmup_max_lr
/// is 0.001 unless it is given, whatever the optimizer has, as in the original.
struct WarmupDecayLR {
  required<steps> total_num_steps;
  per_group<double> warmup_min_lr = 0.0;
  per_group<double> warmup_max_lr = 0.001;
  steps warmup_num_steps = 1000;
  detail::shape warmup_type = "log";

  static constexpr std::string_view name = "deepspeed.WarmupDecayLR";
  static constexpr std::string_view about =
      "Raises the learning rate from warmup_min_lr to warmup_max_lr along a logarithm or a line, and lowers it again "
      "along a line.";
  static constexpr std::string_view formula =
      "warmup_min_lr + (warmup_max_lr - warmup_min_lr) × f, where f is log(step) / log(warmup_num_steps) or (step - 1) "
      "/ warmup_num_steps in the warm-up, and then goes from 1 to 0 in the rest of the run";
  static constexpr rule rules[] = {
      {"total_num_steps", "steps of the whole run, with the warm-up", at_least(1)},
      {"warmup_min_lr", "the learning rate at both ends", at_least(0)},
      {"warmup_max_lr", "the learning rate after the warm-up", at_least(0)},
      {"warmup_num_steps", "steps until the highest learning rate", at_least(1)},
      {"warmup_type", "the shape of the rise: fast at first, or a line"},
  };
  void check(const place& here) const { detail::check_warmup(warmup_num_steps, total_num_steps, here); }

  double base(group g) const { return warmup_max_lr[g.index]; }
  double at(group g, epoch t) const {
    const auto low = warmup_min_lr[g.index];
    return t == 0 ? low : low + (g.base_lr - low) * height(t - 1);
  }

 private:
  double height(epoch u) const {
    const auto n = detail::length(warmup_num_steps);
    if (u < n) return detail::rise(u, n, warmup_type);
    return std::max(0.0, as_real(total_num_steps - u) / std::max(1.0, as_real(total_num_steps - n)));
  }
};

}  // namespace roster::deepspeed
