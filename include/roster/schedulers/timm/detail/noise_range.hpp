#pragma once

#include "roster/fields/list_kind.hpp"
#include "roster/fields/plain_kind.hpp"
#include "roster/fields/steps.hpp"

namespace roster::timm::detail {

/// The epochs with noise: from one on (`3`), or from the first to before the second (`{3, 9}`). None by default.
class noise_range {
 public:
  noise_range() = default;
  noise_range(steps from) : from_(from) {}
  template <roster::detail::integer T>
  noise_range(T from) : from_(from) {}
  noise_range(steps from, steps to) : from_(from), to_(to) {}

  bool contains(std::int64_t t) const noexcept { return from_ && t >= *from_ && (!to_ || t < *to_); }

  /// Reports a range without an epoch.
  void check(const place& here) const {
    if (!to_ || std::int64_t{*from_} < *to_) return;
    here.element(1).report_rule(
        {"is ", std::int64_t{*to_}, ", expected more than ", std::int64_t{*from_}, ", the first epoch with noise"});
  }

 private:
  friend field_kind<noise_range>;

  std::optional<steps> from_;
  std::optional<steps> to_;
};

}  // namespace roster::timm::detail

/// Null, an integer, or a list of two.
template <>
struct roster::field_kind<roster::timm::detail::noise_range> {
  using type = timm::detail::noise_range;
  using one_kind = field_kind<steps>;
  using two = std::array<steps, 2>;
  using parts = types<steps>;

  static std::string one() { return "null, an integer or a list of 2 integers"; }
  static std::string many() { return "ranges, each null, an integer or a list of 2 integers"; }
  static bool read(const value& given, type& field, const limit& allowed, const place& here) {
    steps from;
    if (given.is_null()) {
      field = {};
    } else if (given.as<list_view>()) {
      two both{};
      field_kind<two>::read(given, both, allowed, here);
      field = {both[0], both[1]};
    } else if (one_kind::read(given, from, allowed, here)) {
      field = from;
    } else {
      return false;
    }
    return true;
  }
  static void check(const type& field, const limit& allowed, const place& here) {
    if (field.from_) one_kind::check(*field.from_, allowed, field.to_ ? here.element(0) : here);
    if (field.to_) one_kind::check(*field.to_, allowed, here.element(1));
  }
  static void each_steps(type& field, const limit& allowed, const place& here, const steps_visitor& visitor) {
    if (field.from_) one_kind::each_steps(*field.from_, allowed, field.to_ ? here.element(0) : here, visitor);
    if (field.to_) one_kind::each_steps(*field.to_, allowed, here.element(1), visitor);
  }
  static node write(const type& field) {
    if (field.to_) return field_kind<two>::write({*field.from_, *field.to_});
    return field.from_ ? one_kind::write(*field.from_) : node();
  }
  static node::object schema(const limit& allowed, definitions& parts) {
    return detail::schema_of_any(field_kind<std::optional<steps>>::schema(allowed, parts),
                                 field_kind<two>::schema(allowed, parts));
  }
};
