#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <new>
#include <type_traits>
#include <utility>

namespace roster::detail {

using copy_function = void (*)(void* to, const void* from);
using move_function = void (*)(void* to, void* from);
using destroy_function = void (*)(void* object);

/// Copy, move and destroy an object by its address. They are null if copying its bytes is enough.
template <class T>
struct object_functions {
  static void copy(void* to, const void* from) { new (to) T(*static_cast<const T*>(from)); }
  static void move(void* to, void* from) { new (to) T(std::move(*static_cast<T*>(from))); }
  static void destroy(void* object) { static_cast<T*>(object)->~T(); }
};
template <class T>
  requires std::is_trivially_copyable_v<T>
struct object_functions<T> {
  static constexpr copy_function copy = nullptr;
  static constexpr move_function move = nullptr;
  static constexpr destroy_function destroy = nullptr;
};

/// The types that an `any_of` may hold. Derive a class from this and pass that one, so that symbols hold its name and
/// not the names of all types.
template <class... Types>
struct alternatives {
  static constexpr std::size_t count = sizeof...(Types);
  static constexpr std::size_t size = std::max({sizeof(Types)...});
  static constexpr std::size_t alignment = std::max({alignof(Types)...});
  static constexpr bool move_safely() noexcept { return std::min({std::is_nothrow_move_constructible_v<Types>...}); }

  // A table for each operation: a program that makes no copies has no code for them.
  static constexpr std::array<std::size_t, count> sizes{sizeof(Types)...};
  static constexpr std::array<copy_function, count> copy{object_functions<Types>::copy...};
  static constexpr std::array<move_function, count> move{object_functions<Types>::move...};
  static constexpr std::array<destroy_function, count> destroy{object_functions<Types>::destroy...};

  /// The position of `T` in the list; `count` if it is not there.
  template <class T>
  static constexpr std::size_t position = [] {
    // Not a fold expression: Clang takes no more than 256 operands.
    std::size_t at = 0;
    for (const bool is_here : {std::is_same_v<T, Types>...}) {
      if (is_here) break;
      ++at;
    }
    return at;
  }();
};

/// An object of one of the types of `Alternatives`, in place, or none. This costs the compiler two or three functions
/// for each type; a `std::variant` costs several for each pair of a type and an operation.
template <class Alternatives>
class any_of {
 public:
  /// The position if there is no object.
  static constexpr std::size_t none = Alternatives::count;

  any_of() noexcept {}  // user-provided, so that a constant may be empty
  any_of(const any_of& other) { copy(other); }
  any_of(any_of&& other) noexcept(Alternatives::move_safely()) { move(other); }
  any_of& operator=(const any_of& other) {
    if (this != &other) *this = any_of(other);
    return *this;
  }
  any_of& operator=(any_of&& other) noexcept(Alternatives::move_safely()) {
    if (this == &other) return *this;
    reset();
    move(other);
    return *this;
  }
  ~any_of() { reset(); }

  /// Replaces the object with a `T` made from `from`, which must not refer to the old object.
  template <class T, class Argument>
  void emplace(Argument&& from) {
    reset();
    new (storage_) T(std::forward<Argument>(from));
    position_ = Alternatives::template position<T>;
  }
  /// The same, with the object of the type at a position that `make(address, from)` makes.
  void emplace_with(std::size_t position, void (*make)(void* at, void* from), void* from) {
    reset();
    make(storage_, from);
    position_ = position;
  }
  void reset() noexcept;

  /// The position of the object's type in the list, or `none`.
  std::size_t position() const noexcept { return position_; }

  void* object() noexcept { return storage_; }
  const void* object() const noexcept { return storage_; }

  /// The object, or null if it is not a `T`.
  template <class T>
  T* as() noexcept {
    static_assert(Alternatives::template position<T> != none, "roster: this type is not in the list");
    return position_ == Alternatives::template position<T> ? std::launder(reinterpret_cast<T*>(storage_)) : nullptr;
  }
  template <class T>
  const T* as() const noexcept {
    return const_cast<any_of*>(this)->template as<T>();
  }

 private:
  void copy(const any_of& other);
  void move(any_of& other);
  void copy_bytes(const any_of& other) noexcept {
    std::memcpy(storage_, other.storage_, Alternatives::sizes[other.position_]);
  }

  alignas(Alternatives::alignment) std::byte storage_[Alternatives::size];
  std::size_t position_ = none;
};

// Not inline, so that files that declare an any_of as compiled elsewhere do not compile the tables of all its types.
template <class Alternatives>
void any_of<Alternatives>::reset() noexcept {
  if (position_ != none && Alternatives::destroy[position_]) Alternatives::destroy[position_](storage_);
  position_ = none;
}
template <class Alternatives>
void any_of<Alternatives>::copy(const any_of& other) {
  if (other.position_ == none) return;
  const auto copy = Alternatives::copy[other.position_];
  copy ? copy(storage_, other.storage_) : copy_bytes(other);
  position_ = other.position_;
}
template <class Alternatives>
void any_of<Alternatives>::move(any_of& other) {
  if (other.position_ == none) return;
  const auto move = Alternatives::move[other.position_];
  move ? move(storage_, other.storage_) : copy_bytes(other);
  position_ = other.position_;
}

}  // namespace roster::detail
