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

/// Whether `f` ends before a user would think that it hangs: within 10 s of CPU time. The tests take tenths of a
/// second; if the time grew with the square of the input, they would take minutes.
template <class F>
bool ends(F&& f) {
  const auto begin = std::clock();
  f();
  return std::clock() - begin < 10 * CLOCKS_PER_SEC;
}

}  // namespace test
