#pragma once

#include <chrono>
#include <cmath>
#include <optional>

#include "roster/fields/field_kind.hpp"

namespace roster {

namespace detail {

struct unit_of_time {
  std::string_view name;
  std::int64_t num, den;  ///< in seconds
};
/// From the longest to the shortest; the last is another spelling.
inline constexpr unit_of_time units_of_time[] = {
    {"d", 86'400, 1}, {"h", 3'600, 1},      {"min", 60, 1},           {"s", 1, 1},
    {"ms", 1, 1'000}, {"us", 1, 1'000'000}, {"ns", 1, 1'000'000'000}, {"\u00b5s", 1, 1'000'000},
};
inline constexpr auto time_pattern = "^ *-? *([0-9]+(\\.[0-9]+)? *(d|h|min|s|ms|us|\u00b5s|ns) *)+$";

constexpr bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }

/// A duration in units of `num / den` seconds: "30 s", "1 h 30 min", "-0.5 ms"; nothing for any other text.
inline std::optional<long double> parse_time(std::string_view text, std::intmax_t num, std::intmax_t den) {
  const auto skip_blanks = [&] { text.remove_prefix(std::min(text.find_first_not_of(' '), text.size())); };
  const auto take = [&](auto belongs) {
    std::size_t size = 0;
    while (size < text.size() && belongs(text[size])) ++size;
    const auto taken = text.substr(0, size);
    text.remove_prefix(size);
    return taken;
  };
  skip_blanks();
  const bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  skip_blanks();
  if (text.empty()) return std::nullopt;
  long double all = 0;
  while (!text.empty()) {
    const auto number = take([](char c) { return is_digit(c) || c == '.'; });
    skip_blanks();
    const auto name = take([](char c) { return c != ' ' && c != '-' && !is_digit(c); });
    skip_blanks();
    double count = 0;
    const auto [end, failed] = std::from_chars(number.data(), number.data() + number.size(), count);
    const auto* const unit = std::ranges::find(units_of_time, name, &unit_of_time::name);
    const bool whole = !number.empty() && is_digit(number.front()) && is_digit(number.back());
    if (!whole || failed != std::errc() || end != number.data() + number.size() || unit == std::end(units_of_time)) {
      return std::nullopt;
    }
    all += static_cast<long double>(count) * static_cast<long double>(unit->num) * static_cast<long double>(den) /
           (static_cast<long double>(unit->den) * static_cast<long double>(num));
  }
  return negative ? -all : all;
}

/// A count of `num / den` seconds in the longest unit that makes it whole, or else in seconds.
inline std::string time_text(long double count, std::intmax_t num, std::intmax_t den) {
  const auto seconds = count * static_cast<long double>(num) / static_cast<long double>(den);
  const auto in = [&](const unit_of_time& unit) {
    return seconds * static_cast<long double>(unit.den) / static_cast<long double>(unit.num);
  };
  if (seconds != 0) {
    for (const auto& unit : units_of_time) {
      const auto number = in(unit);
      const auto rounded = std::round(number);
      if (std::fabs(rounded) >= 1 && std::fabs(rounded) < 0x1p53L &&
          std::fabs(number - rounded) < 1e-12L * std::fabs(number)) {
        return concat({to_text(static_cast<std::int64_t>(rounded)), " ", unit.name});
      }
    }
  }
  return concat({shortest_text(static_cast<double>(seconds)), " s"});
}

}  // namespace detail

/// A duration, as text with units: "30 s", "5 min", "1 h 30 min", "0.5 ms". A limit counts seconds.
template <class Rep, class Period>
struct field_kind<std::chrono::duration<Rep, Period>> {
  using type = std::chrono::duration<Rep, Period>;

  static std::string one() { return "a duration (\"30 s\", \"5 min\")"; }
  static std::string many() { return "durations (\"30 s\", \"5 min\")"; }
  static bool read(const value& given, type& field, const limit& allowed, const place& here) {
    const auto* text = given.as<std::string_view>();
    if (!text) return false;
    const auto count = detail::parse_time(*text, Period::num, Period::den);
    if (!count) {
      here.report(problem_kind::wrong_type,
                  detail::is_not(*text, "a duration in d, h, min, s, ms, us or ns (\"30 s\", \"1 h 30 min\")"));
      return true;
    }
    if constexpr (std::chrono::treat_as_floating_point_v<Rep>) {
      field = type(static_cast<Rep>(*count));
    } else {
      const auto rounded = std::round(*count);
      if (std::fabs(*count - rounded) > 1e-9L * std::fabs(*count)) {
        here.report(
            problem_kind::wrong_type,
            detail::is_not(*text, detail::concat({"a multiple of ", detail::time_text(1, Period::num, Period::den)})));
        return true;
      }
      constexpr auto most = static_cast<long double>(std::numeric_limits<Rep>::max());
      if (std::fabs(rounded) >= most) {
        here.report(problem_kind::out_of_range, detail::is_not(*text, "a shorter duration"));
        return true;
      }
      field = type(static_cast<Rep>(rounded));
    }
    check(field, allowed, here);
    return true;
  }
  static void check(const type& field, const limit& allowed, const place& here) {
    const auto seconds = std::chrono::duration<double>(field).count();
    if (std::isfinite(seconds) && allowed.allows(seconds)) return;
    here.report(problem_kind::out_of_range,
                detail::concat({"is ", text(field), ", expected ", detail::bounded(one(), allowed)}));
  }
  static std::string text(const type& field) {
    return detail::time_text(static_cast<long double>(field.count()), Period::num, Period::den);
  }
  static node write(const type& field) { return text(field); }
  static node::object schema(const limit&, definitions&) {
    auto schema = detail::schema_of_type("string");
    schema.push_back({"pattern", detail::time_pattern});
    return schema;
  }
};

}  // namespace roster
