#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <type_traits>
#include <utility>

namespace roster::detail {

/// `Width` bytes as a number, in the machine's byte order; one load at run time.
template <std::size_t Width>
constexpr std::uint64_t load(const char* bytes) noexcept {
  using word = std::conditional_t<
      Width == 8, std::uint64_t,
      std::conditional_t<Width == 4, std::uint32_t, std::conditional_t<Width == 2, std::uint16_t, std::uint8_t>>>;
  if (std::is_constant_evaluated()) {
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < Width; ++i) {
      const auto place = std::endian::native == std::endian::little ? i : Width - 1 - i;
      value |= std::uint64_t{static_cast<unsigned char>(bytes[i])} << (8 * place);
    }
    return value;
  }
  word value;
  std::memcpy(&value, bytes, Width);
  return value;
}

/// Whether two strings of the same length, at most `Longest`, are equal. Reads overlapping words: a loop over the
/// length, as in memcmp, is mispredicted when lengths vary, which costs 1 to 2 ns for each look-up.
template <std::size_t Longest>
constexpr bool equal(const char* a, const char* b, std::size_t length) noexcept {
  if (Longest > 64 || std::is_constant_evaluated()) return std::string_view(a, length) == std::string_view(b, length);
  if (length >= 8) {
    auto difference = load<8>(a + length - 8) ^ load<8>(b + length - 8);
    [&]<std::size_t... I>(std::index_sequence<I...>) {
      ((difference |= load<8>(a + (8 * I + 8 < length ? 8 * I : length - 8)) ^
                      load<8>(b + (8 * I + 8 < length ? 8 * I : length - 8))),
       ...);
    }(std::make_index_sequence < Longest == 0 ? 0 : (Longest - 1) / 8 > {});
    return difference == 0;
  }
  if (length >= 4) return load<4>(a) == load<4>(b) && load<4>(a + length - 4) == load<4>(b + length - 4);
  if (length >= 2) return load<2>(a) == load<2>(b) && load<2>(a + length - 2) == load<2>(b + length - 2);
  return length == 0 || *a == *b;
}

/// Whether a text equals a literal, whose length is known at compile time.
template <std::size_t Length>
constexpr bool is_literal(std::string_view text, const char* literal) noexcept {
  return text.size() == Length && equal<Length>(text.data(), literal, Length);
}

/// The shortest and longest length of some names, and the widest word that fits into the shortest name.
struct measures {
  std::size_t shortest = 0;
  std::size_t longest = 0;
  std::size_t width = 1;
};

/// An odd number with well-mixed bits for every `index` (splitmix64's finalizer).
constexpr std::uint64_t multiplier(std::uint64_t index) noexcept {
  auto bits = (index + 1) * 0x9E3779B97F4A7C15u;
  bits = (bits ^ bits >> 30) * 0xBF58476D1CE4E5B9u;
  bits = (bits ^ bits >> 27) * 0x94D049BB133111EBu;
  return (bits ^ bits >> 31) | 1;
}

/// Reads `Windows` words of `Width` letters, spread evenly from the first letter to the last. Two or three usually tell
/// all names apart. `name` is not shorter than `Width`.
template <std::size_t Width, std::size_t Windows>
constexpr std::uint64_t hash_some(std::string_view name) noexcept {
  return [&]<std::size_t... I>(std::index_sequence<I...>) {
    std::uint64_t sum = name.size();
    ((sum += load<Width>(name.data() + (name.size() - Width) * I / (Windows - 1)) * multiplier(I)), ...);
    return sum;
  }(std::make_index_sequence<Windows>{});
}

/// Reads every letter of a name of at most `Longest` letters, in the same number of words whatever its length.
template <std::size_t Longest>
constexpr std::uint64_t hash_all(std::string_view name) noexcept {
  if (name.size() < 4) return name.size() < 2 ? hash_some<1, 2>(name) : hash_some<2, 2>(name);
  if (name.size() < 8) return hash_some<4, 2>(name);
  return [&]<std::size_t... I>(std::index_sequence<I...>) {
    const auto last = name.size() - 8;
    std::uint64_t sum = name.size();
    ((sum += load<8>(name.data() + (8 * I < last ? 8 * I : last)) * multiplier(I)), ...);
    return sum;
  }(std::make_index_sequence<(Longest + 7) / 8>{});
}

