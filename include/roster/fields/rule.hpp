#pragma once

#include <limits>

#include "roster/input/detail/text.hpp"

namespace roster {

/// The numbers that a field may hold; for a list, each element.
struct limit {
  double low = -std::numeric_limits<double>::infinity();
  double high = std::numeric_limits<double>::infinity();
  bool low_allowed = true;
  bool high_allowed = true;
  bool finite = true;  ///< no infinity; NaN is never allowed

  /// Whether the number is within the bounds; `finite` is not checked.
  constexpr bool allows(double number) const noexcept {
    return (low_allowed ? number >= low : number > low) && (high_allowed ? number <= high : number < high);
  }

  /// The numbers that are within both limits. `finite` is this one's.
  constexpr limit within(const limit& other) const noexcept {
    auto both = *this;
    if (other.low > low || (other.low == low && !other.low_allowed)) {
      both.low = other.low;
      both.low_allowed = other.low_allowed;
    }
    if (other.high < high || (other.high == high && !other.high_allowed)) {
      both.high = other.high;
      both.high_allowed = other.high_allowed;
    }
    return both;
  }

  /// "at least 1", "above 0 and at most 1", "from 0 to 1"; empty if every number is allowed.
  std::string text() const {
    constexpr auto infinity = std::numeric_limits<double>::infinity();
    const auto number = [](double bound) -> std::string {
      if (bound == 0x1p53) return "2^53";
      if (bound == -0x1p53) return "-2^53";
      const bool is_whole = bound >= -0x1p53 && bound <= 0x1p53 && bound == static_cast<double>(std::int64_t(bound));
      return is_whole ? detail::to_text(std::int64_t(bound)) : detail::to_text(bound);
    };
    if (low == high) return detail::concat({"equal to ", number(low)});
    if (low != -infinity && high != infinity && low_allowed && high_allowed) {
      return detail::concat({"from ", number(low), " to ", number(high)});
    }
    std::string bounds;
    if (low != -infinity) bounds = detail::concat({low_allowed ? "at least " : "above ", number(low)});
    if (high == infinity) return bounds;
    return detail::concat({bounds, bounds.empty() ? "" : " and ", high_allowed ? "at most " : "below ", number(high)});
  }

  bool operator==(const limit&) const = default;
};

constexpr limit at_least(double low) noexcept { return {.low = low}; }
constexpr limit above(double low) noexcept { return {.low = low, .low_allowed = false}; }
/// At least `low` and at most `high`.
constexpr limit between(double low, double high) noexcept { return {.low = low, .high = high}; }
/// Above `low` and at most `high`.
constexpr limit above_to(double low, double high) noexcept { return {.low = low, .high = high, .low_allowed = false}; }
/// At least `low` and below `high`.
constexpr limit from_to_below(double low, double high) noexcept {
  return {.low = low, .high = high, .high_allowed = false};
}

/// Any number, and both infinities.
constexpr limit or_infinite() noexcept { return {.finite = false}; }

/// The documentation and the limit of a field. A config's `static constexpr rule rules[]` has one for each field, in
/// order.
struct rule {
  std::string_view field;  ///< the field's name, checked by the compiler
  std::string_view about;  ///< what it means, in one line
  limit allowed = {};
};

}  // namespace roster
