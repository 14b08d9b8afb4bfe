#pragma once

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
      const auto byte = bytes[std::endian::native == std::endian::little ? Width - 1 - i : i];
      value = value << 8 | static_cast<unsigned char>(byte);
    }
    return value;
  }
  word value;
  std::memcpy(&value, bytes, Width);
  return value;
}

/// Whether two texts of the same length are equal: at least 8 letters if `Width` is 8, otherwise `Width` to twice as
/// many. Compares words from both ends towards the middle, where they may overlap: most lengths then take the same
/// jumps. Jumps that depend on the length are mispredicted.
template <std::size_t Width>
constexpr bool equal(const char* a, const char* b, std::size_t length) noexcept {
  const auto same = [&](std::size_t at) { return load<Width>(a + at) == load<Width>(b + at); };
  const auto last = length - Width;
  if (!same(0) || !same(last)) return false;
  if constexpr (Width == 8) {
    for (auto at = Width; 2 * at < length; at += Width) {
      if (!same(at) || !same(last - at)) return false;
    }
  }
  return true;
}

/// Whether a text equals a literal of `Length` letters. The compiler knows the length, so it does not call memcmp.
template <std::size_t Length>
constexpr bool is_literal(std::string_view text, const char* literal) noexcept {
  if (std::is_constant_evaluated()) return text == std::string_view(literal, Length);
  return text.size() == Length && std::memcmp(text.data(), literal, Length) == 0;
}

/// An odd number with well-mixed bits for every `index` (splitmix64's finalizer).
constexpr std::uint64_t multiplier(std::uint64_t index) noexcept {
  auto bits = (index + 1) * 0x9E3779B97F4A7C15u;
  bits = (bits ^ bits >> 30) * 0xBF58476D1CE4E5B9u;
  bits = (bits ^ bits >> 27) * 0x94D049BB133111EBu;
  return (bits ^ bits >> 31) | 1;
}

/// Of the length and `Windows` words of `Width` letters, spread evenly from the first letter to the last; without
/// windows, of all words. `name` is not shorter than `Width`.
template <std::size_t Width, std::size_t Windows>
constexpr std::uint64_t hash_words(std::string_view name) noexcept {
  const auto last = name.size() - Width;
  std::uint64_t sum = name.size();
  if constexpr (Windows == 0) {
    for (std::size_t at = 0; at < last; at += Width) sum = (sum + load<Width>(name.data() + at)) * multiplier(0);
    return (sum + load<Width>(name.data() + last)) * multiplier(1);
  } else {
    return [&]<std::size_t... I>(std::index_sequence<I...>) {
      sum = (sum + load<Width>(name.data())) * multiplier(0);
      ((sum += load<Width>(name.data() + last * (I + 1) / (Windows - 1)) * multiplier(I + 1)), ...);
      return sum;
    }(std::make_index_sequence<Windows - 1>{});
  }
}

/// A perfect hash of `Names` (a `std::array<std::string_view, N>` of static storage). The compiler computes it in about
/// N steps by hash and displace: a name's hash chooses a bucket, and the bucket's multiplier gives each name a slot of
/// its own. All of it is constant data. A look-up makes one comparison, with the name in the slot.
template <const auto& Names>
class name_table {
  static constexpr std::size_t count = Names.size();
  static_assert(count < 0xFFFF, "a registry holds at most 65,534 types");

  // Up to 32 names share one bucket, with at least four slots for each name. More names get a bucket for every two.
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

  static constexpr std::size_t longest = [] {
    std::size_t length = 0;
    for (const auto name : Names) length = name.size() > length ? name.size() : length;
    return length;
  }();
  static constexpr std::size_t shortest = [] {
    auto length = longest;
    for (const auto name : Names) length = name.size() < length ? name.size() : length;
    return length;
  }();
  static constexpr bool may_have(std::size_t length) noexcept { return length - shortest <= longest - shortest; }

  /// Calls `f` with the width of the words to read a name of this length in, at least `shortest`.
  template <class F>
  static constexpr auto with_width(std::size_t length, F f) noexcept {
    if (shortest >= 8 || length >= 8) return f(std::integral_constant<std::size_t, 8>{});
    if (shortest >= 4 || length >= 4) return f(std::integral_constant<std::size_t, 4>{});
    if (shortest >= 2 || length >= 2) return f(std::integral_constant<std::size_t, 2>{});
    return f(std::integral_constant<std::size_t, 1>{});
  }

  // Plain arrays, not std::array, whose operator[] costs Clang more of the steps that it allows a constant.
  struct hash_list {
    std::uint64_t of[count + 1]{};
  };
  template <std::size_t Width, std::size_t Windows>
  static constexpr std::uint64_t hash(std::string_view name) noexcept {
    // two words hold all letters of a name that is shorter than eight
    constexpr auto few = Width == 8 || Windows == 1 ? Windows : 2;
    return hash_words<Width, few>(name);
  }
  template <std::size_t Windows>
  static constexpr hash_list hashes_by = [] {
    hash_list hashes{};
    for (std::size_t i = 0; i < count; ++i) {
      const auto name = Names[i];
      if (!name.empty()) hashes.of[i] = with_width(name.size(), [=](auto width) { return hash<width, Windows>(name); });
    }
    return hashes;
  }();

