#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <ranges>
#include <string_view>
#include <utility>
#include <variant>

namespace roster {

class value;
struct keyword;

/// Elements that somebody else owns, whatever they are stored as: `for (const auto& element : elements)`.
template <class Element>
struct elements_view {
  std::size_t size = 0;
  const void* data = nullptr;
  Element (*at)(const void* data, std::size_t position) = nullptr;

  constexpr Element operator[](std::size_t position) const { return at(data, position); }

  struct iterator {
    const elements_view* elements;
    std::size_t position;

    constexpr Element operator*() const { return (*elements)[position]; }
    constexpr iterator& operator++() {
      ++position;
      return *this;
    }
    constexpr bool operator==(const iterator&) const = default;
  };
  constexpr iterator begin() const noexcept { return {this, 0}; }
  constexpr iterator end() const noexcept { return {this, size}; }
};

using list_view = elements_view<value>;
/// Named values, in the order of the input.
using object_view = elements_view<keyword>;

/// One value of an input: a keyword argument, a piece of JSON. It owns nothing and allocates nothing; what it was made
/// from has to outlive it.
class value {
 public:
  constexpr value(std::nullptr_t) noexcept {}
  template <std::same_as<bool> T>
  constexpr value(T given) noexcept : held_(given) {}
  template <std::integral T>
    requires(!std::same_as<T, bool> && !std::same_as<T, char>)
  constexpr value(T given) noexcept {
    if (std::in_range<std::int64_t>(given)) {
      held_ = static_cast<std::int64_t>(given);
    } else {
      held_ = static_cast<double>(given);
    }
  }
  constexpr value(double given) noexcept : held_(given) {}
  constexpr value(float given) noexcept : held_(static_cast<double>(given)) {}
  constexpr value(const char* given) noexcept : held_(std::string_view(given)) {}
  template <std::convertible_to<std::string_view> T>
  constexpr value(const T& given) noexcept : held_(std::string_view(given)) {}
  constexpr value(list_view given) noexcept : held_(given) {}
  constexpr value(object_view given) noexcept : held_(given) {}
  /// `{30, 80}`
  constexpr value(std::initializer_list<value> given) noexcept
      : held_(list_view{given.size(), given.begin(), [](const void* data, std::size_t position) {
                          return static_cast<const value*>(data)[position];
                        }}) {}
  /// A `std::vector<double>`, an array, …
  template <std::ranges::contiguous_range R>
    requires(!std::convertible_to<const R&, std::string_view> &&
             std::constructible_from<value, std::ranges::range_reference_t<const R>>)
  constexpr value(const R& given) noexcept
      : held_(list_view{std::ranges::size(given), std::ranges::data(given), [](const void* data, std::size_t position) {
                          return value(static_cast<const std::ranges::range_value_t<R>*>(data)[position]);
                        }}) {}

  constexpr bool is_null() const noexcept { return held_.index() == 0; }
  /// The value as a `T`, or null if it is something else. `T`: bool, std::int64_t, double, std::string_view, list_view,
  /// object_view. An integer is no double here.
  template <class T>
  constexpr const T* as() const noexcept {
    return std::get_if<T>(&held_);
  }

 private:
  std::variant<std::nullptr_t, bool, std::int64_t, double, std::string_view, list_view, object_view> held_ = nullptr;
};

/// A keyword argument: `{"gamma", 0.1}`.
struct keyword {
  std::string_view name;
  value given;
};

/// Keyword arguments: `{{"step_size", 30}, {"gamma", 0.1}}`.
using keywords = std::initializer_list<keyword>;

namespace detail {

/// A view of keyword arguments: of `keywords`, or of a vector of them.
template <class Keywords = keywords>
object_view as_object(const Keywords& given) noexcept {
  return {given.size(), std::ranges::data(given),
          [](const void* data, std::size_t position) { return static_cast<const keyword*>(data)[position]; }};
}

}  // namespace detail
}  // namespace roster
