#pragma once

#include <cmath>

#include "roster/schedulers/fairseq/detail/ramp.hpp"

namespace roster::fairseq {

/// fairseq's `inverse_sqrt`; Vaswani et al., "Attention Is All You Need", 2017. fairseq's `lr` is each group's base
/// value. Without a warm-up, where fairseq divides by 0, it falls from the base value.
struct inverse_sqrt {
  steps warmup_updates = 4000;
  double warmup_init_lr = -1;

  static constexpr std::string_view name = "fairseq.inverse_sqrt";
  static constexpr std::string_view about =
      "Raises the learning rate along a line, and lowers it with the inverse square root of the step.";
  static constexpr std::string_view formula =
      "warmup_init_lr + (base - warmup_init_lr) × step / warmup_updates, then base × sqrt(warmup_updates / step)";
  static constexpr rule rules[] = {
      detail::of_warmup_updates,
      {"warmup_init_lr", "the first learning rate of the warm-up; -1: 0", at_least(-1)},
  };

  double at(group g, epoch t) const {
    if (t < warmup_updates) return detail::ramp(t, warmup_updates, warmup_init_lr < 0 ? 0 : warmup_init_lr, g.base_lr);
    return g.base_lr * std::pow(at_least_one(warmup_updates), 0.5) * std::pow(at_least_one(t), -0.5);
  }

 private:
  static double at_least_one(epoch steps) { return as_real(std::max<epoch>(1, steps)); }
};

}  // namespace roster::fairseq
