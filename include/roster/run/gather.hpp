#pragma once

#include <concepts>
#include <string>
#include <string_view>
#include <vector>

namespace roster {

/// A function that takes this rank's bytes and returns the bytes of all ranks, unchanged, in the order of the ranks,
/// the same on every rank. All ranks call it together, so one that does not come keeps the others waiting. A rank is
/// one of several processes that train together. Roster does not know how they talk. What the function throws, its
/// callers pass on.
template <class F>
concept gathers = requires(F& gather, std::string_view mine) {
  { gather(mine) } -> std::convertible_to<std::vector<std::string>>;
};

}  // namespace roster
