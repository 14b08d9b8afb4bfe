#pragma once

#include <cstddef>
#include <ctime>
#include <string>
#include <string_view>

namespace test {

inline std::string repeated(std::string_view piece, std::size_t times) {
  std::string all;
  all.reserve(piece.size() * times);
  for (std::size_t i = 0; i < times; ++i) all += piece;
  return all;
}

/// Whether `f` has ended without what a user would take for a hang: 10 s of the processor, not of the clock. What is
/// tested so takes tenths, and would take minutes if it grew with the square of the input.
template <class F>
bool ends(F&& f) {
  const auto begin = std::clock();
  f();
  return std::clock() - begin < 10 * CLOCKS_PER_SEC;
}

}  // namespace test
