#pragma once

#include <cstddef>
#include <type_traits>

#include "roster/type_at.hpp"

namespace roster::detail {

/// Calls `f` with the type at `index` of the `Count` types in `Cut`, as `std::type_identity<T>`: a generated switch,
/// which compiles to one indirect jump (and a comparison for every further 64 types). All of f's results have one type.
template <class Cut, std::size_t Count, std::size_t First = 0, class F>
constexpr decltype(auto) dispatch(std::size_t index, F&& f) {
  constexpr std::size_t block = 64;
  constexpr std::size_t last = (Count - First > block ? First + block : Count) - 1;
  if constexpr (last + 1 < Count) {
    if (index > last) return dispatch<Cut, Count, last + 1>(index, f);
  }
  // The last type is the default, so that every path returns.
#define ROSTER_CASE(i)                                         \
  case i:                                                      \
    if constexpr (First + i < last)                            \
      return f(std::type_identity<type_at<First + i, Cut>>{}); \
    else                                                       \
      [[fallthrough]];
#define ROSTER_CASES_4(i) ROSTER_CASE(i) ROSTER_CASE(i + 1) ROSTER_CASE(i + 2) ROSTER_CASE(i + 3)
#define ROSTER_CASES_16(i) ROSTER_CASES_4(i) ROSTER_CASES_4(i + 4) ROSTER_CASES_4(i + 8) ROSTER_CASES_4(i + 12)
  switch (index - First) {
    ROSTER_CASES_16(0)
    ROSTER_CASES_16(16)
    ROSTER_CASES_16(32)
    ROSTER_CASES_16(48)
    default:
      return f(std::type_identity<type_at<last, Cut>>{});
  }
#undef ROSTER_CASES_16
#undef ROSTER_CASES_4
#undef ROSTER_CASE
}

}  // namespace roster::detail
