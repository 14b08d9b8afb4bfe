#pragma once

#ifdef __cpp_impl_reflection  // C++26, GCC 16 with -freflection
#include <meta>
#else
#include <magic_enum/magic_enum.hpp>
#endif

#include "roster/fields/one_of.hpp"

namespace roster {

namespace detail {

/// An enumerator, and the name that a file gives it.
template <class Enum>
struct enumerator {
  std::string_view name;
  Enum given;
};

#ifdef __cpp_impl_reflection

template <class Enum>
inline constexpr auto enumerators_of = [] {
  constexpr auto all = std::define_static_array(std::meta::enumerators_of(^^Enum));
  std::array<enumerator<Enum>, all.size()> made{};
  for (std::size_t i = 0; i < all.size(); ++i) {
    made[i] = {std::meta::identifier_of(all[i]), std::meta::extract<Enum>(all[i])};
  }
  return made;
}();

#else

template <class Enum>
inline constexpr auto enumerators_of = [] {
  constexpr auto all = magic_enum::enum_entries<Enum>();
  std::array<enumerator<Enum>, all.size()> made{};
  for (std::size_t i = 0; i < all.size(); ++i) made[i] = {all[i].second, all[i].first};
  return made;
}();

#endif

template <class Enum>
inline constexpr auto enumerator_names = [] {
  std::array<std::string_view, enumerators_of<Enum>.size()> names{};
  for (std::size_t i = 0; i < names.size(); ++i) names[i] = enumerators_of<Enum>[i].name;
  return names;
}();

/// Shown by the compiler: the enum.
template <class Enum, bool Known>
struct enumerators_are_known {
  static_assert(Known,
                "roster: this enum has no enumerators from -128 to 127, where magic_enum looks for them: specialise "
                "magic_enum::customize::enum_range for it");
};

}  // namespace detail

/// An enum, by the names of its enumerators. Without C++26's reflection, those from -128 to 127 are known, unless
/// `magic_enum::customize::enum_range` is specialised.
template <class Enum>
  requires std::is_enum_v<Enum>
struct field_kind<Enum> : private detail::enumerators_are_known<Enum, !detail::enumerators_of<Enum>.empty()> {
  static std::string one() { return detail::choices(detail::enumerator_names<Enum>); }
  static std::string many() { return detail::concat({"names, each ", one()}); }
  static bool read(const value& given, Enum& field, const limit&, const place& here) {
    const auto* text = given.as<std::string_view>();
    if (!text) return false;
    for (const auto& one : detail::enumerators_of<Enum>) {
      if (one.name != *text) continue;
      field = one.given;
      return true;
    }
    detail::report_no_choice(*text, detail::enumerator_names<Enum>, here);
    return true;
  }
  static void check(Enum field, const limit&, const place& here) {
    if (name_of(field).empty()) {
      here.report(problem_kind::out_of_range,
                  detail::is_not(value(static_cast<std::underlying_type_t<Enum>>(field)), one()));
    }
  }
  /// An enumerator's name, or the number of a value that has none.
  static node write(Enum field) {
    const auto name = name_of(field);
    return name.empty() ? node(static_cast<std::int64_t>(field)) : node(name);
  }
  static node::object schema(const limit&, definitions&) {
    return {{"type", "string"}, {"enum", detail::enumerator_names<Enum>}};
  }

 private:
  static std::string_view name_of(Enum field) {
    for (const auto& one : detail::enumerators_of<Enum>) {
      if (one.given == field) return one.name;
    }
    return {};
  }
};

}  // namespace roster
