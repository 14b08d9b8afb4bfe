#pragma once

#include <variant>

#include "roster/fields/list_kind.hpp"

namespace roster {

namespace detail {

/// How well a type fits a value: a text may be an enumerator, a path or any text; an integer may be a real number.
/// Those that fit better are tried first.
template <class T>
int rank(const value& given) {
  const bool whole = given.as<std::int64_t>();
  if (std::is_same_v<T, std::string> || std::is_same_v<T, node>) return 2;
  if (whole ? std::is_floating_point_v<T> : std::is_integral_v<T>) return 1;
  return 0;
}

}  // namespace detail

/// Null.
template <>
struct field_kind<std::monostate> {
  static std::string one() { return "null"; }
  static std::string many() { return "nulls"; }
  static bool read(const value& given, std::monostate&, const limit&, const place&) { return given.is_null(); }
  static void check(std::monostate, const limit&, const place&) {}
  static node write(std::monostate) { return {}; }
  static node::object schema(const limit&, definitions&) { return detail::schema_of_type("null"); }
};

/// One of several types: the first that takes the value without a problem. An integer prefers a type of integers, and
/// text anything but `std::string`. If no type takes it, the problems are those of the type that has the fewest.
template <class... Types>
struct field_kind<std::variant<Types...>> {
  using type = std::variant<Types...>;
  using parts = types<Types...>;

  static std::string one() { return joined({field_kind<Types>::one()...}); }
  static std::string many() { return joined({field_kind<Types>::many()...}); }
  static bool read(const value& given, type& field, const limit& allowed, const place& here) {
    attempt best;
    for (int rank = 0; rank <= 2; ++rank) {
      if ((try_type<Types>(given, field, allowed, rank, here, best) || ...)) return true;
    }
    for (auto& one : best.problems) here.report(std::move(one));
    return best.taken;
  }
  static void check(const type& field, const limit& allowed, const place& here) {
    std::visit([&]<class T>(const T& held) { field_kind<T>::check(held, allowed, here); }, field);
  }
  static void each_steps(type& field, const limit& allowed, const place& here, const steps_visitor& visitor)
    requires(detail::holds_steps<Types> || ...)
  {
    std::visit([&](auto& held) { detail::visit_part(held, allowed, here, visitor); }, field);
  }
  static node write(const type& field) {
    return std::visit([]<class T>(const T& held) { return field_kind<T>::write(held); }, field);
  }
  static std::string text(const type& field) {
    return std::visit([](const auto& held) { return detail::field_text(held); }, field);
  }
  static node::object schema(const limit& allowed, definitions& parts) {
    return {{"anyOf", node(node::list{node(field_kind<Types>::schema(allowed, parts))...})}};
  }

 private:
  struct attempt {
    bool taken = false;
    std::vector<problem> problems = {};
  };

  /// Reads the value as a `T`, if `T` has that rank. Returns whether that went without a problem.
  template <class T>
  static bool try_type(const value& given, type& field, const limit& allowed, int rank, const place& here,
                       attempt& best) {
    if (detail::rank<T>(given) != rank) return false;
    attempt now;
    auto made = detail::fresh<T>();
    now.taken = field_kind<T>::read(given, made, allowed, here.apart(now.problems));
    if (!now.taken) return false;
    const bool fits = now.problems.empty();
    if (fits) field.template emplace<T>(std::move(made));
    if (!best.taken || now.problems.size() < best.problems.size()) best = std::move(now);
    return fits;
  }
  static std::string joined(std::initializer_list<std::string> all) {
    std::string text;
    for (const auto& one : all) text += detail::concat({text.empty() ? "" : " or ", one});
    return text;
  }
};

}  // namespace roster
