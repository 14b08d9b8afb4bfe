#pragma once

#include "roster/fields/which_groups.hpp"
#include "roster/optimizers/optimizer_entry.hpp"

namespace roster {

namespace detail {

/// The pattern that was probably meant, by the names of parameters and modules; empty if none is near.
inline std::string nearest_pattern(std::string_view pattern, std::span<const std::string> names) {
  auto fixed = pattern.substr(0, pattern.find_first_of("*?"));
  if (fixed.ends_with('.')) fixed.remove_suffix(1);
  std::vector<std::string_view> candidates;
  for (const std::string_view name : names) {
    for (auto end = name.find('.'); end != name.npos; end = name.find('.', end + 1)) {
      candidates.push_back(name.substr(0, end));
    }
    candidates.push_back(name);
  }
  const auto meant = nearest(fixed, candidates);
  if (meant == candidates.size()) return {};
  return std::string(candidates[meant]) + std::string(pattern.substr(fixed.size()));
}

}  // namespace detail

/// For each of an optimizer's groups, the positions of its parameters in `names`. Group 0 has those that match no
/// pattern. Reports to `here` a pattern that matches nothing, a parameter in two groups, and an empty group 0.
template <class Registry>
std::vector<std::vector<std::size_t>> group_parameters(const optimizer_entry<Registry>& optimizer,
                                                       std::span<const std::string> names, const place& here) {
  std::vector<std::vector<std::size_t>> members(optimizer.groups.size() + 1);
  std::vector<std::size_t> group_of(names.size());
  const auto before = here.problems();
  const auto list = here.member("groups");
  for (std::size_t g = 0; g < optimizer.groups.size(); ++g) {
    const auto& patterns = optimizer.groups[g].params.all;
    const auto group = list.element(g);
    const auto params = group.member("params");
    for (std::size_t i = 0; i < patterns.size(); ++i) {
      const auto element = params.element(i);
      const auto& there = patterns.size() == 1 ? params : element;
      bool found = false;
      for (std::size_t n = 0; n < names.size(); ++n) {
        if (!matches(patterns[i], names[n])) continue;
        found = true;
        if (group_of[n] != 0 && group_of[n] != g + 1) {
          there.report(problem_kind::given_twice,
                       detail::concat({"matches ", names[n], ", which already belongs to groups[",
                                       std::to_string(group_of[n] - 1), "]"}));
          break;
        }
        group_of[n] = g + 1;
      }
      if (found) continue;
      there.report(problem_kind::unknown_name,
                   detail::concat({"is ", detail::to_text(patterns[i]), ", which matches none of the parameters ",
                                   detail::to_text(value(names))}),
                   detail::nearest_pattern(patterns[i], names));
    }
  }
  for (std::size_t n = 0; n < names.size(); ++n) members[group_of[n]].push_back(n);
  if (members[0].empty() && !names.empty() && here.problems() == before) {
    list.report(
        problem_kind::rule,
        "match all parameters and leave none for the optimizer's own fields; remove the group that can have these "
        "fields");
  }
  return members;
}

/// Replaces the patterns in a scheduler's `groups` by the positions of the optimizer's groups whose `params` they match
/// together. Reports a pattern that matches no group, and a group that is matched only in part.
template <class Registry>
void find_groups(which_groups& chosen, const optimizer_entry<Registry>& optimizer, const place& here) {
  std::vector<bool> is_used(chosen.patterns.size());
  std::vector<std::string_view> all;
  for (std::size_t g = 0; g < optimizer.groups.size(); ++g) {
    const auto& params = optimizer.groups[g].params.all;
    std::string_view rest;  // one that is not matched
    std::size_t matched = 0;
    for (const std::string_view one : params) {
      all.push_back(one);
      bool is_matched = false;
      for (std::size_t i = 0; i < chosen.patterns.size(); ++i) {
        if (!matches(chosen.patterns[i], one)) continue;
        is_matched = is_used[i] = true;
      }
      matched += is_matched;
      if (!is_matched) rest = one;
    }
    if (matched == 0) continue;
    if (matched < params.size()) {
      here.report(problem_kind::rule, detail::concat({"match only a part of group ", std::to_string(g + 1), ": not ",
                                                      detail::to_text(rest)}));
    } else if (std::ranges::find(chosen.positions, g + 1) == chosen.positions.end()) {
      chosen.positions.push_back(g + 1);
    }
  }
  for (std::size_t i = 0; i < chosen.patterns.size(); ++i) {
    if (is_used[i]) continue;
    const auto& pattern = chosen.patterns[i];
    const auto meant = nearest(pattern, all);
    here.report(
        problem_kind::unknown_name,
        detail::concat({"has ", detail::to_text(pattern), ", which matches none of the optimizer's groups",
                        all.empty() ? "; it has only group 0" : ": their params are ", detail::enumerated(all)}),
        meant < all.size() ? all[meant] : "");
  }
  chosen.patterns.clear();
}

}  // namespace roster
