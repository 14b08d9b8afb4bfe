#pragma once

#include <tuple>

#include "roster/fields/list_kind.hpp"

namespace roster {

namespace detail {

/// A pair or a tuple: a list with an element for each of its types.
template <class Tuple, class... Types>
struct tuple_kind {
  using parts = types<Types...>;

  static std::string one() { return concat({"a list of ", elements()}); }
  static std::string many() { return concat({"lists of ", elements()}); }
  static bool read(const value& given, Tuple& field, const limit& allowed, const place& here) {
    const auto* items = given.as<list_view>();
    if (!items) return false;
    if (items->size == sizeof...(Types)) {
      each([&](auto i) { read_part((*items)[i], std::get<i>(field), allowed, here.element(i)); });
    } else {
      here.report(problem_kind::wrong_length, has_length(items->size, one()));
    }
    return true;
  }
  static void check(const Tuple& field, const limit& allowed, const place& here) {
    each([&](auto i) { kind<i>::check(std::get<i>(field), allowed, here.element(i)); });
  }
  static void each_steps(Tuple& field, const limit& allowed, const place& here, const steps_visitor& visitor)
    requires(holds_steps<Types> || ...)
  {
    each([&](auto i) { visit_part(std::get<i>(field), allowed, here.element(i), visitor); });
  }
  static node write(const Tuple& field) {
    node::list items;
    each([&](auto i) { items.push_back(kind<i>::write(std::get<i>(field))); });
    return node(std::move(items));
  }
  static std::string text(const Tuple& field) {
    std::string items;
    each([&](auto i) { items += concat({i ? ", " : "", field_text(std::get<i>(field))}); });
    return concat({"[", items, "]"});
  }
  static node::object schema(const limit& allowed, definitions& parts) {
    node::list items;
    each([&](auto i) { items.push_back(node(kind<i>::schema(allowed, parts))); });
    auto schema = schema_of_type("array");
    // Editors that do not know `prefixItems` take `items` for all elements; the others for those after the prefix.
    schema.push_back({"items", node(node::object{{"anyOf", node(items)}})});
    schema.push_back({"prefixItems", node(std::move(items))});
    for (const auto* bound : {"minItems", "maxItems"}) schema.push_back({bound, sizeof...(Types)});
    return schema;
  }

 private:
  template <std::size_t I>
  using kind = field_kind<std::tuple_element_t<I, std::tuple<Types...>>>;

  template <class F>
  static void each(F&& f) {
    [&]<std::size_t... I>(std::index_sequence<I...>) {
      (f(std::integral_constant<std::size_t, I>{}), ...);
    }(std::index_sequence_for<Types...>{});
  }
  /// "an integer and a real number"
  static std::string elements() {
    const std::string all[] = {field_kind<Types>::one()...};
    return enumerated(std::vector<std::string_view>(std::begin(all), std::end(all)), " and ");
  }
};

}  // namespace detail

template <class First, class Second>
struct field_kind<std::pair<First, Second>> : detail::tuple_kind<std::pair<First, Second>, First, Second> {};
template <class First, class... Types>
struct field_kind<std::tuple<First, Types...>> : detail::tuple_kind<std::tuple<First, Types...>, First, Types...> {};

}  // namespace roster
