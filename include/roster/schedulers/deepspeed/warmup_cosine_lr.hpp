#pragma once

#include <numbers>

#include "roster/schedulers/deepspeed/detail/warmup.hpp"

namespace roster::deepspeed {

/// DeepSpeed's `WarmupCosineLR`. Step 0 is at 0, step 1 at warmup_min_ratio, and the cosine begins one step after its
/// highest value, which a linear warm-up never reaches, as in the original.
struct WarmupCosineLR {
  required<steps> total_num_steps;
  double warmup_min_ratio = 0.0;
  steps warmup_num_steps = 1000;
  double cos_min_ratio = 0.0001;
  detail::shape warmup_type = "log";

  static constexpr std::string_view name = "deepspeed.WarmupCosineLR";
  static constexpr std::string_view about =
      "Raises the learning rate to its base value along a logarithm or a line, and lowers it along half a cosine.";
  static constexpr std::string_view formula =
      "base × (warmup_min_ratio + (1 - warmup_min_ratio) × f), where f is log(step) / log(warmup_num_steps) or (step - "
      "1) / warmup_num_steps, then base × (cos_min_ratio + (1 - cos_min_ratio) × (1 + cos(π × p)) / 2), where p goes "
      "to 1 in the rest of the run";
  static constexpr rule rules[] = {
      {"total_num_steps", "steps of the whole run, with the warm-up", at_least(1)},
      {"warmup_min_ratio", "the factor of the learning rate at step 1", between(0, 1)},
      {"warmup_num_steps", "steps of the warm-up", at_least(1)},
      {"cos_min_ratio", "the factor of the learning rate at the end", between(0, 1)},
      {"warmup_type", "the shape of the rise: fast at first, or a line"},
  };
  void check(const place& here) const { detail::check_warmup(warmup_num_steps, total_num_steps, here); }

  double at(group g, epoch t) const {
    if (t == 0) return 0.0;
    const auto u = t - 1;
    const auto n = detail::length(warmup_num_steps);
    if (u < n) {
      return g.base_lr * (warmup_min_ratio + detail::rise(u, n, warmup_type) * (1.0 - warmup_min_ratio));
    }
    const auto rest = as_real(std::max<epoch>(1, total_num_steps - n));
    const auto p = std::min(1.0, as_real(u - n + 1) / rest);
    const auto height = (1 + std::cos(std::numbers::pi * p)) / 2;
    return g.base_lr * std::max(0.0, cos_min_ratio + (1.0 - cos_min_ratio) * height);
  }
};

}  // namespace roster::deepspeed
