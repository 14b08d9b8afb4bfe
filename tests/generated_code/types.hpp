#pragma once

#include <array>
#include <cstddef>
#include <string_view>
#include <type_traits>
#include <utility>

#include "roster/registry.hpp"

// Registries of many types, and functions that use them.
template <int I>
struct numbered {
  static constexpr std::array<char, 6> text{'T', char('a' + I / 100), char('a' + I / 10 % 10), char('a' + I % 10), 'x',
                                            'y'};
  static constexpr std::string_view name{text.data(), text.size()};
};
template <int... I>
constexpr auto list_of(std::integer_sequence<int, I...>) {
  return boost::hana::tuple_t<numbered<I>...>;
}
inline constexpr auto list_of_3 = list_of(std::make_integer_sequence<int, 3>{});
inline constexpr auto list_of_60 = list_of(std::make_integer_sequence<int, 60>{});
inline constexpr auto list_of_1000 = list_of(std::make_integer_sequence<int, 1000>{});

template <const auto& List>
std::size_t position(std::string_view name) {
  return roster::registry<List>::find(name).value_or(roster::registry<List>::size());
}

// Different calls for each type, so that the compiler cannot replace them by a table of results.
void called_0(), called_1(int), called_2(int, int), called_otherwise();
template <const auto& List>
void call(std::string_view name) {
  roster::registry<List>::visit(
      name,
      []<int I>(std::type_identity<numbered<I>>) {
        if constexpr (I % 3 == 0) called_0();
        if constexpr (I % 3 == 1) called_1(I);
        if constexpr (I % 3 == 2) called_2(I, I * I);
      },
      [] { called_otherwise(); });
}