/// A perfect hash of `Names` (a `std::array<std::string_view, N>` of static storage). The compiler computes it in about
/// N steps by hash and displace: a name's hash chooses a bucket, and the bucket's multiplier gives each name a slot of
/// its own. All of it is constant data. A look-up takes a handful of instructions and one comparison, without a jump
/// that depends on the name.
template <const auto& Names>
class name_table {
  static constexpr std::size_t count = Names.size();
  static_assert(count < 0xFFFF, "a registry holds at most 65,534 types");

  // Up to 32 names share one bucket, with at least four slots for each name. More names get a bucket for every two, and
  // at least two slots each.
  static constexpr std::size_t bucket_count = count <= 32 ? 1 : std::bit_ceil(count) / 2;
  static constexpr std::size_t slot_count = std::bit_ceil(count | 1) * (count <= 32 ? 4 : 2);

  static constexpr std::size_t bucket_of(std::uint64_t hash) noexcept {
    if constexpr (bucket_count == 1)
      return 0;
    else
      return static_cast<std::size_t>(hash >> (64 - std::countr_zero(bucket_count)));
  }
  static constexpr std::size_t slot_of(std::uint64_t hash, std::uint64_t multiplier) noexcept {
    return static_cast<std::size_t>(hash * multiplier >> (64 - std::countr_zero(slot_count)));
  }

  /// The positions of the names, chained by the bucket of their hash.
  struct chains {
    std::array<std::uint16_t, bucket_count> first{};
    std::array<std::uint16_t, count> next{};

    constexpr explicit chains(const std::array<std::uint64_t, count>& hashes) {
      first.fill(count);
      for (std::size_t i = count; i-- > 0;) {
        auto& head = first[bucket_of(hashes[i])];
        next[i] = head;
        head = static_cast<std::uint16_t>(i);
      }
    }
  };

  /// The positions of two names with the same hash; both are `count` if there are none.
  static constexpr std::pair<std::size_t, std::size_t> clash(const std::array<std::uint64_t, count>& hashes) {
    const chains chain(hashes);
    for (std::size_t i = 0; i < count; ++i) {
      for (std::size_t j = chain.next[i]; j != count; j = chain.next[j]) {
        if (hashes[i] == hashes[j]) return {i, j};
      }
    }
    return {count, count};
  }

  static constexpr measures measured = [] {
    measures of{.shortest = count == 0 ? 0 : Names[0].size()};
    for (const auto name : Names) {
      of.shortest = std::min(of.shortest, name.size());
      of.longest = std::max(of.longest, name.size());
    }
    while (of.width < 8 && of.width * 2 <= of.shortest) of.width *= 2;
    return of;
  }();

  /// With `Windows` = 0, it covers all letters.
  template <std::size_t Windows>
  static constexpr std::uint64_t hash(std::string_view name) noexcept {
    if constexpr (Windows == 0) {
      return hash_all<measured.longest>(name);
    } else {
      return hash_some<measured.width, Windows>(name);
    }
  }

  template <std::size_t Windows>
  static constexpr std::array<std::uint64_t, count> hashes_by = [] {
    std::array<std::uint64_t, count> hashes{};
    for (std::size_t i = 0; i < count; ++i) {
      if (!Names[i].empty()) hashes[i] = hash<Windows>(Names[i]);
    }
    return hashes;
  }();

  template <std::size_t Windows>
  static constexpr bool tells_apart = [] {
    constexpr auto twins = clash(hashes_by<Windows>);
    return twins.first == count || Names[twins.first] == Names[twins.second];
  }();

  static constexpr std::size_t windows = tells_apart<2> ? 2 : tells_apart<3> ? 3 : 0;
  static_assert(tells_apart<windows>, "no hash tells these names apart");

