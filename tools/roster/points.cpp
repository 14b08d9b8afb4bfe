#include "tools/roster/points.hpp"

#include <cmath>
#include <utility>

namespace tools {
namespace {

constexpr std::size_t most_pieces = 1000;

/// The value that is drawn, or NaN. gnuplot's own arithmetic overflows and underflows beyond these limits.
double drawn(double value, bool log) {
  if (!(std::abs(value) < 1e300) || (log && value < 1e-300)) return NAN;
  return std::abs(value) < 1e-300 ? 0 : value;
}

}  // namespace

std::vector<point> points_of(const std::vector<double>& values, bool log, bool steps) {
  std::vector<point> all;
  double before = NAN, earlier = NAN;
  const auto add = [&](point next) {
    // A value lasts until the next epoch. Lines show this where a level ends, and for an epoch between gaps.
    const bool lasts = steps || before == earlier || (std::isnan(earlier) && std::isnan(next.value));
    if (lasts && !std::isnan(before) && before != next.value) all.push_back({next.epoch, before});
    if (!std::isnan(next.value) || !std::isnan(before)) all.push_back(next);
    earlier = std::exchange(before, next.value);
  };
  const auto epochs = values.size(), pieces = epochs > 2 * most_pieces ? most_pieces : epochs;
  for (std::size_t piece = 0; piece < pieces; ++piece) {
    const auto from = epochs * piece / pieces, to = epochs * (piece + 1) / pieces;
    point least{from, NAN}, most{from, NAN};
    for (auto i = from; i < to; ++i) {
      const auto value = drawn(values[i], log);
      if (std::isnan(value)) continue;
      if (!(value >= least.value)) least = {i, value};
      if (!(value <= most.value)) most = {i, value};
    }
    if (least.epoch > most.epoch) std::swap(least, most);
    add(least);
    if (least.epoch < most.epoch) add(most);
  }
  add({epochs, NAN});
  return all;
}

}  // namespace tools
