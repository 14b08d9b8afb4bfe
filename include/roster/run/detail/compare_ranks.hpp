#pragma once

#include <algorithm>

#include "roster/input/detail/on_ranks.hpp"
#include "roster/input/node.hpp"
#include "roster/input/place.hpp"

// What is not the same in the trees of all ranks.
namespace roster::detail {

/// What each rank has at a place; null: nothing.
using on_each_rank = std::vector<const node*>;

inline void compare_ranks(const on_each_rank& all, const place& here);

/// The members that any rank has, in the order of rank 0's. A name that an object has twice is there twice. A rank
/// without an object has no members.
struct member_on_each_rank {
  std::string_view name;
  on_each_rank all;
};
inline std::vector<member_on_each_rank> members_of_ranks(const on_each_rank& objects) {
  std::vector<member_on_each_rank> members;
  std::map<std::pair<std::string_view, std::size_t>, std::size_t> positions;
  for (std::size_t rank = 0; rank < objects.size(); ++rank) {
    std::map<std::string_view, std::size_t> seen;
    if (!objects[rank]) continue;
    for (const auto& one : *objects[rank]->as<node::object>()) {
      const std::pair key{std::string_view(one.name), seen[one.name]++};
      const auto [at, is_new] = positions.try_emplace(key, members.size());
      if (is_new) members.push_back({one.name, on_each_rank(objects.size())});
      members[at->second].all[rank] = &one.given;
    }
  }
  return members;
}

/// Texts that begin alike, from shortly before they differ, so that a message shows the difference.
inline std::vector<std::string> texts_where_they_differ(std::span<const std::string_view> texts) {
  auto same = texts.front().size();
  for (const auto one : texts) {
    const auto most = std::min(same, one.size());
    same = static_cast<std::size_t>(
        std::mismatch(one.begin(), one.begin() + static_cast<std::ptrdiff_t>(most), texts.front().begin()).first -
        one.begin());
  }
  auto from = same > 40 ? same - 10 : 0;
  while (from > 0 && from < same && !begins_character(texts.front()[from])) ++from;
  std::vector<std::string> shown;
  for (const auto one : texts) {
    const auto text = to_text(one.substr(from));
    shown.push_back(from > 0 ? concat({"\"…", std::string_view(text).substr(1)}) : text);
  }
  return shown;
}

/// Compares what is not an object on all ranks nor a list on all ranks.
inline void compare_leaves(const on_each_rank& all, const place& here) {
  std::vector<std::string> texts;
  std::vector<std::string_view> only_texts;
  bool is_missing = false;
  for (const auto* one : all) {
    is_missing = is_missing || !one;
    if (!one) {
      texts.push_back("missing");
      continue;
    }
    const value given = *one;
    if (const auto* text = given.as<std::string_view>()) only_texts.push_back(*text);
    texts.push_back(one->as<node::list>() ? "a list" : to_text(given));
  }
  if (only_texts.size() == all.size()) texts = texts_where_they_differ(only_texts);
  auto found = differs_on_ranks("is", texts);
  if (!found.empty()) here.report(is_missing ? problem_kind::missing : problem_kind::rule, std::move(found));
}

/// Compares objects member by member. Some ranks may have none.
inline void compare_objects(const on_each_rank& objects, const place& here) {
  const auto members = members_of_ranks(objects);
  const auto before = here.problems();
  const auto compare_if = [&](bool is_scheduler) {
    for (const auto& one : members) {
      if ((one.name == "scheduler") == is_scheduler) compare_ranks(one.all, here.member(one.name));
    }
  };
  compare_if(true);
  if (here.problems() == before) compare_if(false);              // else all the rest follows from it
  if (here.problems() == before) compare_leaves(objects, here);  // one is empty
}

inline void compare_lists(const on_each_rank& lists, const place& here) {
  std::vector<std::string> lengths;
  for (const auto* one : lists) lengths.push_back(elements(one->as<node::list>()->size()));
  auto found = differs_on_ranks("has", lengths);
  if (!found.empty()) return here.report(problem_kind::wrong_length, std::move(found));
  on_each_rank items(lists.size());
  for (std::size_t i = 0; i < lists.front()->as<node::list>()->size(); ++i) {
    for (std::size_t rank = 0; rank < lists.size(); ++rank) items[rank] = &(*lists[rank]->as<node::list>())[i];
    compare_ranks(items, here.element(i));
  }
}

/// Reports what differs, one problem for each place. `all`: one for each rank, at least one
inline void compare_ranks(const on_each_rank& all, const place& here) {
  const auto is_all = [&](const auto& is) { return std::ranges::all_of(all, is); };
  const auto is_object = [](const node* one) { return one && one->as<node::object>(); };
  const auto is_list = [](const node* one) { return one && one->as<node::list>(); };
  if (std::ranges::any_of(all, is_object) && is_all([&](const node* one) { return !one || is_object(one); })) {
    compare_objects(all, here);
  } else if (is_all(is_list)) {
    compare_lists(all, here);
  } else {
    compare_leaves(all, here);
  }
}

}  // namespace roster::detail
