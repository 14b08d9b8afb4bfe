#pragma once

#include <charconv>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "roster/value.hpp"

namespace roster::detail {

/// The shortest decimal form that reads back to the same number and is no integer: "0.1", "30.0", "1e-08", "nan".
inline std::string to_text(double number) {
  if (number != number) return "nan";  // of either sign
  char buffer[32];
  const std::string text(buffer, std::to_chars(buffer, buffer + sizeof buffer, number).ptr);
  return text.find_first_not_of("-0123456789") == text.npos ? text + ".0" : text;
}
inline std::string to_text(std::int64_t number) { return std::to_string(number); }
inline std::string to_text(bool truth) { return truth ? "true" : "false"; }

/// "1 element", "2 elements"
inline std::string elements(std::size_t count) {
  return std::to_string(count) + (count == 1 ? " element" : " elements");
}

/// "0a"
inline std::string hex(unsigned char byte) {
  constexpr char digits[] = "0123456789abcdef";
  return {digits[byte / 16], digits[byte % 16]};
}

/// How long the UTF-8 character is that a text begins with; 0, if it is none.
inline std::size_t character_length(std::string_view text) {
  const auto byte = [&](std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0u; };
  const auto first = byte(0);
  if (first < 0x80) return !text.empty();
  const std::size_t length = first < 0xC2 ? 0 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : first < 0xF5 ? 4 : 0;
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0) != 0x80) return 0;
  }
  // Written longer than need be, half of a pair of UTF-16, or beyond the last one.
  const auto second = byte(1);
  if ((first == 0xE0 && second < 0xA0) || (first == 0xED && second > 0x9F)) return 0;
  if ((first == 0xF0 && second < 0x90) || (first == 0xF4 && second > 0x8F)) return 0;
  return length;
}

/// The characters of a text in UTF-8.
inline std::size_t character_count(std::string_view text) {
  std::size_t count = 0;
  for (const char c : text) count += (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  return count;
}

/// In quotes, on one line and of bounded length, whatever it holds.
inline std::string to_text(std::string_view text) {
  std::size_t most = 60;
  // No character of UTF-8 is cut in two.
  for (int i = 0; i < 3 && most < text.size() && (static_cast<unsigned char>(text[most]) & 0xC0) == 0x80; ++i) --most;
  std::string quoted = "\"";
  for (const char c : text.substr(0, most)) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      quoted += '\\';
      quoted += c;
    } else if (byte >= 0x20 && byte != 0x7F) {
      quoted += c;
    } else {
      quoted += "\\x" + hex(byte);
    }
  }
  return quoted + (text.size() > most ? "…\"" : "\"");
}

inline std::string to_text(const std::string& text) { return to_text(std::string_view(text)); }

/// Elements of a list that a message has room for.
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
      const auto item = l->at(l->data, i);
      const bool nested = item.as<list_view>() || item.as<object_view>();
      items += (i ? ", " : "") + (nested ? std::string(item.as<list_view>() ? "[…]" : "{…}") : to_text(item));
    }
    return items + (l->size > most_shown ? ", …]" : "]");
  }
  if (given.as<object_view>()) return "an object";
  return "null";
}

}  // namespace roster::detail
