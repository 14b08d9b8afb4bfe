#pragma once

#include <algorithm>
#include <utility>
#include <vector>

namespace roster {

/// A `T` for each parameter group: up to eight in place, more on the heap. Boost.Container's small_vector would do; it
/// costs each file that includes it 0.07 s and each program 300 functions.
template <class T>
class per_group_list {
 public:
  std::size_t size() const noexcept { return many_.empty() ? few_size_ : many_.size(); }
  T* data() noexcept { return many_.empty() ? few_ : many_.data(); }
  const T* data() const noexcept { return many_.empty() ? few_ : many_.data(); }
  T& operator[](std::size_t group) noexcept { return data()[group]; }
  const T& operator[](std::size_t group) const noexcept { return data()[group]; }

  /// New elements are `T{}`.
  void resize(std::size_t size) {
    const auto kept = std::min(size, this->size());
    if (size > most_in_place) {
      std::vector<T> many(size);
      std::copy_n(data(), kept, many.data());
      many_ = std::move(many);
      few_size_ = 0;
    } else {
      if (!many_.empty()) std::copy_n(data(), kept, few_);
      std::fill(few_ + kept, few_ + size, T{});
      many_ = {};
      few_size_ = size;
    }
  }

 private:
  static constexpr std::size_t most_in_place = 8;

  T few_[most_in_place]{};
  std::size_t few_size_ = 0;  // 0, if there are many
  std::vector<T> many_;
};

}  // namespace roster
