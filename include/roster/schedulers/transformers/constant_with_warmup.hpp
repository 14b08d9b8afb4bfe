#pragma once

#include "roster/schedulers/transformers/detail/warmup.hpp"

namespace roster::transformers {

/// transformers' `get_constant_schedule_with_warmup`
struct constant_with_warmup {
  required<steps> num_warmup_steps;

  static constexpr std::string_view name = "transformers.constant_with_warmup";
  static constexpr std::string_view about = "Raises the learning rate from 0 along a line, and keeps it.";
  static constexpr std::string_view formula = "base × step / num_warmup_steps, then base";
  static constexpr rule rules[] = {
      {"num_warmup_steps", "steps until the learning rate is the base value", at_least(0)},
  };

  double at(group g, epoch t) const {
    return t < num_warmup_steps ? g.base_lr * detail::share(t, num_warmup_steps) : g.base_lr;
  }
};

}  // namespace roster::transformers
