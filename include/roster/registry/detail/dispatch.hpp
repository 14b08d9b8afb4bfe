#pragma once

#include <cstddef>

#include "roster/registry/detail/type_at.hpp"

namespace roster::detail {

/// A switch over the positions of a registry's types from `First` to before `Last`: it calls `f` with the type there as
/// `std::type_identity<T>`, or `otherwise()` if there is none. One indirect jump; of more than 256 types, two. There
/// are several sizes, because the compiler reads all cases of a switch, used or not. All that is done for a type stands
/// in its case: the symbol of a function for each would hold the names of all types.
template <std::size_t Size>
struct generated_switch;

#define ROSTER_TYPE(i)                                                                       \
  case i:                                                                                    \
    if constexpr (First + i < Last) return f(std::type_identity<type_at<First + i, Cut>>{}); \
    break;
#define ROSTER_BLOCK(i)                                                                              \
  case i:                                                                                            \
    if constexpr (std::size_t{256} * (i) < Last)                                                     \
      return generated_switch<256>::jump<Cut, std::size_t{256} * (i), Last>(position, f, otherwise); \
    break;
#define ROSTER_4(c, i) c(i) c(i + 1) c(i + 2) c(i + 3)
#define ROSTER_16(c, i) ROSTER_4(c, i) ROSTER_4(c, i + 4) ROSTER_4(c, i + 8) ROSTER_4(c, i + 12)
#define ROSTER_64(c, i) ROSTER_16(c, i) ROSTER_16(c, i + 16) ROSTER_16(c, i + 32) ROSTER_16(c, i + 48)
#define ROSTER_256(c, i) ROSTER_64(c, i) ROSTER_64(c, i + 64) ROSTER_64(c, i + 128) ROSTER_64(c, i + 192)
#define ROSTER_SWITCH(size)                                                                                   \
  template <>                                                                                                 \
  struct generated_switch<size> {                                                                             \
    template <class Cut, std::size_t First, std::size_t Last, class F, class Otherwise>                       \
    static constexpr decltype(auto) jump(std::size_t position, [[maybe_unused]] F& f, Otherwise& otherwise) { \
      switch (position - First) { ROSTER_##size(ROSTER_TYPE, 0) default : break; }                            \
      return otherwise();                                                                                     \
    }                                                                                                         \
  };
ROSTER_SWITCH(16)
ROSTER_SWITCH(64)
ROSTER_SWITCH(256)

/// Of more than 256 types: a switch over blocks of 256.
template <>
struct generated_switch<65536> {
  template <class Cut, std::size_t First, std::size_t Last, class F, class Otherwise>
  static constexpr decltype(auto) jump(std::size_t position, F& f, Otherwise& otherwise) {
    switch (position / 256) { ROSTER_256(ROSTER_BLOCK, 0) default : break; }
    return otherwise();
  }
};
#undef ROSTER_SWITCH
#undef ROSTER_256
#undef ROSTER_64
#undef ROSTER_16
#undef ROSTER_4
#undef ROSTER_BLOCK
#undef ROSTER_TYPE

template <std::size_t Count>
using switch_for = generated_switch<(Count <= 16    ? 16
                                     : Count <= 64  ? 64
                                     : Count <= 256 ? 256
                                                    : 65536)>;

}  // namespace roster::detail
