#pragma once

#include <cstddef>
#include <span>
#include <utility>

namespace roster {

/// For each parameter group that there is now, its position before. Those that joined have the positions after the
/// last.
using origins = std::span<const std::size_t>;

namespace detail {

/// Puts the elements of a list, which include those that join, into the order of the groups that there are now. Those
/// of groups that left come last. Allocates nothing.
template <class T>
void put_in_order(T* list, origins from) noexcept {
  for (std::size_t i = 0; i < from.size(); ++i) {
    auto at = from[i];
    while (at < i) at = from[at];  // where the swaps before have put it
    std::swap(list[i], list[at]);
  }
}

}  // namespace detail
}  // namespace roster
