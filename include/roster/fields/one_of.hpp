#pragma once

#include <algorithm>
#include <array>
#include <span>

#include "roster/fields/field_kind.hpp"
#include "roster/registry/fixed_string.hpp"
#include "roster/registry/nearest.hpp"

namespace roster {

namespace detail {

/// The position of a name, or `names.size()`.
constexpr std::size_t find_name(std::string_view name, std::span<const std::string_view> names) noexcept {
  std::size_t at = 0;
  while (at < names.size() && names[at] != name) ++at;
  return at;
}

}  // namespace detail

/// One of a few names: `one_of<"min", "max"> mode = "min"`. In code, any other name does not compile.
template <fixed_string... Names>
class one_of {
 public:
  static constexpr std::array<std::string_view, sizeof...(Names)> names{std::string_view(Names)...};

  /// The first name.
  constexpr one_of() = default;
  consteval one_of(const char* name) : index_(detail::find_name(name, names)) {
    if (index_ == names.size()) throw "roster: this is not one of the names that one_of<…> allows";
  }

  constexpr std::string_view name() const noexcept { return names[index_]; }

  template <fixed_string Name>
  constexpr bool is() const noexcept {
    constexpr auto at = detail::find_name(Name, names);
    static_assert(at < names.size(), "roster: this is not one of the names that one_of<…> allows");
    return index_ == at;
  }

  /// Becomes `name`. False, with nothing changed, if that is not one of the names.
  bool assign(std::string_view name) noexcept {
    const auto at = detail::find_name(name, names);
    if (at < names.size()) index_ = at;
    return at < names.size();
  }

  bool operator==(const one_of&) const = default;

 private:
  std::size_t index_ = 0;
};

namespace detail {

/// "\"min\" or \"max\""
inline std::string choices(std::span<const std::string_view> names) {
  std::string all;
  for (std::size_t i = 0; i < names.size(); ++i) {
    all += concat({i == 0 ? "" : i + 1 < names.size() ? ", " : " or ", to_text(names[i])});
  }
  return all;
}
/// Reports a name that is not one of `names`.
inline void report_no_choice(std::string_view given, std::span<const std::string_view> names, const place& here) {
  const auto meant = nearest(given, names);
  here.report(problem_kind::unknown_name, is_not(given, choices(names)), meant < names.size() ? names[meant] : "");
}

}  // namespace detail

template <fixed_string... Names>
struct field_kind<one_of<Names...>> {
  using type = one_of<Names...>;

  static std::string one() { return detail::choices(type::names); }
  static std::string many() { return detail::concat({"names, each ", one()}); }
  static bool read(const value& given, type& field, const limit&, const place& here) {
    const auto* text = given.as<std::string_view>();
    if (!text) return false;
    if (!field.assign(*text)) detail::report_no_choice(*text, type::names, here);
    return true;
  }
  static void check(const type&, const limit&, const place&) {}
  static node write(const type& field) { return field.name(); }
  static node::object schema(const limit&, definitions&) { return {{"enum", type::names}}; }
};

}  // namespace roster
