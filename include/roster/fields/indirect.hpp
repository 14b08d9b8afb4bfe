#pragma once

#include <memory>

#include "roster/fields/steps.hpp"

namespace roster {

/// A `T` on the heap, copied with what holds it. So a type can have a field that may hold a value of the same type:
/// `indirect<entry<Registry>>`. Like C++26's `std::indirect`. One that was moved from can only be assigned or
/// destroyed.
template <class T>
class indirect {
 public:
  /// A `T` with its defaults.
  indirect() : held_(std::make_unique<T>(detail::fresh<T>())) {}
  /// Holds what a `T` can be made from.
  template <class U>
    requires(!std::same_as<std::remove_cvref_t<U>, indirect> && !detail::converts_to_anything<std::remove_cvref_t<U>> &&
             detail::fits<std::remove_cvref_t<U>, T>)
  indirect(U&& given) : held_(std::make_unique<T>(std::forward<U>(given))) {}

  indirect(const indirect& other) : held_(other.held_ ? std::make_unique<T>(*other.held_) : nullptr) {}
  indirect(indirect&&) = default;
  indirect& operator=(indirect other) noexcept {
    held_.swap(other.held_);
    return *this;
  }
  ~indirect() = default;

  const T& operator*() const noexcept { return *held_; }
  T& operator*() noexcept { return *held_; }
  const T* operator->() const noexcept { return held_.get(); }
  T* operator->() noexcept { return held_.get(); }

  friend bool operator==(const indirect& a, const indirect& b)
    requires std::equality_comparable<T>
  {
    return *a == *b;
  }

  /// Whether `T` has a deleted constructor from `U`.
  template <class U>
  static constexpr bool refuses = detail::refuses<T, U>;

 private:
  std::unique_ptr<T> held_;
};

/// The kind of `T`.
template <class T>
struct field_kind<indirect<T>> {
  using type = indirect<T>;
  using held = field_kind<T>;
  using parts = types<T>;
  static constexpr limit range = detail::range_of<T>;

  static std::string one() { return held::one(); }
  static std::string many() { return held::many(); }
  static bool read(const value& given, type& field, const limit& allowed, const place& here) {
    return held::read(given, *field, allowed, here);
  }
  static void check(const type& field, const limit& allowed, const place& here) { held::check(*field, allowed, here); }
  static void check_groups(const type& field, std::size_t groups, const place& here)
    requires requires { held::check_groups(*field, groups, here); }
  {
    held::check_groups(*field, groups, here);
  }
  static void check_origins(const type& field, origins from, const place& here)
    requires requires { held::check_origins(*field, from, here); }
  {
    held::check_origins(*field, from, here);
  }
  static void regroup(type& field, origins from) noexcept
    requires requires { held::regroup(*field, from); }
  {
    held::regroup(*field, from);
  }
  static void each_steps(type& field, const limit& allowed, const place& here, const steps_visitor& visitor)
    requires detail::holds_steps<T>
  {
    held::each_steps(*field, allowed, here, visitor);
  }
  static node write(const type& field) { return held::write(*field); }
  static std::string text(const type& field) { return detail::field_text(*field); }
  static node::object schema(const limit& allowed, definitions& parts) { return held::schema(allowed, parts); }
};

namespace detail {

template <class T>
inline constexpr bool is_function<indirect<T>> = is_function<T>;

}  // namespace detail
}  // namespace roster
