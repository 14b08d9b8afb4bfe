#pragma once

#include <charconv>
#include <limits>
#include <optional>
#include <system_error>

#include "roster/input/node.hpp"

namespace roster::detail {

/// A scalar without quotes, by the rules of YAML 1.2's core schema, which include JSON's: `5e-4` is a number, `yes` is
/// text. Nothing if it is a number too large for a double.
inline std::optional<node> plain_scalar(const std::string& text) {
  const auto is = [&](auto... names) { return ((text == names) || ...); };
  if (text.empty()) return node::nothing();
  if (is("~", "null", "Null", "NULL")) return node();
  if (is("true", "True", "TRUE")) return true;
  if (is("false", "False", "FALSE")) return false;
  constexpr auto infinity = std::numeric_limits<double>::infinity();
  if (is(".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF")) return infinity;
  if (is("-.inf", "-.Inf", "-.INF")) return -infinity;
  if (is(".nan", ".NaN", ".NAN")) return std::numeric_limits<double>::quiet_NaN();

  const auto* const end = text.data() + text.size();
  const auto whole = [&](auto& number, const char* begin, auto format) {
    const auto [stop, failed] = std::from_chars(begin, end, number, format);
    return stop == end ? failed : std::errc::invalid_argument;
  };
  std::int64_t integer = 0;
  const auto prefixed = [&](std::string_view prefix, int base) {
    return text.starts_with(prefix) && !text.starts_with(std::string(prefix) + "-") &&
           whole(integer, text.data() + 2, base) == std::errc();
  };
  if (prefixed("0x", 16) || prefixed("0o", 8)) return integer;
  if (text.find_first_not_of("0123456789+-.eE") != text.npos) return text;
  const auto* const begin = text.data() + (text.starts_with('+') ? 1 : 0);
  if (text.starts_with("+-")) return text;
  if (whole(integer, begin, 10) == std::errc()) return integer;
  double real = 0;
  const auto failed = whole(real, begin, std::chars_format::general);
  if (failed == std::errc()) return real;
  if (failed != std::errc::result_out_of_range) return text;
  // The number is too small or too large for a double.
  const auto exponent = text.find_first_of("eE");
  const bool small =
      exponent == text.npos ? text.find_first_of("123456789") > text.find('.') : text[exponent + 1] == '-';
  if (small) return 0.0;
  return std::nullopt;
}

}  // namespace roster::detail
