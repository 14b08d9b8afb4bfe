#pragma once

#include "roster/fields/config_members.hpp"
#include "roster/fields/field_info.hpp"
#include "roster/fields/one_of.hpp"

// The real numbers in a struct, by name: what a scheduler can drive.
namespace roster::detail {

/// How many numbers a field of that type is.
template <class T>
inline constexpr std::size_t numbers_in = std::is_same_v<T, double> ? 1 : 0;
template <std::size_t N>
inline constexpr std::size_t numbers_in<std::array<double, N>> = N;

/// The elements of `betas` are beta1 and beta2.
template <class T, std::size_t Field, std::size_t Element>
inline constexpr auto number_name = [] {
  constexpr auto whole = field_names<T>[Field];
  if constexpr (std::is_same_v<held_type<Field, T>, double>) {
    char text[whole.size() + 1]{};
    std::ranges::copy(whole, text);
    return fixed_string(text);
  } else {
    static_assert(Element < 9);
    constexpr auto stem = whole.ends_with('s') ? whole.substr(0, whole.size() - 1) : whole;
    char text[stem.size() + 2]{};
    std::ranges::copy(stem, text);
    text[stem.size()] = static_cast<char>('1' + Element);
    return fixed_string(text);
  }
}();

/// A number in a struct `T`.
template <class T, std::size_t Field, std::size_t Element>
struct number {
  static constexpr std::size_t field = Field;
  static constexpr std::size_t element = Element;
  static constexpr std::string_view name = number_name<T, Field, Element>;
  static constexpr auto& fixed_name = number_name<T, Field, Element>;
  static constexpr limit allowed = rules_of<T>()[Field].allowed;
  static double& in(T& of) noexcept {
    auto& held = static_cast<held_type<Field, T>&>(unwrapped(field_of<Field>(of)));
    if constexpr (std::is_same_v<held_type<Field, T>, double>) {
      return held;
    } else {
      return held[Element];
    }
  }

 private:
  template <class U>
  static U& unwrapped(required<U>& of) noexcept {
    return *of;
  }
  template <class U>
  static U& unwrapped(U& of) noexcept {
    return of;
  }
};

/// Whether a config says that a field is only read when training begins: `static constexpr std::string_view
/// only_at_start[]`.
template <class T>
constexpr bool is_only_at_start(std::string_view field) {
  if constexpr (requires { T::only_at_start; }) {
    for (const auto one : T::only_at_start) {
      if (one == field) return true;
    }
  }
  return false;
}

/// Where the `n`-th number is: in which field, and which element of it.
struct number_position {
  std::size_t field;
  std::size_t element;
};
template <class T>
constexpr auto find_numbers() {
  constexpr auto counts = []<std::size_t... I>(std::index_sequence<I...>) {
    return std::array<std::size_t, sizeof...(I) + 1>{
        (is_only_at_start<T>(field_names<T>[I]) ? 0 : numbers_in<held_type<I, T>>)..., 0};
  }(std::make_index_sequence<field_count<T>>{});
  constexpr auto all = [=] {
    std::size_t sum = 0;
    for (const auto one : counts) sum += one;
    return sum;
  }();
  std::array<number_position, all> found{};
  std::size_t n = 0;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    for (std::size_t j = 0; j < counts[i]; ++j) found[n++] = {i, j};
  }
  return found;
}

/// Calls `f.operator()<number<T, …>...>()` with all numbers of a struct, in order, and returns its result.
template <class T, class F>
constexpr auto with_numbers(F&& f) {
  constexpr auto found = find_numbers<T>();
  return [&]<std::size_t... N>(std::index_sequence<N...>) {
    return f.template operator()<number<T, found[N].field, found[N].element>...>();
  }(std::make_index_sequence<found.size()>{});
}

}  // namespace roster::detail
