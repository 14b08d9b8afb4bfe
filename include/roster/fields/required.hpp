#pragma once

#include <array>
#include <concepts>
#include <initializer_list>
#include <type_traits>
#include <utility>

namespace roster {

namespace detail {

struct blank {};

/// Whether `T` stands for a value of any type, as what Boost.PFR counts fields with does. No constructor wants that.
struct unrelated {};
template <class T>
concept converts_to_anything = std::is_convertible_v<T, unrelated&>;

// Conversions that keep the kind of number: neither 30.5 nor `true` becomes an integer.
template <class From, class To>
concept fits = std::convertible_to<From, To> && (!std::is_arithmetic_v<To> || !std::is_arithmetic_v<From> ||
                                                 (std::is_same_v<From, bool> == std::is_same_v<To, bool> &&
                                                  (std::is_floating_point_v<To> || !std::is_floating_point_v<From>)));

/// A `T` with its defaults; a field without one is blank (detail/reflect.hpp).
template <class T>
constexpr T fresh();

/// Whether `T` says that it has a deleted constructor from `U`, so that compilers name both types.
template <class T, class U>
concept refuses = requires { requires T::template refuses<U>; };

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

// The number that a class such as `steps` is in formulas; for any other type, one that nobody asks for.
template <class T>
concept is_number_in_formulas = requires { requires std::convertible_to<const T&, typename T::number>; };
template <class T>
struct formula_number {
  using type = blank;
};
template <is_number_in_formulas T>
struct formula_number<T> {
  using type = typename T::number;
};

/// Whether a list of type `List` gives each element of a `T`, which cannot be made of it as it is.
template <class List, class T>
concept gives_each = !std::convertible_to<const List&, T> && requires(const List& list) {
  requires fits<typename List::value_type, typename element_of<T>::type>;
  T(list.begin(), list.end());
};

// A list of values for a type that takes no `std::initializer_list`: one for each element of an array, or the arguments
// of a pair or a tuple.
template <class T, class... Values>
inline constexpr bool takes_each = sizeof...(Values) >= 2 && std::is_constructible_v<T, Values...>;
template <class T, std::size_t N, class... Values>
inline constexpr bool takes_each<std::array<T, N>, Values...> =
    N == sizeof...(Values) && (fits<std::remove_cvref_t<Values>, T> && ...);
template <class T, class... Values>
constexpr T made_of(Values&&... given) {
  if constexpr (std::is_constructible_v<T, Values...>) {
    return T(std::forward<Values>(given)...);
  } else {
    return T{static_cast<typename T::value_type>(std::forward<Values>(given))...};
  }
}

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
  /// One of a few names, which the compiler checks: `.mode = "min"`
  template <std::size_t N>
    requires requires { T::names; }
  consteval required(const char (&name)[N]) : value_(name) {}
  /// What `T` refuses by name.
  template <class U>
    requires(!std::same_as<std::remove_cvref_t<U>, required> && detail::refuses<T, std::remove_cvref_t<U>>)
  required(U&&) = delete;
  /// `.milestones = {30, 80}`
  constexpr required(std::initializer_list<typename detail::element_of<T>::type> given) : value_(given) {}

  /// A list of other elements that fit: a `std::vector<int>` for one of `steps`
  template <detail::gives_each<T> List>
  constexpr required(const List& given) : value_(given.begin(), given.end()) {}

  /// `.betas = {0.9, 0.999}`
  template <class... Values>
    requires detail::takes_each<T, Values...>
  constexpr required(Values&&... given) : value_(detail::made_of<T>(std::forward<Values>(given)...)) {}

  constexpr operator const T&() const noexcept { return value_; }
  constexpr operator typename detail::formula_number<T>::type() const noexcept
    requires detail::is_number_in_formulas<T>
  {
    return value_;
  }
  constexpr const T& operator*() const noexcept { return value_; }
  constexpr T& operator*() noexcept { return value_; }
  constexpr const T* operator->() const noexcept { return &value_; }
  constexpr T* operator->() noexcept { return &value_; }

  /// For the fields layer: a field that is not given yet.
  constexpr explicit required(detail::blank) : value_(detail::fresh<T>()) {}

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
