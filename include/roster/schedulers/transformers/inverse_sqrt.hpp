#pragma once

#include <cmath>

#include "roster/schedulers/transformers/detail/warmup.hpp"

namespace roster::transformers {

/// transformers' `get_inverse_sqrt_schedule`. Without a warm-up, `timescale` is 10000 unless it is given.
struct inverse_sqrt {
  required<steps> num_warmup_steps;
  std::optional<steps> timescale = {};

  static constexpr std::string_view name = "transformers.inverse_sqrt";
  static constexpr std::string_view about =
      "Raises the learning rate from 0 along a line, and lowers it with the inverse square root of the step.";
  static constexpr std::string_view formula =
      "base × step / num_warmup_steps, then base / sqrt((step - num_warmup_steps + timescale) / timescale)";
  static constexpr rule rules[] = {
      {"num_warmup_steps", "steps until the learning rate is the base value", at_least(0)},
      {"timescale",
       "a third of the steps from the base value to half of it; null: num_warmup_steps, or 10000 if that is 0",
       at_least(1)},
  };

  double at(group g, epoch t) const {
    if (t < num_warmup_steps) return g.base_lr * detail::share(t, num_warmup_steps);
    const epoch otherwise = num_warmup_steps > 0 ? epoch{num_warmup_steps} : 10'000;
    const auto scale = timescale ? epoch{*timescale} : otherwise;
    const auto shift = scale - num_warmup_steps;
    return g.base_lr * (1.0 / std::sqrt(as_real(t + shift) / as_real(scale)));
  }
};

}  // namespace roster::transformers
