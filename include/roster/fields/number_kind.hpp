#pragma once

#include <cmath>
#include <limits>

#include "roster/fields/field_kind.hpp"

// The numbers of the language.
namespace roster {

namespace detail {

template <class T>
concept integer = std::integral<T> && !std::same_as<T, bool> && !std::same_as<T, char> && !std::same_as<T, wchar_t> &&
                  !std::same_as<T, char8_t> && !std::same_as<T, char16_t> && !std::same_as<T, char32_t>;

/// All integers up to here are doubles, which schedulers compute in and which JSON's readers use. The sum of two of
/// them does not overflow.
inline constexpr std::int64_t most_exact = std::int64_t{1} << 53;

/// Adds a number's bounds to its schema.
inline void add_limit(node::object& schema, const limit& allowed) {
  constexpr auto infinity = std::numeric_limits<double>::infinity();
  const auto add = [&](const char* name, double bound) {
    const bool whole = bound == std::trunc(bound) && std::fabs(bound) <= static_cast<double>(most_exact);
    schema.push_back({name, whole ? node(static_cast<std::int64_t>(bound)) : node(bound)});
  };
  if (allowed.low != -infinity) add(allowed.low_allowed ? "minimum" : "exclusiveMinimum", allowed.low);
  if (allowed.high != infinity) add(allowed.high_allowed ? "maximum" : "exclusiveMaximum", allowed.high);
}

/// The integers that are doubles, within a limit.
inline limit exact(const limit& allowed) {
  constexpr auto most = static_cast<double>(most_exact);
  return allowed.within({.low = -most, .high = most});
}
inline void report_not_exact(std::string_view integer, const limit& allowed, const place& here) {
  here.report(problem_kind::out_of_range,
              concat({"is ", integer, ", expected ", bounded("an integer", exact(allowed))}));
}
inline void check_integer(std::int64_t field, const limit& allowed, const place& here) {
  if (field > most_exact || field < -most_exact) {
    report_not_exact(to_text(field), allowed, here);
  } else if (!allowed.allows(static_cast<double>(field))) {
    here.report(problem_kind::out_of_range, is_not(field, bounded("an integer", allowed)));
  }
}
/// Reads an integer. If it is beyond 2^53, reports that and leaves the field as it is.
inline bool read_integer(const value& given, std::int64_t& field, const limit& allowed, const place& here) {
  const auto* real = given.as<double>();
  if (const auto* integer = given.as<std::int64_t>()) {
    field = *integer;
  } else if (!real || *real != std::trunc(*real) || std::isinf(*real)) {
    return false;
  } else if (std::fabs(*real) > static_cast<double>(most_exact)) {
    report_not_exact(shortest_text(*real), allowed, here);
    return true;
  } else {
    field = static_cast<std::int64_t>(*real);  // 1e5 and 30.0 are integers, in JSON Schema too
  }
  check_integer(field, allowed, here);
  return true;
}
inline node::object integer_schema(const limit& allowed) {
  auto schema = schema_of_type("integer");
  add_limit(schema, exact(allowed));
  return schema;
}

inline bool read_real(const value& given, double& field) {
  if (const auto* real = given.as<double>()) {
    field = *real;
  } else if (const auto* integer = given.as<std::int64_t>()) {
    field = static_cast<double>(*integer);
  } else {
    return false;
  }
  return true;
}
inline void check_real(double field, const limit& allowed, const place& here) {
  if (allowed.finite ? !std::isfinite(field) : std::isnan(field)) {
    here.report(problem_kind::not_finite, is_not(field, bounded("a finite real number", allowed)));
  } else if (!allowed.allows(field)) {
    here.report(problem_kind::out_of_range, is_not(field, bounded("a real number", allowed)));
  }
}
inline node::object real_schema(const limit& allowed) {
  auto schema = schema_of_type("number");
  add_limit(schema, allowed);
  return schema;
}

}  // namespace detail

/// An integer that the type holds, from -2^53 to 2^53.
template <detail::integer T>
struct field_kind<T> {
  static constexpr limit range = [] {
    using number = std::numeric_limits<T>;
    limit all;
    if (std::cmp_greater(number::min(), -detail::most_exact)) all.low = static_cast<double>(number::min());
    if (std::cmp_less(number::max(), detail::most_exact)) all.high = static_cast<double>(number::max());
    return all;
  }();

  static std::string one() { return "an integer"; }
  static std::string many() { return "integers"; }
  static bool read(const value& given, T& field, const limit& allowed, const place& here) {
    auto number = static_cast<std::int64_t>(field);
    if (!detail::read_integer(given, number, allowed.within(range), here)) return false;
    if (std::in_range<T>(number)) field = static_cast<T>(number);
    return true;
  }
  static void check(T field, const limit& allowed, const place& here) {
    if (std::in_range<std::int64_t>(field)) {
      detail::check_integer(static_cast<std::int64_t>(field), allowed.within(range), here);
    } else {
      detail::report_not_exact(std::to_string(field), allowed.within(range), here);
    }
  }
  static node write(T field) { return field; }
  static node::object schema(const limit& allowed, definitions&) {
    return detail::integer_schema(allowed.within(range));
  }
};

template <std::floating_point T>
struct field_kind<T> {
  static std::string one() { return "a real number"; }
  static std::string many() { return "real numbers"; }
  static bool read(const value& given, T& field, const limit& allowed, const place& here) {
    double number = 0;
    if (!detail::read_real(given, number)) return false;
    if (std::isfinite(number) && std::fabs(number) > double_of(std::numeric_limits<T>::max())) {
      here.report(problem_kind::out_of_range, detail::is_not(number, "a real number that a float can hold"));
      return true;
    }
    field = static_cast<T>(number);
    check(field, allowed, here);
    return true;
  }
  static void check(T field, const limit& allowed, const place& here) {
    detail::check_real(double_of(field), allowed, here);
  }
  static node write(T field) { return double_of(field); }
  static node::object schema(const limit& allowed, definitions&) { return detail::real_schema(allowed); }

 private:
  /// The double that is written with as few digits: 0.1f is 0.1 in a file, not 0.10000000149011612.
  static double double_of(T field) {
    if constexpr (std::is_same_v<T, float>) {
      char buffer[32];
      auto* const end = std::to_chars(buffer, buffer + sizeof buffer, field).ptr;
      double number = field;
      std::from_chars(buffer, end, number);
      return number;
    } else {
      return static_cast<double>(field);
    }
  }
};

}  // namespace roster
