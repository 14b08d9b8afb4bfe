#pragma once

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "roster/error.hpp"
#include "roster/nearest.hpp"
#include "roster/node.hpp"
#include "roster/place.hpp"
#include "roster/text.hpp"
#include "roster/value.hpp"

namespace roster {

/// What a file holds, and what the file is called in messages.
struct document {
  std::string name;
  node tree = {};
};

namespace detail {

/// What is left of a path behind its first step, if that is `step`: of "a.b[1]" behind "a", "b[1]".
inline std::optional<std::string_view> behind(std::string_view path, std::string_view step) {
  if (!path.starts_with(step)) return std::nullopt;
  path.remove_prefix(step.size());
  if (path.empty() || path.front() == '[') return path;
  if (path.front() != '.' || path.size() == 1) return std::nullopt;
  return path.substr(1);
}

/// The position that a path begins with, "[1]", and what is left behind it.
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

/// The node that the first step of `path` leads to, and what is left of the path. Of members of one name, the last.
template <class Node>
std::optional<std::pair<Node*, std::string_view>> step_into(Node& from, std::string_view path) {
  if (auto* members = from.template as<node::object>()) {
    for (auto member = members->rbegin(); member != members->rend(); ++member) {
      if (const auto left = behind(path, name_in_path(member->first))) return std::pair(&member->second, *left);
    }
  }
  if (auto* items = from.template as<node::list>()) {
    const auto found = position_in(path);
    if (found && found->first < items->size()) return std::pair(&(*items)[found->first], found->second);
  }
  return std::nullopt;
}

/// Where in the text of `tree` a problem is: at its path, or of what is missing, where that should be.
inline location locate(const node& tree, std::string_view path) {
  const auto* at = &tree;
  while (!path.empty()) {
    const auto next = step_into(*at, path);
    if (!next) break;
    std::tie(at, path) = *next;
  }
  return at->where;
}

/// The error about a document, each problem with its line and column.
inline error error_in(const document& file, std::vector<problem> problems) {
  for (std::size_t i = 0; i < problems.size() && i < error::most_told; ++i) {
    if (!problems[i].where) problems[i].where = locate(file.tree, problems[i].path);
  }
  return {file.name, std::move(problems)};
}

}  // namespace detail

/// Replaces what stands at a path, such as `scheduler.schedulers[1].gamma`; a member that an object lacks is added.
/// What is wrong with the path is added to `here`.
inline void set(node& tree, std::string_view path, node given, const place& here) {
  auto* at = &tree;
  auto left = path;
  const auto refuse = [&](const std::string& why, std::string_view meant = {}) {
    here.add(problem_kind::unknown_field, "cannot set " + std::string(path) + ": " + why, meant);
  };
  given.where = {};
  while (true) {
    const auto done = std::string(path.substr(0, path.size() - left.size()));
    if (const auto next = detail::step_into(*at, left)) {
      std::tie(at, left) = *next;
      if (!left.empty()) continue;
      *at = std::move(given);
      return;
    }
    const auto step = left.substr(0, std::max<std::size_t>(1, left.find_first_of(".[")));
    const auto before = done.empty() || done.ends_with('.') ? done.substr(0, done.size() - !done.empty()) : done;
    const auto whole = before.empty() ? "it" : before;
    if (auto* members = at->as<node::object>()) {
      if (detail::name_in_path(step) != step) return refuse("expected a name where " + detail::to_text(left) + " is");
      if (step.size() == left.size()) {
        members->emplace_back(std::string(step), std::move(given));
        return;
      }
      std::vector<std::string_view> names;
      for (const auto& [name, member] : *members) names.push_back(name);
      const auto meant = nearest(step, names);
      return refuse("there is no " + done + std::string(step), meant < names.size() ? names[meant] : "");
    }
    if (const auto* items = at->as<node::list>()) {
      if (!detail::position_in(left)) return refuse(whole + " is a list, expected a position: " + before + "[0]");
      return refuse(whole + " has " + detail::elements(items->size()) + ", counted from 0");
    }
    return refuse(whole + " is " + detail::to_text(value(*at)) + ", expected an object or a list");
  }
}

}  // namespace roster
