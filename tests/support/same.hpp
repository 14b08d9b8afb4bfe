#pragma once

#include <array>
#include <bit>
#include <boost/pfr/core.hpp>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <type_traits>
#include <vector>

#include "roster/fields/detail/reflect.hpp"
#include "roster/fields/entry.hpp"
#include "roster/fields/indirect.hpp"
#include "roster/fields/one_of.hpp"
#include "roster/fields/per_group.hpp"
#include "roster/fields/required.hpp"
#include "roster/fields/steps.hpp"
#include "roster/fields/which_groups.hpp"
#include "roster/optimizers/optimizer_entry.hpp"

namespace test {

/// Whether two configs are the same, field by field: doubles bit for bit, and a list for the groups only equals a list.
/// Functions cannot be compared; they are the same if both are empty.
template <class T>
struct same_kind {
  static bool same(const T& a, const T& b) {
    if constexpr (std::is_same_v<T, double>) {
      return std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b);
    } else if constexpr (std::is_arithmetic_v<T> || std::is_same_v<T, std::string> ||
                         std::is_same_v<T, roster::steps> || std::is_same_v<T, roster::which_groups>) {
      return a == b;
    } else {
      bool all = true;
      roster::detail::for_each_field(a, [&](auto i, const auto& field) {
        const auto& other = boost::pfr::get<i>(b);
        all = all && same_kind<std::remove_cvref_t<decltype(field)>>::same(field, other);
      });
      return all;
    }
  }
};

template <class T>
bool same(const T& a, const T& b) {
  return same_kind<T>::same(a, b);
}

template <class List>
bool same_elements(const List& a, const List& b) {
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (!same(a[i], b[i])) return false;
  }
  return true;
}

template <class T>
struct same_kind<std::vector<T>> {
  static bool same(const std::vector<T>& a, const std::vector<T>& b) { return same_elements(a, b); }
};
template <class T, std::size_t N>
struct same_kind<std::array<T, N>> {
  static bool same(const std::array<T, N>& a, const std::array<T, N>& b) { return same_elements(a, b); }
};
template <class T>
struct same_kind<roster::required<T>> {
  static bool same(const roster::required<T>& a, const roster::required<T>& b) { return test::same(*a, *b); }
};
template <class T>
struct same_kind<roster::indirect<T>> {
  static bool same(const roster::indirect<T>& a, const roster::indirect<T>& b) { return test::same(*a, *b); }
};
template <class T>
struct same_kind<std::optional<T>> {
  static bool same(const std::optional<T>& a, const std::optional<T>& b) {
    return a.has_value() == b.has_value() && (!a || test::same(*a, *b));
  }
};
template <class Result, class... Arguments>
struct same_kind<std::function<Result(Arguments...)>> {
  using type = std::function<Result(Arguments...)>;
  static bool same(const type& a, const type& b) { return !a && !b; }
};
template <roster::fixed_string... Names>
struct same_kind<roster::one_of<Names...>> {
  using type = roster::one_of<Names...>;
  static bool same(const type& a, const type& b) { return a == b; }
};
template <class T>
struct same_kind<roster::per_group<T>> {
  using type = roster::per_group<T>;
  static bool same(const type& a, const type& b) {
    if (a.for_all() && b.for_all()) return test::same(*a.for_all(), *b.for_all());
    return a.for_each() && b.for_each() && test::same(*a.for_each(), *b.for_each());
  }
};
template <class Registry, class Options>
struct same_kind<roster::entry<Registry, Options>> {
  using type = roster::entry<Registry, Options>;
  static bool same(const type& a, const type& b) {
    if (a.empty() || b.empty()) return a.empty() && b.empty();
    return test::same(a.options, b.options) && a.visit([&]<class Config>(const Config& config) {
      const auto* other = b.template as<Config>();
      return other && test::same(config, *other);
    });
  }
};
template <class Registry>
struct same_kind<roster::parameter_group<Registry>> {
  using type = roster::parameter_group<Registry>;
  static bool same(const type& a, const type& b) {
    return a.params.all == b.params.all && test::same(a.config, b.config);
  }
};
template <class Registry>
struct same_kind<roster::optimizer_entry<Registry>> {
  using type = roster::optimizer_entry<Registry>;
  static bool same(const type& a, const type& b) {
    return same_kind<roster::entry<Registry>>::same(a, b) && test::same(a.groups, b.groups);
  }
};

}  // namespace test
