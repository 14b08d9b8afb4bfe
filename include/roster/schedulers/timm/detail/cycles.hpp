#pragma once

#include <algorithm>
#include <cmath>

#include "roster/schedulers/timm/detail/warmup.hpp"

namespace roster::timm::detail {

/// Where an epoch is among the cycles.
struct cycle {
  double index;   ///< cycles before it
  double length;  ///< in epochs
  double now;     ///< epochs since it began
};

/// Cycles of which each is `growth` times as long as the one before.
struct cycles {
  epoch first;  ///< the length of the first
  double growth;
  epoch limit;  ///< how many there are

  bool contain(const cycle& one) const { return one.index < as_real(limit); }

  /// The cycle of an epoch. timm trusts a logarithm, which may be rounded down at a restart.
  cycle at(epoch t) const {
    if (growth == 1) {
      const auto index = t / first;
      return {as_real(index), as_real(first), as_real(t - first * index)};
    }
    const auto x = 1 - as_real(t) / as_real(first) * (1 - growth);
    if (x <= 0) return {as_real(limit), as_real(first), 0};  // cycles that shrink never come so far
    auto index = std::floor(std::log(x) / std::log(growth));
    const auto reached = as_real(t) * (1 + 0x1p-40);
    if (begin(index + 1) <= reached) {
      ++index;
    } else if (begin(index) > reached) {
      --index;
    }
    return {index, std::pow(growth, index) * as_real(first), std::max(0.0, as_real(t) - begin(index))};
  }

  /// Reports a warm-up that leaves nothing of the cycles.
  void check(const warmup& up, const place& here) const {
    const auto end = growth == 1 ? as_real(first) * as_real(limit) : begin(as_real(limit));
    if (up.is_prefix || as_real(up.length) <= end) return;
    here.member("warmup_t")
        .report_rule({"is ", up.length, ", but all cycles end at epoch ", static_cast<epoch>(end),
                      "; set warmup_prefix to true to begin them after the warm-up"});
  }

 private:
  /// The epoch at which a cycle begins.
  double begin(double index) const { return (1 - std::pow(growth, index)) / (1 - growth) * as_real(first); }
};

}  // namespace roster::timm::detail
