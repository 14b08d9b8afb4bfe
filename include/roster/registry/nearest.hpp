#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <string_view>

namespace roster {
namespace detail {

constexpr char lower(char c) noexcept { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

inline constexpr std::size_t longest_compared = 64;

/// The number of insertions, deletions, replacements and swaps of neighbours that turn `a` into `b`, ignoring case
/// (optimal string alignment). Both are at most `longest_compared` long.
constexpr std::size_t distance(std::string_view a, std::string_view b) noexcept {
  using row = std::array<std::size_t, longest_compared + 1>;
  row before{}, previous{}, current{};
  for (std::size_t j = 0; j <= b.size(); ++j) previous[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    current[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const bool same = lower(a[i - 1]) == lower(b[j - 1]);
      const bool swapped = i > 1 && j > 1 && lower(a[i - 1]) == lower(b[j - 2]) && lower(a[i - 2]) == lower(b[j - 1]);
      auto least = previous[j - 1] + !same;
      if (previous[j] < least) least = previous[j] + 1;
      if (current[j - 1] < least) least = current[j - 1] + 1;
      if (swapped && before[j - 2] < least) least = before[j - 2] + 1;
      current[j] = least;
    }
    before = previous;
    previous = current;
  }
  return previous[b.size()];
}

}  // namespace detail

/// The position in `names` of the name that `asked` probably meant, or `names.size()`. That name differs from `asked`
/// in at most a third of its letters, or begins with it ("cosine" for "CosineAnnealingLR").
constexpr std::size_t nearest(std::string_view asked, std::span<const std::string_view> names) noexcept {
  if (asked.empty() || asked.size() > detail::longest_compared) return names.size();
  std::size_t best = names.size();
  std::size_t least = (asked.size() < 3 ? 1 : asked.size() / 3) + 1;
  for (std::size_t i = 0; i < names.size(); ++i) {
    const auto name = names[i];
    if (name.size() > detail::longest_compared) continue;
    const bool begins =
        asked.size() >= 3 && name.size() > asked.size() && detail::distance(asked, name.substr(0, asked.size())) == 0;
    const auto away = begins ? 1 : detail::distance(asked, name);
    if (away < least) {
      least = away;
      best = i;
    }
  }
  return best;
}

}  // namespace roster
