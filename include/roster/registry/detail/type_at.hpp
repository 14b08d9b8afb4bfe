#pragma once

#include <cstddef>
#include <utility>

namespace roster::detail {

template <std::size_t I, class T>
struct indexed {
  using type = T;
};
template <class Indices, class... Types>
struct indexed_types;
template <std::size_t... I, class... Types>
struct indexed_types<std::index_sequence<I...>, Types...> : indexed<I, Types>... {};
template <std::size_t I, class T>
indexed<I, T> pick(const indexed<I, T>&);

// A long list is first cut into pieces of sixteen. Each pick looks at all types of a list, so a thousand picks from a
// thousand types would take the compiler a million looks.
template <class... Types>
struct cut {
  using piece = indexed_types<std::index_sequence_for<Types...>, Types...>;
};
template <class T0, class T1, class T2, class T3, class T4, class T5, class T6, class T7, class T8, class T9, class T10,
          class T11, class T12, class T13, class T14, class T15, class... Rest>
struct cut<T0, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13, T14, T15, Rest...> {
  using piece =
      indexed_types<std::make_index_sequence<16>, T0, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13, T14, T15>;
  using rest = cut<Rest...>;
};

template <std::size_t Pieces, class Cut>
struct drop {
  using type = typename drop<Pieces - 1, Cut>::type::rest;
};
template <class Cut>
struct drop<0, Cut> {
  using type = Cut;
};

/// The type at position `I` of the list that `Cut` was made from.
template <std::size_t I, class Cut>
using type_at = typename decltype(pick<I % 16>(std::declval<typename drop<I / 16, Cut>::type::piece>()))::type;

}  // namespace roster::detail
