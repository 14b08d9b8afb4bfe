#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <string_view>

namespace roster {
namespace detail {

constexpr char lower(char c) noexcept { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

/// Whether a name begins with a text, ignoring case.
constexpr bool begins_with(std::string_view name, std::string_view text) noexcept {
  if (name.size() < text.size()) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (lower(name[i]) != lower(text[i])) return false;
  }
  return true;
}

/// A name without the system in front: "CosineDecay" of "keras.CosineDecay".
constexpr std::string_view own_name(std::string_view name) noexcept { return name.substr(name.rfind('.') + 1); }

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

/// The position in `names` of the name that `asked` probably meant, or `names.size()`. That name, or what it is without
/// the system in front, differs from `asked` in at most a third of its letters, or begins with it ("cosine" for
/// "CosineAnnealingLR").
constexpr std::size_t nearest(std::string_view asked, std::span<const std::string_view> names) noexcept {
  if (asked.empty() || asked.size() > detail::longest_compared) return names.size();
  std::size_t best = names.size();
  std::size_t least = (asked.size() < 3 ? 1 : asked.size() / 3) + 1;
  const auto compare = [&](std::string_view name, std::size_t position) {
    if (name.size() > detail::longest_compared) return;
    std::size_t away = 1;
    if (asked.size() < 3 || name.size() <= asked.size() || !detail::begins_with(name, asked)) {
      // Compilers take only so many steps in a constant expression.
      const auto differ = name.size() > asked.size() ? name.size() - asked.size() : asked.size() - name.size();
      if (differ >= least) return;
      away = detail::distance(asked, name);
    }
    if (away >= least) return;
    least = away;
    best = position;
  };
  for (std::size_t i = 0; i < names.size(); ++i) {
    const auto own = detail::own_name(names[i]);
    compare(names[i], i);
    if (own.size() < names[i].size()) compare(own, i);
  }
  return best;
}

}  // namespace roster
