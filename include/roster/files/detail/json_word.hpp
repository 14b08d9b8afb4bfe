#pragma once

#include <algorithm>
#include <string>

#include "roster/registry/nearest.hpp"

namespace roster::detail {

/// What a text may have beyond JSON.
struct json_dialect {
  bool comments = false;   ///< `//` and `/* */`
  bool constants = false;  ///< `NaN`, `Infinity`, `-Infinity`, as Python writes them
};

/// Whether a character may be part of a name, a number or a constant.
inline bool is_in_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '.' ||
         c == '+' || c == '-' || c == '$';
}

inline bool is_constant(std::string_view word, json_dialect dialect) {
  if (dialect.constants && (word == "NaN" || word == "Infinity" || word == "-Infinity")) return true;
  return word == "true" || word == "false" || word == "null";
}

/// Whether a word is a number by JSON's grammar.
inline bool is_number(std::string_view word) {
  const auto skip_digits = [&] {
    const auto digits = std::min(word.find_first_not_of("0123456789"), word.size());
    word.remove_prefix(digits);
    return digits > 0;
  };
  const auto skip_one_of = [&](std::string_view characters) {
    const bool there = !word.empty() && characters.find(word[0]) != characters.npos;
    if (there) word.remove_prefix(1);
    return there;
  };
  skip_one_of("-");
  if (skip_one_of("0")) {
    if (!word.empty() && word[0] >= '0' && word[0] <= '9') return false;
  } else if (!skip_digits()) {
    return false;
  }
  if (skip_one_of(".") && !skip_digits()) return false;
  if (skip_one_of("eE")) {
    skip_one_of("+-");
    if (!skip_digits()) return false;
  }
  return word.empty();
}

/// What is wrong with a word that is meant as a number, a truth or null: ", expected true". Empty if nothing is, or if
/// the word is a text without quotes.
inline std::string_view fault_of_word(std::string_view word, json_dialect dialect) {
  if (is_constant(word, dialect) || is_number(word)) return "";
  const auto digit = [](std::string_view text, std::size_t at) {
    return at < text.size() && text[at] >= '0' && text[at] <= '9';
  };
  std::string plain(word.substr(word.find_first_not_of("+-") == 1));
  for (auto& c : plain) c = lower(c);
  const auto is = [&](auto... names) { return ((plain == names) || ...); };
  if (is("true", "yes", "on")) return ", expected true";
  if (is("false", "no", "off")) return ", expected false";
  if (is("null", "none", "nil", "undefined")) return ", expected null";
  if (is("nan", "inf", "infinity", ".nan", ".inf")) return ", which is not a number in JSON";
  if (word[0] != '+' && word[0] != '-' && word[0] != '.' && !digit(word, 0)) return "";
  if (word[0] == '+' && is_number(plain)) return ", expected a number without a plus sign";
  if (plain[0] == '.' && digit(plain, 1)) return ", expected a digit before the decimal point";
  if (plain[0] == '0' && digit(plain, 1)) return ", expected a number without leading zeros";
  const auto point = plain.find('.');
  if (point != plain.npos && digit(plain, 0) && !digit(plain, point + 1))
    return ", expected a digit after the decimal point";
  return ", expected a number such as 30, 0.1 or 1e-3";
}

}  // namespace roster::detail
