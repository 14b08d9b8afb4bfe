#pragma once

#include <algorithm>
#include <iterator>
#include <span>
#include <vector>

#include "roster/fields/detail/choice.hpp"

// Names of types that have the name of their system in front: "timm.CosineLRScheduler". What people write is often
// without it.
namespace roster::detail {

/// The system of a name: "timm"; empty if it has none.
constexpr std::string_view system_of(std::string_view name) noexcept {
  // GCC 12 does not take `find` in a constant expression if it is to find undefined behaviour, too.
  for (std::size_t i = 0; i < name.size(); ++i) {
    if (name[i] == '.') return name.substr(0, i);
  }
  return {};
}

template <class Registry>
inline constexpr bool has_systems = [] {
  for (const auto name : Registry::names) {
    if (!system_of(name).empty()) return true;
  }
  return false;
}();

/// The names that are `asked`, without their systems. If it is not exactly one, also those that begin with it.
inline std::vector<std::string_view> names_like(std::string_view asked, std::span<const std::string_view> names) {
  std::vector<std::string_view> alike;
  for (const bool whole : {true, false}) {
    for (const auto name : names) {
      const auto own = own_name(name);
      if (begins_with(own, asked) && (own.size() == asked.size()) == whole) alike.push_back(name);
    }
    if (alike.size() == 1) break;
  }
  return alike;
}

/// The system in front of `asked`, perhaps misspelt; empty if it is none of those in `names`.
inline std::string_view system_meant(std::string_view asked, std::span<const std::string_view> names) {
  std::vector<std::string_view> systems;
  for (const auto name : names) systems.push_back(system_of(name));
  const auto at = nearest(system_of(asked), systems);
  return at < systems.size() ? systems[at] : std::string_view{};
}

inline std::vector<std::string_view> names_of_system(std::string_view system, std::span<const std::string_view> names) {
  std::vector<std::string_view> found;
  std::ranges::copy_if(names, std::back_inserter(found), [&](auto name) { return system_of(name) == system; });
  return found;
}

/// The names that may be meant by `asked`, if they are of several systems: otherwise none.
inline std::vector<std::string_view> names_of_several_systems(std::string_view asked,
                                                              std::span<const std::string_view> names) {
  const auto own = last_part(asked);
  if (own.size() < 3 || !system_meant(asked, names).empty()) return {};
  auto alike = names_like(own, names);
  const auto is_of_first = [&](auto name) { return system_of(name) == system_of(alike.front()); };
  if (std::ranges::all_of(alike, is_of_first)) alike.clear();
  return alike;
}

/// The name that was probably meant; empty if none is near, or if names of several systems are.
inline std::string_view name_meant(std::string_view asked, std::span<const std::string_view> names) {
  const auto own = last_part(asked);
  if (const auto system = system_meant(asked, names); !system.empty()) {
    const auto of_system = names_of_system(system, names);
    if (const auto at = nearest(own, of_system); at < of_system.size()) return of_system[at];
  }
  if (const auto at = std::ranges::find(names, own); at != names.end()) return *at;
  if (!names_of_several_systems(asked, names).empty()) return {};
  const auto at = nearest(own, names);
  return at < names.size() ? names[at] : std::string_view{};
}

/// All names, for messages: those of other systems in brief, unless `asked` is of one of them.
inline std::string enumerated_by_system(std::string_view asked, std::span<const std::string_view> names) {
  if (const auto system = system_meant(asked, names); !system.empty()) {
    return enumerated(names_of_system(system, names));
  }
  std::string all;
  std::string_view last;
  for (const auto name : names) {
    const auto system = system_of(name);
    if (!system.empty() && system == last) continue;
    all += concat({all.empty() ? "" : ", ", system.empty() ? name : system, system.empty() ? "" : ".*"});
    last = system;
  }
  return all;
}

}  // namespace roster::detail
