#pragma once

#include <cmath>
#include <numbers>

#include "roster/schedulers/detail/warmup.hpp"

namespace roster::nanogpt {

/// `get_lr` of nanoGPT's train.py. Its `learning_rate` is each group's base value. The warm-up does not begin at 0: its
/// step 0 is the first of warmup_iters + 1.
struct get_lr {
  steps warmup_iters = 2000;
  steps lr_decay_iters = 600000;
  double min_lr = 6e-5;

  static constexpr std::string_view name = "nanogpt.get_lr";
  static constexpr std::string_view about =
      "Raises the learning rate along a line, lowers it to min_lr along half a cosine, and keeps it there.";
  static constexpr std::string_view formula =
      "base × (step + 1) / (warmup_iters + 1), then min_lr + (base - min_lr) × (1 + cos(π × p)) / 2, where p goes from "
      "0 to 1 until lr_decay_iters, and min_lr after it";
  static constexpr rule rules[] = {
      {"warmup_iters", "steps until the learning rate is the base value", at_least(0)},
      {"lr_decay_iters", "the step at which the learning rate is min_lr; it counts the warm-up", at_least(1)},
      {"min_lr", "the last learning rate", at_least(0)},
  };
  void check(const place& here) const {
    roster::detail::check_warmup("warmup_iters", warmup_iters, "lr_decay_iters", lr_decay_iters, here);
  }

  double at(group g, epoch t) const {
    if (t < warmup_iters) return g.base_lr * as_real(t + 1) / as_real(warmup_iters + 1);
    if (t > lr_decay_iters) return min_lr;
    // nanoGPT divides by 0 at the end of a warm-up that is as long as the decay.
    const auto way = as_real(t - warmup_iters) / as_real(std::max<epoch>(1, lr_decay_iters - warmup_iters));
    return min_lr + 0.5 * (1.0 + std::cos(std::numbers::pi * way)) * (g.base_lr - min_lr);
  }

 private:
};

}  // namespace roster::nanogpt
