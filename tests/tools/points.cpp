#include "tools/roster/points.hpp"

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <cstddef>
#include <cstdio>
#include <limits>
#include <string>
#include <vector>

namespace points_tests {

constexpr double inf = std::numeric_limits<double>::infinity();

/// `epoch value` and a space for each point; `|` for a gap.
std::string points(const std::vector<double>& values, bool log = false, bool steps = true) {
  std::string all;
  for (const auto& [epoch, value] : tools::points_of(values, log, steps)) {
    if (std::isnan(value)) {
      all += "| ";
      continue;
    }
    char number[32];
    std::snprintf(number, sizeof number, "%g", value);
    all += std::to_string(epoch) + ' ' + number + "  ";
  }
  return all;
}

TEST_CASE("Steps are stairs, each as long as its epoch") {
  CHECK(points({0.5, 0.5, 1}) == "0 0.5  1 0.5  2 0.5  2 1  3 1  | ");
  CHECK(points({1}) == "0 1  1 1  | ");
  CHECK(points({}) == "");
}

TEST_CASE("Lines go from value to value, but what is level ends with an edge") {
  CHECK(points({1, 0.5, 0.25}, false, false) == "0 1  1 0.5  2 0.25  | ");
  CHECK(points({1, 1, 0.5}, false, false) == "0 1  1 1  2 1  2 0.5  | ");
  CHECK(points({0.5, 1, 1}, false, false) == "0 0.5  1 1  2 1  3 1  | ");
}

TEST_CASE("Values that cannot be drawn leave a gap") {
  CHECK(points({1, NAN, 2, 2, inf, -inf, 1e305}) == "0 1  1 1  | 2 2  3 2  4 2  | ");
  CHECK(points({NAN, 1, 0, -1}) == "1 1  2 1  2 0  3 0  3 -1  4 -1  | ");
  CHECK(points({0, 1, 0, -1, 1e-305, 2}, true) == "1 1  2 1  | 5 2  6 2  | ");
  CHECK(points({NAN, inf}) == "");
  // Among lines, a single epoch between gaps is still drawn.
  CHECK(points({NAN, 1, NAN}, false, false) == "1 1  2 1  | ");
}

TEST_CASE("A million epochs keep their lowest and highest values") {
  std::vector<double> lr(1'000'000, 0.5);
  for (std::size_t i = 0; i < lr.size(); i += 2) lr[i] = 0.25;
  lr[123'456] = 7;
  lr[654'321] = -7;
  const auto kept = tools::points_of(lr, false, false);
  CHECK(kept.size() <= 3001);
  const auto has = [&](std::size_t epoch, double value) {
    return std::find(kept.begin(), kept.end(), tools::point{epoch, value}) != kept.end();
  };
  CHECK((has(0, 0.25) && has(1, 0.5) && has(1000, 0.25) && has(1001, 0.5)));
  CHECK((has(123'456, 7) && has(654'321, -7)));
  // A level ends at its epoch.
  lr.assign(1'000'000, 1);
  std::fill(lr.begin() + 500'000, lr.end(), 0.1);
  CHECK(points(lr, false, false).find("  499000 1  500000 1  500000 0.1  501000 0.1  ") != std::string::npos);
  // Two thousand points are all kept.
  CHECK(tools::points_of(std::vector<double>(2000, 1), false, false).size() == 2002);
}

}  // namespace points_tests
