#pragma once

#include <charconv>
#include <string>

#include "roster/input/detail/printable.hpp"
#include "roster/input/value.hpp"

namespace roster::detail {

/// The shortest decimal form that reads back to the same number: "0.1", "30", "1e-08", "nan".
inline std::string shortest_text(double number) {
  if (number != number) return "nan";  // of either sign
  char buffer[32];
  return {buffer, std::to_chars(buffer, buffer + sizeof buffer, number).ptr};
}
/// The same, but never like an integer: "30.0".
inline std::string to_text(double number) {
  const auto text = shortest_text(number);
  return concat({text, text.find_first_not_of("-0123456789") == text.npos ? ".0" : ""});
}
inline std::string to_text(std::int64_t number) { return std::to_string(number); }
inline std::string to_text(bool truth) { return truth ? "true" : "false"; }

/// "1 step", "2 steps"
inline std::string counted(std::int64_t count, std::string_view noun) {
  return concat({std::to_string(count), " ", noun, count == 1 ? "" : "s"});
}
/// "1 element", "2 elements"
inline std::string elements(std::size_t count) { return counted(static_cast<std::int64_t>(count), "element"); }

/// In quotes, on one line, and cut to 60 bytes, whatever it holds.
inline std::string to_text(std::string_view text) { return concat({"\"", printable(text, 60, "\"\\"), "\""}); }

inline std::string to_text(const std::string& text) { return to_text(std::string_view(text)); }

/// The most elements of a list that a message shows.
inline constexpr std::size_t most_shown = 8;

/// A value as a person would write it; long lists are cut short.
inline std::string to_text(const value& given) {
  if (const auto* b = given.as<bool>()) return to_text(*b);
  if (const auto* i = given.as<std::int64_t>()) return to_text(*i);
  if (const auto* d = given.as<double>()) return to_text(*d);
  if (const auto* s = given.as<std::string_view>()) return to_text(*s);
  if (const auto* l = given.as<list_view>()) {
    std::string items = "[";
    for (std::size_t i = 0; i < l->size && i < most_shown; ++i) {
      const auto item = (*l)[i];
      const bool nested = item.as<list_view>() || item.as<object_view>();
      if (i > 0) items += ", ";
      items += nested ? (item.as<list_view>() ? "[…]" : "{…}") : to_text(item);
    }
    return items + (l->size > most_shown ? ", …]" : "]");
  }
  if (given.as<object_view>()) return "an object";
  return "null";
}

}  // namespace roster::detail
