#pragma once

#include <algorithm>
#include <cmath>
#include <numbers>

#include "roster/fields/list_kind.hpp"
#include "roster/fields/one_of.hpp"
#include "roster/fields/tuple_kind.hpp"
#include "roster/schedulers/scheduler_config.hpp"

namespace roster::optax {

/// `optax.piecewise_interpolate_schedule`. Python's dict of boundaries and scales is a list of pairs here:
/// `.boundaries_and_scales = {{30, 25}, {100, 0.01}}`.
struct piecewise_interpolate_schedule {
  required<one_of<"linear", "cosine">> interpolate_type;
  required<double> init_value;
  std::vector<std::pair<steps, double>> boundaries_and_scales = {};

  static constexpr std::string_view name = "optax.piecewise_interpolate_schedule";
  static constexpr std::string_view about =
      "Multiplies the learning rate by a scale up to each boundary, along lines or halves of a cosine.";
  static constexpr std::string_view formula =
      "init_value at step 0, and at each boundary the value of the one before × scale; between two, along a line or "
      "half a cosine; after the last, as there";
  static constexpr rule rules[] = {
      {"interpolate_type", "the shape between two boundaries: a line or half a cosine"},
      {"init_value", "the first learning rate", at_least(0)},
      {"boundaries_and_scales",
       "pairs of a step and the learning rate there divided by that of the pair before, in order; the first by "
       "init_value",
       at_least(0)},
  };
  void check(const place& here) const {
    for (std::size_t i = 1; i < boundaries_and_scales.size(); ++i) {
      const epoch before = boundaries_and_scales[i - 1].first, now = boundaries_and_scales[i].first;
      if (now > before) continue;
      here.member("boundaries_and_scales")
          .element(i)
          .element(0)
          .report_rule({"is ", now, ", expected more than ", before, ", the boundary before"});
    }
  }

  double base(group) const { return init_value; }
  double at(group g, epoch t) const {
    epoch begin = 0;
    auto from = g.base_lr;
    for (const auto& [end, scale] : boundaries_and_scales) {
      const auto to = from * scale;
      if (t < end) {
        const auto way = static_cast<double>(t - begin) / static_cast<double>(end - begin);
        if (interpolate_type->is<"linear">()) return (to - from) * way + from;
        return to + (from - to) / 2.0 * (std::cos(std::numbers::pi * way) + 1);
      }
      begin = end;
      from = to;
    }
    return from;
  }
};

}  // namespace roster::optax
