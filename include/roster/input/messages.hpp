#pragma once

#include <iterator>

#include "roster/input/detail/text.hpp"

// The sentences of which messages are made. They are read after the path of a place: "gamma is -1, expected …".
namespace roster::detail {

/// "is -1, expected a real number above 0"
template <class T>
std::string is_not(const T& given, std::string_view expected) {
  return "is " + to_text(given) + ", expected " + std::string(expected);
}

/// "is missing, expected an integer"
inline std::string is_missing(std::string_view expected = {}) {
  return expected.empty() ? "is missing" : "is missing, expected " + std::string(expected);
}

/// "is empty, expected a function"
inline std::string is_empty(std::string_view expected) { return "is empty, expected " + std::string(expected); }

/// "has 1 element, expected 2, one for each group"
inline std::string has_length(std::size_t given, std::string_view expected) {
  return "has " + elements(given) + ", expected " + std::string(expected);
}

/// "is 0.1, but 0.2 in this StepLR"
template <class T, class U>
std::string differs(const T& given, const U& own, std::string_view owner) {
  return "is " + to_text(given) + ", but " + to_text(own) + " in this " + std::string(owner);
}

/// "step_size, gamma and verbose", or with " or "
template <class Names>
std::string enumerated(const Names& names, std::string_view last = " and ") {
  std::string all;
  std::size_t left = std::size(names);
  for (const auto& name : names) {
    all += std::string(all.empty() ? "" : left == 1 ? last : ", ") + std::string(name);
    --left;
  }
  return all;
}

}  // namespace roster::detail
