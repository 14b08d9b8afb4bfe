#pragma once

#include "roster/fields/list_kind.hpp"

namespace roster {

/// One value for all parameter groups, or a list with one for each: `.max_lr = 0.1`, `.max_lr = {0.1, 0.01}`.
template <class T>
class per_group {
 public:
  using value_type = T;

  per_group() = default;
  template <class U>
    requires(!std::same_as<std::remove_cvref_t<U>, per_group> && detail::fits<std::remove_cvref_t<U>, T>)
  per_group(U&& for_all) : for_all_(static_cast<T>(std::forward<U>(for_all))) {}
  per_group(std::initializer_list<T> for_each) : for_each_(for_each), is_list_(true) {}
  per_group(std::vector<T> for_each) : for_each_(std::move(for_each)), is_list_(true) {}

  /// The value of the group at that position. A list has to be long enough.
  const T& operator[](std::size_t group) const {
    const auto* all = for_all();
    return all ? *all : (*for_each())[group];
  }

  /// The values of that many groups; a list as it is.
  std::vector<T> of(std::size_t groups) const {
    const auto* all = for_all();
    return all ? std::vector<T>(groups, *all) : *for_each();
  }

  /// Puts a list into the order of the groups that there are now. It has an element for each of them.
  void regroup(origins from) noexcept {
    if (!is_list_) return;
    detail::put_in_order(for_each_.data(), from);
    while (for_each_.size() > from.size()) for_each_.pop_back();
  }

  /// The one value, or null if there is a list.
  const T* for_all() const noexcept { return is_list_ ? nullptr : &for_all_; }
  /// The list, or null if there is one value.
  const std::vector<T>* for_each() const noexcept { return is_list_ ? &for_each_ : nullptr; }
  T* for_all() noexcept { return is_list_ ? nullptr : &for_all_; }
  std::vector<T>* for_each() noexcept { return is_list_ ? &for_each_ : nullptr; }

 private:
  T for_all_{};
  std::vector<T> for_each_;
  bool is_list_ = false;
};

template <class T>
struct field_kind<per_group<T>> {
  using one_kind = field_kind<T>;
  using list_kind = field_kind<std::vector<T>>;
  using parts = types<T>;
  static constexpr limit range = detail::range_of<T>;

  static std::string one() { return detail::concat({one_kind::one(), " or a list with one for each group"}); }
  static std::string many() { return detail::concat({one_kind::many(), " or lists of them"}); }

  static bool read(const value& given, per_group<T>& field, const limit& allowed, const place& here) {
    if (given.as<list_view>()) {
      std::vector<T> list;
      list_kind::read(given, list, allowed, here);
      field = std::move(list);
      demand_one(field, allowed, here);
      return true;
    }
    T all{};
    if (!one_kind::read(given, all, allowed, here)) return false;
    field = std::move(all);
    return true;
  }
  static void check(const per_group<T>& field, const limit& allowed, const place& here) {
    if (const auto* all = field.for_all()) {
      one_kind::check(*all, allowed, here);
    } else {
      list_kind::check(*field.for_each(), allowed, here);
      demand_one(field, allowed, here);
    }
  }
  static void check_groups(const per_group<T>& field, std::size_t groups, const place& here) {
    const auto* list = field.for_each();
    if (!list || list->size() == groups) return;
    here.report(problem_kind::wrong_length, detail::has_not_one_for_each_group(list->size(), groups));
  }
  static void check_origins(const per_group<T>& field, origins from, const place& here) {
    const auto* list = field.for_each();
    for (std::size_t i = 0; list && i < from.size(); ++i) {
      if (from[i] >= list->size()) return here.report(problem_kind::wrong_length, detail::has_none_for(i));
    }
  }
  static void regroup(per_group<T>& field, origins from) noexcept { field.regroup(from); }
  static void each_steps(per_group<T>& field, const limit& allowed, const place& here, const steps_visitor& visitor)
    requires detail::holds_steps<T>
  {
    if (auto* all = field.for_all()) {
      one_kind::each_steps(*all, allowed, here, visitor);
    } else {
      list_kind::each_steps(*field.for_each(), allowed, here, visitor);
    }
  }
  static node write(const per_group<T>& field) {
    const auto* all = field.for_all();
    return all ? one_kind::write(*all) : list_kind::write(*field.for_each());
  }
  static node::object schema(const limit& allowed, definitions& parts) {
    auto list = list_kind::schema(allowed, parts);
    list.push_back({"minItems", 1});
    return detail::schema_of_any(one_kind::schema(allowed, parts), std::move(list));
  }

 private:
  /// Reports an empty list, which fits no optimizer.
  static void demand_one(const per_group<T>& field, const limit& allowed, const place& here) {
    if (!field.for_each()->empty()) return;
    here.report(problem_kind::wrong_length, detail::is_empty(detail::expected<per_group<T>>(allowed)));
  }
};

namespace detail {

template <class T>
inline constexpr bool is_function<per_group<T>> = is_function<T>;

}  // namespace detail
}  // namespace roster
