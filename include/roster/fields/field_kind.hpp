#pragma once

#include <algorithm>
#include <cmath>
#include <optional>

#include "roster/fields/required.hpp"
#include "roster/fields/rule.hpp"
#include "roster/input/messages.hpp"
#include "roster/input/node.hpp"
#include "roster/input/place.hpp"

namespace roster {

class definitions;  // schema.hpp

/// How a field of type `T` is read, checked and written. Specialise it to use a type of your own for fields:
/// - `static std::string one()` and `many()`: what messages call it, "an integer", "integers"
/// - `static bool read(const value&, T&, const limit&, const place&)`: false, with nothing changed, if the value is of
///   another kind; otherwise true, and problems with the value or inside it are reported to the place
/// - `static void check(const T&, const limit&, const place&)`: reports what is out of bounds
/// - `static node write(const T&)`: a value that `read` reads back
/// - `static node::object schema(const limit&, definitions&)`: the JSON Schema of what `read` accepts
/// - `static std::string text(const T&)`, if a person would not write it as the value that `write` returns
/// - `static void check_groups(const T&, std::size_t groups, const place&)`, if it may hold a list for the parameter
///   groups: reports a list that does not have one element for each group
///
/// A field that is `required<T>` counts as one of type `T`.
template <class T>
struct field_kind;

namespace detail {

/// Whether only code, not a file, can give a field of that type.
template <class T>
inline constexpr bool is_function = false;
template <class T>
inline constexpr bool is_function<required<T>> = is_function<T>;

/// A field as a person would write it.
template <class T>
std::string field_text(const T& field) {
  if constexpr (requires { field_kind<T>::text(field); }) {
    return field_kind<T>::text(field);
  } else {
    return to_text(value(field_kind<T>::write(field)));
  }
}

inline node::object schema_of_type(std::string_view type) { return {{"type", type}}; }

/// Adds a number's bounds to its schema.
inline void add_limit(node::object& schema, const limit& allowed) {
  constexpr auto infinity = std::numeric_limits<double>::infinity();
  const auto add = [&](const char* name, double bound) {
    const bool whole = bound == std::trunc(bound) && std::fabs(bound) <= 0x1p53;
    schema.push_back({name, whole ? node(static_cast<std::int64_t>(bound)) : node(bound)});
  };
  if (allowed.low != -infinity) add(allowed.low_allowed ? "minimum" : "exclusiveMinimum", allowed.low);
  if (allowed.high != infinity) add(allowed.high_allowed ? "maximum" : "exclusiveMaximum", allowed.high);
}

inline node::object schema_of_any(node::object one, node::object other) {
  return {{"anyOf", node(node::list{node(std::move(one)), node(std::move(other))})}};
}

}  // namespace detail

template <>
struct field_kind<bool> {
  static std::string one() { return "true or false"; }
  static std::string many() { return "booleans"; }
  static bool read(const value& given, bool& field, const limit&, const place&) {
    const auto* truth = given.as<bool>();
    if (truth) field = *truth;
    return truth;
  }
  static void check(bool, const limit&, const place&) {}
  static node write(bool field) { return field; }
  static node::object schema(const limit&, definitions&) { return detail::schema_of_type("boolean"); }
};

namespace detail {

/// "an integer of at least 1", "a list of integers, each at least 1"
inline std::string bounded(const std::string& kind, const limit& allowed) {
  const auto bounds = allowed.text();
  if (bounds.empty()) return kind;
  const bool is_list = kind.find("list ") != kind.npos;
  return concat({kind, is_list ? ", each " : bounds.starts_with("at ") ? " of " : " ", bounds});
}

}  // namespace detail

template <>
struct field_kind<std::int64_t> {
  static std::string one() { return "an integer"; }
  static std::string many() { return "integers"; }
  static bool read(const value& given, std::int64_t& field, const limit& allowed, const place& here) {
    if (const auto* integer = given.as<std::int64_t>()) {
      field = *integer;
    } else if (const auto* real = given.as<double>();
               real && *real == std::trunc(*real) && std::fabs(*real) <= 0x1p53) {
      field = static_cast<std::int64_t>(*real);  // 1e5 and 30.0 are integers, in JSON Schema too
    } else {
      return false;
    }
    check(field, allowed, here);
    return true;
  }
  static void check(std::int64_t field, const limit& allowed, const place& here) {
    // Schedulers compute in doubles, which hold all integers up to here; the sum of two such integers does not
    // overflow.
    constexpr std::int64_t exact = std::int64_t{1} << 53;
    if (field > exact || field < -exact) {
      here.report(problem_kind::out_of_range, detail::is_not(field, "an integer from -2^53 to 2^53"));
    } else if (!allowed.allows(static_cast<double>(field))) {
      here.report(problem_kind::out_of_range, detail::is_not(field, detail::bounded(one(), allowed)));
    }
  }
  static node write(std::int64_t field) { return field; }
  static node::object schema(const limit& allowed, definitions&) {
    auto schema = detail::schema_of_type("integer");
    auto within = allowed;
    within.low = std::max(allowed.low, -0x1p53);
    within.high = std::min(allowed.high, 0x1p53);
    detail::add_limit(schema, within);
    return schema;
  }
};

template <>
struct field_kind<double> {
  static std::string one() { return "a real number"; }
  static std::string many() { return "real numbers"; }
  static bool read(const value& given, double& field, const limit& allowed, const place& here) {
    if (const auto* real = given.as<double>()) {
      field = *real;
    } else if (const auto* integer = given.as<std::int64_t>()) {
      field = static_cast<double>(*integer);
    } else {
      return false;
    }
    check(field, allowed, here);
    return true;
  }
  static void check(double field, const limit& allowed, const place& here) {
    if (allowed.finite ? !std::isfinite(field) : std::isnan(field)) {
      here.report(problem_kind::not_finite, detail::is_not(field, detail::bounded("a finite real number", allowed)));
    } else if (!allowed.allows(field)) {
      here.report(problem_kind::out_of_range, detail::is_not(field, detail::bounded(one(), allowed)));
    }
  }
  static node write(double field) { return field; }
  static node::object schema(const limit& allowed, definitions&) {
    auto schema = detail::schema_of_type("number");
    detail::add_limit(schema, allowed);
    return schema;
  }
};

template <>
struct field_kind<std::string> {
  static std::string one() { return "text"; }
  static std::string many() { return "texts"; }
  static bool read(const value& given, std::string& field, const limit&, const place&) {
    const auto* text = given.as<std::string_view>();
    if (text) field = *text;
    return text;
  }
  static void check(const std::string&, const limit&, const place&) {}
  static node write(const std::string& field) { return field; }
  static node::object schema(const limit&, definitions&) { return detail::schema_of_type("string"); }
};

/// Any input, kept as it is.
template <>
struct field_kind<node> {
  static std::string one() { return "a value"; }
  static std::string many() { return "values"; }
  static bool read(const value& given, node& field, const limit&, const place&) {
    field = node(given);
    return true;
  }
  static void check(const node&, const limit&, const place&) {}
  static node write(const node& field) { return field; }
  static node::object schema(const limit&, definitions&) { return {}; }
};

/// Null, or a `T`.
template <class T>
struct field_kind<std::optional<T>> {
  static std::string one() { return detail::concat({"null or ", field_kind<T>::one()}); }
  static std::string many() { return detail::concat({"nulls or ", field_kind<T>::many()}); }
  static bool read(const value& given, std::optional<T>& field, const limit& allowed, const place& here) {
    if (given.is_null()) {
      field.reset();
      return true;
    }
    T some{};
    if (!field_kind<T>::read(given, some, allowed, here)) return false;
    field = std::move(some);
    return true;
  }
  static void check(const std::optional<T>& field, const limit& allowed, const place& here) {
    if (field) field_kind<T>::check(*field, allowed, here);
  }
  static node write(const std::optional<T>& field) { return field ? field_kind<T>::write(*field) : node(); }
  static node::object schema(const limit& allowed, definitions& parts) {
    return detail::schema_of_any(field_kind<T>::schema(allowed, parts), detail::schema_of_type("null"));
  }
};

}  // namespace roster
