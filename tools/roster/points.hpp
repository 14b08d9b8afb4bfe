#pragma once

#include <cstddef>
#include <vector>

namespace tools {

struct point {
  std::size_t epoch;
  double value;  ///< NaN is a gap

  friend bool operator==(const point&, const point&) = default;
};

/// The points of a curve with one value an epoch; a gap ends it. A value that is not finite is a gap, and with `log`
/// one that is not above 0. With `steps` every value lasts an epoch; otherwise lines connect the values, and only a
/// level ends with an edge. Of more than two thousand values, the least and the most of a thousand pieces are kept: no
/// picture has more pixels.
std::vector<point> points_of(const std::vector<double>& values, bool log, bool steps);

}  // namespace tools
