#pragma once

#include <cstddef>
#include <string_view>

namespace roster {

/// A string as a template argument: `make<"StepLR">`. `N` counts the terminating zero, as a literal's size does.
template <std::size_t N>
struct fixed_string {
  char text[N];

  constexpr fixed_string(const char (&literal)[N]) noexcept {
    for (std::size_t i = 0; i < N; ++i) text[i] = literal[i];
  }

  constexpr operator std::string_view() const noexcept { return {text, N - 1}; }
};

}  // namespace roster
