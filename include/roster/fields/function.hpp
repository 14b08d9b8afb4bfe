#pragma once

#include <functional>

#include "roster/fields/field_kind.hpp"

namespace roster {

namespace detail {

template <class Result, class... Arguments>
inline constexpr bool is_function<std::function<Result(Arguments...)>> = true;

}  // namespace detail

/// A function is a field that only code can give.
template <class Result, class... Arguments>
struct field_kind<std::function<Result(Arguments...)>> {
  using type = std::function<Result(Arguments...)>;

  static std::string one() { return "a function (only code can give one)"; }
  static std::string many() { return "functions"; }
  static bool read(const value&, type&, const limit&, const place&) { return false; }
  static void check(const type& field, const limit&, const place& here) {
    if (!field) here.report(problem_kind::missing, detail::is_empty("a function"));
  }
  static node write(const type& field) { return field ? node(value("a function")) : node(); }
  static node::object schema(const limit&, definitions&) { return {{"not", node(node::object{})}}; }
};

}  // namespace roster
