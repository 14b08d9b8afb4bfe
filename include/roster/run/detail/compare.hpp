#pragma once

#include <optional>

#include "roster/input/place.hpp"
#include "roster/run/difference.hpp"

// What is not the same in two trees of values
namespace roster::detail {

/// The member of that name, or nothing.
inline value member_of(const object_view& members, std::string_view name) {
  for (const auto& one : members) {
    if (one.name == name) return one.given;
  }
  return value::nothing();
}

/// Whether two values are equal. 1 equals 1.0, and the order of members does not matter.
inline bool same(const value& a, const value& b) {
  const auto number = [](const value& of) -> std::optional<double> {
    if (const auto* i = of.as<std::int64_t>()) return static_cast<double>(*i);
    if (const auto* d = of.as<double>()) return *d;
    return {};
  };
  if (number(a) && number(b)) return *number(a) == *number(b);
  if (const auto *l = a.as<list_view>(), *m = b.as<list_view>(); l && m) {
    if (l->size != m->size) return false;
    for (std::size_t i = 0; i < l->size; ++i) {
      if (!same((*l)[i], (*m)[i])) return false;
    }
    return true;
  }
  if (const auto *o = a.as<object_view>(), *p = b.as<object_view>(); o && p) {
    std::size_t found = 0;
    for (const auto& one : *o) {
      for (const auto& two : *p) found += one.name == two.name && same(one.given, two.given);
    }
    return o->size == p->size && found == o->size;
  }
  return node(a) == node(b);
}

/// Whether a message shows all of it.
inline bool is_shown_whole(const value& given) { return to_text(given).find("…") == std::string::npos; }

/// Adds what differs. Objects are compared member by member, and lists that a message would not show whole, element by
/// element.
inline void compare(const value& then, const value& now, const place& here, std::vector<difference>& found) {
  if (same(then, now)) return;
  if (const auto *o = then.as<object_view>(), *p = now.as<object_view>(); o && p) {
    for (const auto& one : *o) compare(one.given, member_of(*p, one.name), here.member(one.name), found);
    for (const auto& one : *p) {
      if (member_of(*o, one.name).is_nothing()) compare(value::nothing(), one.given, here.member(one.name), found);
    }
    return;
  }
  if (const auto *l = then.as<list_view>(), *m = now.as<list_view>();
      l && m && !(is_shown_whole(then) && is_shown_whole(now))) {
    for (std::size_t i = 0; i < l->size && i < m->size; ++i) compare((*l)[i], (*m)[i], here.element(i), found);
    for (auto i = m->size; i < l->size; ++i) compare((*l)[i], value::nothing(), here.element(i), found);
    for (auto i = l->size; i < m->size; ++i) compare(value::nothing(), (*m)[i], here.element(i), found);
    return;
  }
  found.push_back({here.path(), node(then), node(now)});
}

/// "is 10 in the state, but 99 here"
inline std::string differs(const difference& one) {
  return concat({"is ", to_text(value(one.then)), " in the state, but ", to_text(value(one.now)), " here"});
}

}  // namespace roster::detail
