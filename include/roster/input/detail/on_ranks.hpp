#pragma once

#include <map>
#include <span>
#include <vector>

#include "roster/input/detail/text.hpp"

// Messages about ranks: who has what.
namespace roster::detail {

/// "rank 0", "ranks 1, 2 and 7", "ranks 1 to 63"; a long list is cut. The ranks are in ascending order.
inline std::string to_text_of_ranks(std::span<const std::size_t> ranks) {
  if (ranks.size() == 1) return concat({"rank ", std::to_string(ranks[0])});
  std::vector<std::string> parts;
  std::size_t done = 0;
  while (done < ranks.size() && parts.size() < most_shown) {
    auto end = done + 1;
    while (end < ranks.size() && ranks[end] == ranks[end - 1] + 1) ++end;
    if (end - done < 3) end = done + 1;
    const auto first = std::to_string(ranks[done]);
    parts.push_back(end - done == 1 ? first : concat({first, " to ", std::to_string(ranks[end - 1])}));
    done = end;
  }
  if (done < ranks.size()) parts.push_back(concat({std::to_string(ranks.size() - done), " more"}));
  std::string all = "ranks ";
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (i > 0) all += i + 1 == parts.size() ? " and " : ", ";
    all += parts[i];
  }
  return all;
}

/// Ranks that have the same text.
struct ranks_of_text {
  std::string text;
  std::vector<std::size_t> ranks;
};
/// The ranks with the same text together, in the order of the first of them. `texts`: one for each rank
inline std::vector<ranks_of_text> grouped(std::span<const std::string> texts) {
  std::vector<ranks_of_text> groups;
  std::map<std::string_view, std::size_t> positions;
  for (std::size_t rank = 0; rank < texts.size(); ++rank) {
    const auto [at, is_new] = positions.try_emplace(texts[rank], groups.size());
    if (is_new) groups.push_back({texts[rank], {}});
    groups[at->second].ranks.push_back(rank);
  }
  return groups;
}

/// "is 5 on ranks 1, 2 and 7, 6 on rank 4, but 4 on rank 0"; empty if all ranks have the same. `texts`: one for each
/// rank
inline std::string differs_on_ranks(std::string_view verb, std::span<const std::string> texts) {
  const auto groups = grouped(texts);
  if (groups.size() < 2) return {};
  auto all = concat({verb, " "});
  for (std::size_t i = 1; i < groups.size() && i <= most_shown; ++i) {
    all += concat({groups[i].text, " on ", to_text_of_ranks(groups[i].ranks), ", "});
  }
  if (groups.size() - 1 > most_shown) {
    std::size_t others = 0;
    for (std::size_t i = most_shown + 1; i < groups.size(); ++i) others += groups[i].ranks.size();
    all += concat({"something else on ", std::to_string(others), " more, "});
  }
  return concat({all, "but ", groups[0].text, " on ", to_text_of_ranks(groups[0].ranks)});
}

}  // namespace roster::detail
