#pragma once

#include <algorithm>
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

/// The names that may be meant by `asked`, if they are of several systems: otherwise none.
inline std::vector<std::string_view> names_of_several_systems(std::string_view asked,
                                                              std::span<const std::string_view> names) {
  const auto own = last_part(asked);
  if (own.size() < 3) return {};
  auto alike = names_like(own, names);
  const auto of_system = [&](std::string_view system) {
    return std::ranges::any_of(names, [&](auto name) { return !system.empty() && system_of(name) == system; });
  };
  const auto is_of_first = [&](auto name) { return system_of(name) == system_of(alike.front()); };
  if (of_system(system_of(asked)) || std::ranges::all_of(alike, is_of_first)) alike.clear();
  return alike;
}

/// The name that was probably meant; empty if none is near, or if names of several systems are.
inline std::string_view name_meant(std::string_view asked, std::span<const std::string_view> names) {
  const auto own = last_part(asked);
  const auto at = std::ranges::find(names, own);
  if (at != names.end()) return *at;
  if (!names_of_several_systems(asked, names).empty()) return {};
  const auto system = system_of(asked);
  auto found = system.empty() ? names.size() : nearest(concat({system, ".", own}), names);
  if (found == names.size()) found = nearest(own, names);
  return found < names.size() ? names[found] : std::string_view{};
}

/// All names, for messages: those of other systems in brief, unless `asked` is of one of them.
inline std::string enumerated_by_system(std::string_view asked, std::span<const std::string_view> names) {
  std::vector<std::string_view> shown;
  const auto of = system_of(asked);
  for (const auto name : names) {
    if (!of.empty() && system_of(name) == of) shown.push_back(name);
  }
  if (!shown.empty()) return enumerated(shown);
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