  struct layout {
    std::array<std::uint64_t, bucket_count> multipliers{};
    std::array<std::uint16_t, slot_count> slots{};
  };

  // The fullest buckets are placed first, while most slots are free.
  static constexpr layout make_layout() {
    layout made;
    made.slots.fill(count);
    const auto& hashes = hashes_by<windows>;
    const chains chain(hashes);
    std::array<std::uint16_t, bucket_count> sizes{};
    std::size_t fullest = 0;
    for (std::size_t bucket = 0; bucket < bucket_count; ++bucket) {
      for (std::size_t i = chain.first[bucket]; i != count; i = chain.next[i]) ++sizes[bucket];
      fullest = std::max<std::size_t>(fullest, sizes[bucket]);
    }
    for (std::size_t size = fullest; size > 0; --size) {
      for (std::size_t bucket = 0; bucket < bucket_count; ++bucket) {
        if (sizes[bucket] == size) made.multipliers[bucket] = place(made, hashes, chain, chain.first[bucket]);
      }
    }
    return made;
  }

  /// Fills free slots with the names chained from `first`. Returns the multiplier that made them fit.
  static constexpr std::uint64_t place(layout& made, const std::array<std::uint64_t, count>& hashes,
                                       const chains& chain, std::size_t first) {
    for (std::uint64_t tries = 0;; ++tries) {
      const auto tried = multiplier(tries);
      auto i = first;
      for (; i != count; i = chain.next[i]) {
        auto& slot = made.slots[slot_of(hashes[i], tried)];
        if (slot != count) break;
        slot = static_cast<std::uint16_t>(i);
      }
      if (i == count) return tried;
      for (auto j = first; j != i; j = chain.next[j]) made.slots[slot_of(hashes[j], tried)] = count;
    }
  }

 public:
  /// The positions of two equal names; both are `count` if all differ.
  static constexpr std::pair<std::size_t, std::size_t> duplicate = clash(hashes_by<windows>);
  /// The position of an empty name, or `count`.
  static constexpr std::size_t empty = [] {
    std::size_t at = 0;
    while (at < count && !Names[at].empty()) ++at;
    return at;
  }();

 private:
  static constexpr layout placed = [] {
    if constexpr (empty != count || duplicate.first != count)
      return layout{};
    else
      return make_layout();
  }();

  // An empty slot leads to an empty name, which equals no name that is looked up.
  static constexpr auto padded = []<std::size_t... I>(std::index_sequence<I...>) {
    return std::array<std::string_view, count + 1>{Names[I]..., std::string_view{}};
  }(std::make_index_sequence<count>{});

  template <std::size_t... I>
  static constexpr std::size_t compare_each([[maybe_unused]] std::string_view name,
                                            std::index_sequence<I...>) noexcept {
    std::size_t at = count;
    (void)((is_literal<Names[I].size()>(name, Names[I].data()) && (at = I, true)) || ...);
    return at;
  }

 public:
  /// Comparing so few names one by one, each with its known length, is faster than hashing.
  static constexpr bool is_small = count <= 4;

  /// The only position that `name` can have, or `Names.size()` if there is none. The caller compares it with the name
  /// there.
  static constexpr std::size_t candidate(std::string_view name) noexcept {
    if constexpr (is_small) return find(name);
    if (name.size() - measured.shortest > measured.longest - measured.shortest) return count;
    const auto h = hash<windows>(name);
    return placed.slots[slot_of(h, placed.multipliers[bucket_of(h)])];
  }

  /// The position of `name`, or `Names.size()`.
  static constexpr std::size_t find(std::string_view name) noexcept {
    if constexpr (is_small) {
      return compare_each(name, std::make_index_sequence<count>{});
    } else {
      const auto at = candidate(name);
      const auto own = padded[at];
      if (own.size() != name.size()) return count;
      return equal<measured.longest>(name.data(), own.data(), name.size()) ? at : count;
    }
  }
};

}  // namespace roster::detail
