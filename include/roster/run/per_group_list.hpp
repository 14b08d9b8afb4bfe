#pragma once

#include <algorithm>
#include <cstddef>
#include <utility>

namespace roster {

/// A `T` for each parameter group: up to eight in place, more on the heap. Boost.Container's small_vector would do; it
/// costs each file that includes it 0.07 s and each program 300 functions.
template <class T>
class per_group_list {
 public:
  per_group_list() = default;
  per_group_list(const per_group_list& other) : per_group_list() { assign(other); }
  per_group_list(per_group_list&& other) noexcept { take(other); }
  per_group_list& operator=(per_group_list other) noexcept {
    take(other);
    return *this;
  }
  ~per_group_list() { delete[] many_; }

  std::size_t size() const noexcept { return size_; }
  T* data() noexcept { return many_ ? many_ : few_; }
  const T* data() const noexcept { return many_ ? many_ : few_; }
  T& operator[](std::size_t group) noexcept { return data()[group]; }
  const T& operator[](std::size_t group) const noexcept { return data()[group]; }

  /// New elements are `T{}`. Throws only if there are more than there is room for.
  void resize(std::size_t size);
  /// Makes room for that many elements.
  void reserve(std::size_t room);

 private:
  void assign(const per_group_list& other);
  void take(per_group_list& other) noexcept;

  static constexpr std::size_t most_in_place = 8;

  T few_[most_in_place]{};
  T* many_ = nullptr;  // null, if they are few
  std::size_t size_ = 0;
  std::size_t room_ = most_in_place;
};

// Not inline: each scheduler has copies and moves of its own, which would repeat all of this.
template <class T>
void per_group_list<T>::assign(const per_group_list& other) {
  resize(other.size_);
  std::copy_n(other.data(), size_, data());
}
template <class T>
void per_group_list<T>::take(per_group_list& other) noexcept {
  std::move(other.few_, other.few_ + most_in_place, few_);
  std::swap(many_, other.many_);
  std::swap(size_, other.size_);
  std::swap(room_, other.room_);
}
template <class T>
void per_group_list<T>::resize(std::size_t size) {
  reserve(size);
  if (size > size_) std::fill(data() + size_, data() + size, T{});
  size_ = size;
}
template <class T>
void per_group_list<T>::reserve(std::size_t room) {
  if (room <= room_) return;
  T* const many = new T[room];
  std::move(data(), data() + size_, many);
  delete[] many_;
  many_ = many;
  room_ = room;
}

}  // namespace roster
