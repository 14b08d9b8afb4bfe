#pragma once

#include <algorithm>
#include <charconv>
#include <optional>
#include <tuple>

#include "roster/input/messages.hpp"
#include "roster/input/node.hpp"
#include "roster/input/place.hpp"
#include "roster/registry/nearest.hpp"

namespace roster {

/// A tree that was read from a file, and the file's name in messages.
struct document {
  std::string name;
  node tree = {};
  std::vector<std::string> overrides = {};  ///< `PATH=VALUE`: what replaced parts of the file, in order
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

/// The location of a problem in the text of `tree`: that of its path; for a missing member, that of the object. Of a
/// member that is given several times, `repeats` chooses: 1 for the second one.
inline location locate(const node& tree, const problem& one, std::size_t repeats = 1) {
  const auto* at = &tree;
  std::string_view path = one.path;
  while (const auto next = path.empty() ? std::nullopt : step_into(*at, path)) {
    const auto* members = at->as<node::object>();
    if (members && one.kind == problem_kind::given_twice && next->second.empty()) {
      std::size_t found = 0;
      for (const auto& member : *members) {
        if (name_in_path(member.name) == path && found++ == repeats) return member.given.where;
      }
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

/// A path or an override in a message: quoted, unless it is short and plain.
inline std::string override_text(std::string_view given) {
  constexpr auto plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.[]=";
  const bool shown = given.size() <= 120 && given.find_first_not_of(plain) == given.npos;
  return shown ? std::string(given) : to_text(given);
}

/// The last override of what a path leads to; none if the file gave it.
inline const std::string* override_of(const document& file, std::string_view path) {
  const std::string* last = nullptr;
  for (const auto& one : file.overrides) {
    if (behind(path, std::string_view(one).substr(0, one.find('=')))) last = &one;
  }
  return last;
}

/// The error about a document. Each problem gets its location, or the override that is to blame.
inline error error_in(const document& file, std::vector<problem> problems) {
  for (std::size_t i = 0; i < problems.size() && i < error::most_told; ++i) {
    auto& one = problems[i];
    if (one.where) continue;
    std::size_t repeats = 1;
    for (std::size_t j = 0; j < i; ++j) repeats += problems[j].kind == one.kind && problems[j].path == one.path;
    one.where = locate(file.tree, one, repeats);
    if (one.where) continue;
    if (const auto* from = override_of(file, one.path)) {
      one.text += concat({" (from the override ", override_text(*from), ")"});
    }
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
    const auto shown = detail::override_text(path);
    here.report(problem_kind::unknown_field, detail::concat({"cannot set ", shown, ": ", why}), meant);
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
    refuse(detail::concat({whole, " ", detail::is_not(*at, "an object or a list")}));
  }
}

}  // namespace roster
