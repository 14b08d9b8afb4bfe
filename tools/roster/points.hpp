#pragma once

#include <cstddef>
#include <vector>

namespace tools {

struct point {
  std::size_t epoch;
  double value;  ///< NaN is a gap

  friend bool operator==(const point&, const point&) = default;
};

/// The points to draw a curve through that has a value an epoch, and a gap at the end. What is not finite is a gap, and
/// with `log` what is not above 0. `steps` are stairs, otherwise only what is level ends with an edge. Of long curves
/// the least and the most of a thousand pieces are kept: pictures have no more pixels.
std::vector<point> points_of(const std::vector<double>& values, bool log, bool steps);

}  // namespace tools
