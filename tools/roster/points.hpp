#pragma once

#include <cstddef>
#include <vector>

namespace tools {

struct point {
  std::size_t epoch;
  double value;  ///< NaN is a gap

  friend bool operator==(const point&, const point&) = default;
};

/// The points of a curve with one value for each epoch; a gap ends it. A value that is not finite is a gap; with `log`,
/// also one that is not above 0. With `steps`, every value lasts an epoch; otherwise lines connect the values, and only
/// a level ends with an edge. More than two thousand values are reduced to the minimum and maximum of a thousand
/// pieces: no picture has more pixels.
std::vector<point> points_of(const std::vector<double>& values, bool log, bool steps);

}  // namespace tools
