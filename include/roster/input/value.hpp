#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string_view>
#include <type_traits>
#include <utility>

namespace roster {

class value;
struct keyword;

/// A view of elements that somebody else owns, however they are stored: `for (const auto& element : elements)`.
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

/// Values, in the order of the input.
using list_view = elements_view<value>;
/// Named values, in the order of the input.
using object_view = elements_view<keyword>;

/// A view of one value of an input: a keyword argument, a piece of JSON. It owns and allocates nothing; what it was
/// made from has to outlive it.
class value {
 public:
  constexpr value(std::nullptr_t) noexcept {}
  template <std::same_as<bool> T>
  constexpr value(T given) noexcept : kind_(kind::truth), truth_(given) {}
  template <std::integral T>
    requires(!std::same_as<T, bool> && !std::same_as<T, char>)
  constexpr value(T given) noexcept {
    if (std::in_range<std::int64_t>(given)) {
      kind_ = kind::integer;
      integer_ = static_cast<std::int64_t>(given);
    } else {
      kind_ = kind::real;
      real_ = static_cast<double>(given);
    }
  }
  constexpr value(double given) noexcept : kind_(kind::real), real_(given) {}
  constexpr value(float given) noexcept : value(static_cast<double>(given)) {}
  constexpr value(const char* given) noexcept : value(std::string_view(given)) {}
  constexpr value(std::string_view given) noexcept : kind_(kind::text), text_(given) {}
  template <class T>
    requires std::convertible_to<const T&, std::string_view>
  constexpr value(const T& given) noexcept : value(std::string_view(given)) {}
  constexpr value(list_view given) noexcept : kind_(kind::list), list_(given) {}
  constexpr value(object_view given) noexcept : kind_(kind::object), object_(given) {}
  /// `{30, 80}`
  constexpr value(std::initializer_list<value> given) noexcept
      : value(list_view{given.size(), given.begin(), [](const void* data, std::size_t position) {
                          return static_cast<const value*>(data)[position];
                        }}) {}
  /// A `std::vector<double>`, a `std::array`, …
  template <class R>
    requires(!std::convertible_to<const R&, std::string_view>) && requires(const R& range) {
      range.size();
      value(*range.data());
    }
  constexpr value(const R& given) noexcept
      : value(list_view{given.size(), given.data(), [](const void* data, std::size_t position) {
                          return value(static_cast<decltype(std::declval<const R&>().data())>(data)[position]);
                        }}) {}
  template <class T, std::size_t N>
    requires(!std::same_as<T, char>)
  constexpr value(const T (&given)[N]) noexcept
      : value(list_view{N, given, [](const void* data, std::size_t position) {
                          return value(static_cast<const T*>(data)[position]);
                        }}) {}

  /// A null of which nothing is written: YAML's `lr:`. Messages call it empty.
  static constexpr value nothing() noexcept {
    value made(nullptr);
    made.kind_ = kind::nothing;
    return made;
  }

  constexpr bool is_null() const noexcept { return kind_ == kind::null || kind_ == kind::nothing; }
  constexpr bool is_nothing() const noexcept { return kind_ == kind::nothing; }
  /// The value as a `T`, or null if it has another type. `T`: bool, std::int64_t, double, std::string_view, list_view,
  /// object_view. An integer is not a double here.
  template <class T>
  constexpr const T* as() const noexcept {
    if constexpr (std::is_same_v<T, bool>) return kind_ == kind::truth ? &truth_ : nullptr;
    if constexpr (std::is_same_v<T, std::int64_t>) return kind_ == kind::integer ? &integer_ : nullptr;
    if constexpr (std::is_same_v<T, double>) return kind_ == kind::real ? &real_ : nullptr;
    if constexpr (std::is_same_v<T, std::string_view>) return kind_ == kind::text ? &text_ : nullptr;
    if constexpr (std::is_same_v<T, list_view>) return kind_ == kind::list ? &list_ : nullptr;
    if constexpr (std::is_same_v<T, object_view>) return kind_ == kind::object ? &object_ : nullptr;
  }

 private:
  // A std::variant of seven types would add 0.05 s to the compilation of every file that includes this.
  enum class kind : unsigned char { null, nothing, truth, integer, real, text, list, object };
  kind kind_ = kind::null;
  union {
    bool truth_ = false;
    std::int64_t integer_;
    double real_;
    std::string_view text_;
    list_view list_;
    object_view object_;
  };
};

/// A keyword argument: `{"gamma", 0.1}`.
struct keyword {
  std::string_view name;
  value given;
};

/// Keyword arguments: `{{"step_size", 30}, {"gamma", 0.1}}`.
using keywords = std::initializer_list<keyword>;

namespace detail {

/// A view of `keywords`, or of a vector of keyword arguments.
template <class Keywords = keywords>
object_view as_object(const Keywords& given) noexcept {
  return {given.size(), std::data(given),
          [](const void* data, std::size_t position) { return static_cast<const keyword*>(data)[position]; }};
}

}  // namespace detail
}  // namespace roster
