#pragma once

#include "roster/run/detail/messages_of_ranks.hpp"

namespace roster {

namespace detail {

/// Throws the same `error` on all ranks if the trees that `make` returns differ, or if it throws on one of them.
template <class F, gathers Gather>
void check_same_made(std::string_view call, F&& make, Gather& gather, std::string_view subject) {
  const auto mine = message_of(call, make);
  const auto all = gather_messages(mine, gather, subject);
  if (!mine.has_failed && std::ranges::count(all, mine.bytes) == std::ssize(all)) return;
  checked(subject, [&](const place& here) {
    const auto trees = trees_in(all, here);
    if (here.problems() > 0) return;
    on_each_rank given;
    for (const auto& one : trees) given.push_back(&one);
    compare_ranks(given, here);
  });
}

}  // namespace detail

/// Compares a tree of values, such as a recipe, that all ranks should have. If they do not, throws the same `error` on
/// all of them, with a problem for each place that differs, however many ranks there are: "last_epoch is 5 on rank 1,
/// but 4 on rank 0". All ranks have to call it together. Numbers are the same if their bits are, or if both are NaN.
/// The order of members does not matter. `subject`: what the error is about, the same on all ranks
template <gathers Gather>
void check_same(const value& mine, Gather&& gather, std::string_view subject = "ranks") {
  detail::check_same_made(detail::concat({"check_same(", subject, ")"}), [&] { return mine; }, gather, subject);
}

}  // namespace roster
