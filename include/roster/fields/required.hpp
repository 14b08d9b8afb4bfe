#pragma once

#include <concepts>
#include <initializer_list>
#include <type_traits>
#include <utility>

namespace roster {

namespace detail {

struct blank {};

// Conversions that keep the kind of number: neither 30.5 nor `true` becomes an integer.
template <class From, class To>
concept fits = std::convertible_to<From, To> && (!std::is_arithmetic_v<To> || !std::is_arithmetic_v<From> ||
                                                 (std::is_same_v<From, bool> == std::is_same_v<To, bool> &&
                                                  (std::is_floating_point_v<To> || !std::is_floating_point_v<From>)));

// The type of a list's elements; for any other type, an incomplete one.
struct no_element;
template <class T>
struct element_of {
  using type = no_element;
};
template <class T>
  requires std::constructible_from<T, std::initializer_list<typename T::value_type>>
struct element_of<T> {
  using type = typename T::value_type;
};

}  // namespace detail

/// A field without a default. An initialiser that leaves it out does not compile; an input that leaves it out is an
/// error. A config declares its required fields first, as a Python signature does.
template <class T>
class required {
 public:
  using value_type = T;

  required() = delete;
  template <class U>
    requires(!std::same_as<std::remove_cvref_t<U>, required> && detail::fits<std::remove_cvref_t<U>, T>)
  constexpr required(U&& given) : value_(static_cast<T>(std::forward<U>(given))) {}
  /// `.milestones = {30, 80}`
  constexpr required(std::initializer_list<typename detail::element_of<T>::type> given) : value_(given) {}

  constexpr operator const T&() const noexcept { return value_; }
  constexpr const T& operator*() const noexcept { return value_; }
  constexpr T& operator*() noexcept { return value_; }
  constexpr const T* operator->() const noexcept { return &value_; }
  constexpr T* operator->() noexcept { return &value_; }

  /// For the fields layer: a field that is not given yet.
  constexpr explicit required(detail::blank) : value_() {}

 private:
  T value_;
};

namespace detail {

template <class T>
inline constexpr bool is_required = false;
template <class T>
inline constexpr bool is_required<required<T>> = true;

}  // namespace detail
}  // namespace roster
