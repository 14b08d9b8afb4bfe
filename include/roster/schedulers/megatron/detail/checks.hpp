#pragma once

#include <algorithm>

#include "roster/fields/per_group.hpp"
#include "roster/schedulers/scheduler_config.hpp"

// Rules for two fields of a scheduler whose values are compared group by group.
namespace roster::megatron::detail {

/// A field with a value for all groups or one for each.
struct values {
  std::string_view name;
  const per_group<double>& all;

  bool is_list() const { return all.for_each(); }
  std::size_t groups() const { return is_list() ? all.for_each()->size() : 1; }
};

/// Reports the first value of `one` of which `is_wrong(own, that of the other)`: "min_lr is 3.0, but max_lr is 1.0".
/// `more` follows.
inline void check_pairs(const values& one, const values& other, bool (*is_wrong)(double, double), std::string_view more,
                        const place& here) {
  const bool both = one.is_list() && other.is_list();
  const auto groups = both ? std::min(one.groups(), other.groups()) : std::max(one.groups(), other.groups());
  for (std::size_t i = 0; i < groups; ++i) {
    if (!is_wrong(one.all[i], other.all[i])) continue;
    using roster::detail::concat, roster::detail::to_text;
    const auto its = other.is_list() ? concat({"[", std::to_string(i), "]"}) : "";
    auto text = concat({"is ", to_text(one.all[i]), ", but ", other.name, its, " is ", to_text(other.all[i]), more});
    const auto there = here.member(one.name);
    return one.is_list() ? there.element(i).report(problem_kind::rule, std::move(text))
                         : there.report(problem_kind::rule, std::move(text));
  }
}
inline void check_order(const values& low, const values& high, const place& here) {
  check_pairs(low, high, [](double a, double b) { return a > b; }, "", here);
}
inline void check_equal(const values& one, const values& other, std::string_view more, const place& here) {
  check_pairs(one, other, [](double a, double b) { return a != b; }, more, here);
}

}  // namespace roster::megatron::detail
