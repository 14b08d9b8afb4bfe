#pragma once

#include <algorithm>
#include <charconv>
#include <optional>
#include <tuple>

#include "roster/input/node.hpp"
#include "roster/input/place.hpp"
#include "roster/registry/nearest.hpp"

namespace roster {

/// A tree that was read from a file, and the file's name in messages.
struct document {
  std::string name;
  node tree = {};
};

namespace detail {

/// The largest document that is read, in bytes. No recipe comes near it.
inline constexpr std::size_t most_document_bytes = std::size_t{1} << 20;

/// The rest of a path after its first step, if that is `step`: after "a", "a.b[1]" leaves "b[1]".
inline std::optional<std::string_view> behind(std::string_view path, std::string_view step) {
  if (!path.starts_with(step)) return std::nullopt;
  path.remove_prefix(step.size());
  if (path.empty() || path.front() == '[') return path;
  if (path.front() != '.' || path.size() == 1) return std::nullopt;
  return path.substr(1);
}

/// The position at the start of a path such as "[1].gamma", and the rest of the path.
inline std::optional<std::pair<std::size_t, std::string_view>> position_in(std::string_view path) {
  if (!path.starts_with('[')) return std::nullopt;
  std::size_t position = 0;
  const auto* const last = path.data() + path.size();
  const auto [end, failed] = std::from_chars(path.data() + 1, last, position);
  if (failed != std::errc() || end == last || *end != ']') return std::nullopt;
  const auto left = behind(path, path.substr(0, static_cast<std::size_t>(end - path.data()) + 1));
  if (!left) return std::nullopt;
  return std::pair(position, *left);
}

/// The node that the first step of `path` leads to, and the rest of the path. Of several members of one name, it is the
/// first, which is the one that is read.
template <class Node>
std::optional<std::pair<Node*, std::string_view>> step_into(Node& from, std::string_view path) {
  if (auto* members = from.template as<node::object>()) {
    for (auto& [name, member] : *members) {
      if (const auto left = behind(path, name_in_path(name))) return std::pair(&member, *left);
    }
  }
  if (auto* items = from.template as<node::list>()) {
    const auto found = position_in(path);
    if (found && found->first < items->size()) return std::pair(&(*items)[found->first], found->second);
  }
  return std::nullopt;
}

/// The location of a problem in the text of `tree`: that of its path; for a missing member, that of the object; for a
/// member that is given twice, that of the second one.
inline location locate(const node& tree, const problem& one) {
  const auto* at = &tree;
  std::string_view path = one.path;
  while (const auto next = path.empty() ? std::nullopt : step_into(*at, path)) {
    const auto* members = at->as<node::object>();
    const auto* first = next->first;
    if (members && one.kind == problem_kind::given_twice && next->second.empty()) {
      const auto again = [&](const auto& member) {
        return &member.given != first && name_in_path(member.name) == path;
      };
      const auto second = std::ranges::find_if(*members, again);
      if (second != members->end()) return second->given.where;
    }
    std::tie(at, path) = *next;
  }
  return at->where;
}

/// Clears all source locations.
inline void forget_places(node& tree) {
  tree.where = {};
  for_each_child(tree, forget_places);
}

/// The error about a document. Each problem gets its location.
inline error error_in(const document& file, std::vector<problem> problems) {
  for (std::size_t i = 0; i < problems.size() && i < error::most_told; ++i) {
    if (!problems[i].where) problems[i].where = locate(file.tree, problems[i]);
  }
  return {file.name, std::move(problems)};
}

}  // namespace detail

/// `checked` for a document: each problem gets its line and column.
template <class F>
auto checked(const document& file, F&& f) {
  try {
    return checked(std::string_view(file.name), std::forward<F>(f));
  } catch (const error& failed) {
    throw detail::error_in(file, failed.problems());
  }
}

/// Replaces the node at a path, such as `scheduler.schedulers[1].gamma`, or adds the member that an object lacks. If
/// the path does not allow that, reports why to `here`.
inline void set(node& tree, std::string_view path, node given, const place& here) {
  auto* at = &tree;
  auto left = path;
  const auto refuse = [&](std::string_view why, std::string_view meant = {}) {
    constexpr auto plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.[]";
    const bool shown = path.size() <= 120 && path.find_first_not_of(plain) == path.npos;
    const auto name = shown ? std::string(path) : detail::to_text(path);
    here.report(problem_kind::unknown_field, detail::concat({"cannot set ", name, ": ", why}), meant);
  };
  if (path.ends_with('.')) return refuse("expected a name after the last dot");
  detail::forget_places(given);
  auto deepest = detail::levels(given);
  while (const auto next = detail::step_into(*at, left)) {
    std::tie(at, left) = *next;
    ++deepest;
    if (!left.empty()) continue;
    if (deepest > detail::deepest_tree) return refuse(detail::too_deep());
    *at = std::move(given);
    return;
  }
  const auto done = path.substr(0, path.size() - left.size());
  const auto before = done.ends_with('.') ? done.substr(0, done.size() - 1) : done;
  const auto whole = before.empty() ? "the document" : before;
  if (auto* members = at->as<node::object>()) {
    const auto step = left.substr(0, left.find_first_of(".["));
    if (detail::name_in_path(step) != step)
      return refuse(detail::concat({"expected a name instead of ", detail::to_text(left)}));
    if (step.size() < left.size()) {
      std::vector<std::string_view> names;
      for (const auto& [name, member] : *members) names.push_back(name);
      const auto meant = nearest(step, names);
      return refuse(detail::concat({done, step, " does not exist"}), meant < names.size() ? names[meant] : "");
    }
    if (deepest + 1 > detail::deepest_tree) return refuse(detail::too_deep());
    members->push_back({step, std::move(given)});
  } else if (const auto* items = at->as<node::list>()) {
    if (!detail::position_in(left))
      return refuse(detail::concat({whole, " is a list, expected a position such as ", before, "[0]"}));
    refuse(detail::concat({whole, " has ", detail::elements(items->size()), ", counted from 0"}));
  } else {
    refuse(detail::concat({whole, " is ", detail::to_text(value(*at)), ", expected an object or a list"}));
  }
}

}  // namespace roster
