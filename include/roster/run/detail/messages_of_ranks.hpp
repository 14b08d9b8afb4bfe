#pragma once

#include <exception>

#include "roster/run/detail/compare_ranks.hpp"
#include "roster/run/detail/tree_bytes.hpp"
#include "roster/run/gather.hpp"

// What ranks send to each other: which function they have called, with which tree, or why they have none. A rank that
// fails before it has a tree sends that, because the others wait for it.
namespace roster::detail {

/// One more than the levels of the tree in it.
inline constexpr std::size_t deepest_message = deepest_tree + 1;
inline constexpr std::string_view message_mark = "roster 1 ";

struct message {
  std::string bytes;
  bool has_failed = false;
};

inline std::optional<std::string> to_bytes(std::string_view call, std::string_view member, const value& given) {
  const keyword parts[] = {{"call", call}, {member, given}};
  const object_view whole{
      2, parts, [](const void* data, std::size_t position) { return static_cast<const keyword*>(data)[position]; }};
  std::string bytes(message_mark);
  if (!append_tree(bytes, whole, deepest_message)) return {};
  return bytes;
}
/// The message with the tree that `make` returns. `call`: what all ranks have to call
template <class F>
message message_of(std::string_view call, F&& make) {
  std::string why;
  try {
    if (auto bytes = to_bytes(call, "given", make())) return {std::move(*bytes)};
    why = concat({"its value ", too_deep()});
  } catch (const std::exception& failed) {
    why = failed.what();
    std::ranges::replace(why, '\n', ' ');  // it becomes a part of a sentence
  }
  return {*to_bytes(call, "failed", why), true};
}

/// The messages of all ranks. Throws an `error` if the gather is broken.
template <gathers F>
std::vector<std::string> gather_messages(const message& mine, F& gather, std::string_view subject) {
  std::vector<std::string> all = gather(mine.bytes);
  if (std::ranges::find(all, mine.bytes) != all.end()) return all;
  throw error(subject, {{problem_kind::rule, "gather",
                         all.empty() ? "returned nothing, expected the bytes of each rank"
                                     : "did not return this rank's bytes unchanged, with those of the others"}});
}

/// Reports problems of ranks, those with the same problem together. `texts`: one for each rank; empty: none
inline void report_ranks(problem_kind kind, std::span<const std::string> texts, const place& here) {
  for (auto& one : grouped(texts)) {
    if (!one.text.empty()) here.report({kind, to_text_of_ranks(one.ranks), std::move(one.text)});
  }
}
/// Reports ranks whose bytes are not what the call sends.
inline void report_others(std::span<const std::string> bytes, const std::vector<bool>& is_other, const place& here) {
  std::vector<std::string> texts(bytes.size());
  for (std::size_t rank = 0; rank < bytes.size(); ++rank) {
    if (!is_other[rank]) continue;
    const auto what = bytes[rank].empty()                     ? "no bytes"
                      : bytes[rank].starts_with(message_mark) ? "bytes of Roster that are cut or changed"
                                                              : to_text(bytes[rank]);
    texts[rank] = concat({"sent something else: ", what});
  }
  report_ranks(problem_kind::unreadable, texts, here);
}

/// The trees of all ranks. If problems are reported, do not use the result.
inline std::vector<node> trees_in(std::span<const std::string> bytes, const place& here) {
  const auto before = here.problems();
  std::vector<node> trees(bytes.size());
  std::vector<bool> is_other(bytes.size());
  std::vector<std::string> calls, failures(bytes.size());
  for (std::size_t rank = 0; rank < bytes.size(); ++rank) {
    const std::string_view all = bytes[rank];
    const bool is_marked = all.starts_with(message_mark);
    tree_reader reader(is_marked ? all.substr(message_mark.size()) : "");
    auto read = reader.tree(deepest_message);
    auto* const parts = read && reader.is_at_end() ? read->as<node::object>() : nullptr;
    const value call = parts && !parts->empty() ? value(parts->front().given) : value(nullptr);
    const bool is_whole = call.as<std::string_view>() && parts->size() == 2 && parts->front().name == "call";
    if (!is_whole) {
      is_other[rank] = true;
      continue;
    }
    calls.push_back(to_text(call));
    auto& [name, given] = parts->back();
    const value held = given;
    if (name == "failed")
      failures[rank] = concat({"failed: ", held.as<std::string_view>() ? *held.as<std::string_view>() : ""});
    trees[rank] = std::move(given);
  }
  report_others(bytes, is_other, here);
  if (here.problems() != before) return trees;
  if (auto found = differs_on_ranks("is", calls); !found.empty()) {
    here.report({problem_kind::rule, "the call", std::move(found)});
    return trees;
  }
  report_ranks(problem_kind::rule, failures, here);
  return trees;
}

}  // namespace roster::detail
