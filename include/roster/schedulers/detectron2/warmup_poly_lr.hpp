#pragma once

#include <algorithm>
#include <cmath>

#include "roster/schedulers/detail/warmup.hpp"
#include "roster/schedulers/detectron2/detail/warmup.hpp"

namespace roster::detectron2 {

/// `WarmupPolyLR` of detectron2's DeepLab. The learning rate stays where it is after max_iters, where the original
/// fails or goes below 0.
struct WarmupPolyLR {
  required<steps> max_iters;
  double warmup_factor = 0.001;
  steps warmup_iters = 1000;
  detail::method warmup_method = "linear";
  double power = 0.9;
  double constant_ending = 0.0;

  static constexpr std::string_view name = "detectron2.WarmupPolyLR";
  static constexpr std::string_view about =
      "Lowers the learning rate to 0 or to a constant, along a polynomial of the remaining steps, with a warm-up.";
  static constexpr std::string_view formula =
      "base × (1 - step / max_iters)^power × f, where f goes from warmup_factor to 1 in the warm-up; after it, at "
      "least base × constant_ending";
  static constexpr rule rules[] = {
      {"max_iters", "steps of the whole run, with the warm-up", at_least(1)},
      {"warmup_factor", "the factor of the learning rate at step 0", between(0, 1)},
      {"warmup_iters", "steps of the warm-up", at_least(0)},
      {"warmup_method", "how the warm-up rises: along a line, or all at once, at its end"},
      {"power", "the degree of the polynomial", at_least(0)},
      {"constant_ending", "the lowest factor after the warm-up", between(0, 1)},
  };
  void check(const place& here) const {
    roster::detail::check_warmup("warmup_iters", warmup_iters, "max_iters", max_iters, here);
  }

  double at(group g, epoch t) const {
    const auto now = std::min<epoch>(t, max_iters);
    const auto warm = factor(now);
    const auto left = std::pow(1.0 - as_real(now) / as_real(max_iters), power);
    if (warm == 1 && left < constant_ending) return g.base_lr * constant_ending;
    return g.base_lr * warm * left;
  }

 private:
  double factor(epoch t) const {
    if (t >= warmup_iters) return 1;
    if (warmup_method.is<"constant">()) return warmup_factor;
    const auto way = as_real(t) / as_real(warmup_iters);
    return warmup_factor * (1 - way) + way;
  }
};

}  // namespace roster::detectron2