  /// The positions of the names, chained by the bucket of their hash.
  struct chains {
    std::uint16_t first[bucket_count]{};
    std::uint16_t next[count + 1]{};

    constexpr explicit chains(const hash_list& hashes) {
      for (auto& head : first) head = count;
      for (std::size_t i = count; i-- > 0;) {
        auto& head = first[bucket_of(hashes.of[i])];
        next[i] = head;
        head = static_cast<std::uint16_t>(i);
      }
    }
  };

  /// The positions of two names with one hash; both are `count` when there are none.
  template <std::size_t Windows>
  static constexpr std::pair<std::size_t, std::size_t> clash = [] {
    const auto& hashes = hashes_by<Windows>;
    const chains chain(hashes);
    for (std::size_t i = 0; i < count; ++i) {
      for (std::size_t j = chain.next[i]; j != count; j = chain.next[j]) {
        if (hashes.of[i] == hashes.of[j]) return std::pair{i, j};
      }
    }
    return std::pair{count, count};
  }();
  template <std::size_t Windows>
  static constexpr bool tells_apart =
      clash<Windows>.first == count || Names[clash<Windows>.first] == Names[clash<Windows>.second];

  // Seldom more than two or three words are needed to tell names apart, and few names may do with one.
  static constexpr std::size_t windows = [] {
    constexpr std::size_t least = bucket_count == 1 ? 1 : 2;
    if constexpr (tells_apart<least>)
      return least;
    else if constexpr (tells_apart<least + 1>)
      return least + 1;
    else
      return tells_apart<3> ? std::size_t{3} : std::size_t{0};
  }();
  static_assert(tells_apart<windows>, "no hash tells these names apart");

  struct slot {
    const char* text = nullptr;
    std::uint32_t length = 0;
    std::uint32_t position = count;
  };
  struct layout {
    std::uint64_t multipliers[bucket_count]{};
    slot slots[slot_count]{};
  };

  // The fullest buckets are placed first, while most slots are free.
  static constexpr layout make_layout() {
    layout made;
    const auto& hashes = hashes_by<windows>;
    const chains chain(hashes);
    std::uint16_t sizes[bucket_count]{};
    std::size_t fullest = 0;
    for (std::size_t i = 0; i < count; ++i) {
      const std::size_t size = ++sizes[bucket_of(hashes.of[i])];
      if (size > fullest) fullest = size;
    }
    for (auto size = fullest; size > 0; --size) {
      for (std::size_t bucket = 0; bucket < bucket_count; ++bucket) {
        if (sizes[bucket] == size) made.multipliers[bucket] = place(made.slots, hashes, chain, chain.first[bucket]);
      }
    }
    return made;
  }

  /// Fills free slots with the names chained from `first`; the multiplier that made them fit.
  static constexpr std::uint64_t place(slot* slots, const hash_list& hashes, const chains& chain, std::size_t first) {
    for (std::uint64_t tries = 0;; ++tries) {
      const auto tried = multiplier(tries);
      auto i = first;
      for (; i != count; i = chain.next[i]) {
        auto& own = slots[slot_of(hashes.of[i], tried)];
        if (own.position != count) break;
        own = {Names[i].data(), static_cast<std::uint32_t>(Names[i].size()), static_cast<std::uint32_t>(i)};
      }
      if (i == count) return tried;
      for (auto j = first; j != i; j = chain.next[j]) slots[slot_of(hashes.of[j], tried)] = {};
    }
  }

 public:
  /// The positions of two equal names; both are `count` when all differ.
  static constexpr std::pair<std::size_t, std::size_t> duplicate = clash<windows>;
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

  template <std::size_t Width>
  static constexpr const slot& slot_for(std::string_view name) noexcept {
    const auto h = hash<Width, windows>(name);
    return placed.slots[slot_of(h, placed.multipliers[bucket_of(h)])];
  }

  // So few names are compared one by one, each with its own length, faster than they are hashed.
  static constexpr bool is_small = count <= 4;
  template <std::size_t... I>
  static constexpr std::size_t compare_each([[maybe_unused]] std::string_view name,
                                            std::index_sequence<I...>) noexcept {
    std::size_t at = count;
    (void)((is_literal<Names[I].size()>(name, Names[I].data()) && (at = I, true)) || ...);
    return at;
  }

 public:
  /// The position of `name`, or `Names.size()`.
  static constexpr std::size_t find(std::string_view name) noexcept {
    if constexpr (is_small) {
      return compare_each(name, std::make_index_sequence<count>{});
    } else {
      if (!may_have(name.size())) return count;
      return with_width(name.size(), [&](auto width) -> std::size_t {
        const auto& own = slot_for<width>(name);
        if (own.length != name.size()) return count;
        return equal<width>(name.data(), own.text, name.size()) ? own.position : count;
      });
    }
  }
};

}  // namespace roster::detail
