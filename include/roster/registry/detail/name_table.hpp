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

/// Whether a text is one that is known when compiling: its length is compared first, and then words.
constexpr bool is_literal(std::string_view text, std::string_view literal) noexcept {
  return text.size() == literal.size() &&
         std::char_traits<char>::compare(text.data(), literal.data(), literal.size()) == 0;
}

/// An odd number of well mixed bits for every `index` (splitmix64's finalizer).
constexpr std::uint64_t multiplier(std::uint64_t index) noexcept {
  auto bits = (index + 1) * 0x9E3779B97F4A7C15u;
  bits = (bits ^ bits >> 30) * 0xBF58476D1CE4E5B9u;
  bits = (bits ^ bits >> 27) * 0x94D049BB133111EBu;
  return (bits ^ bits >> 31) | 1;
}

/// A perfect hash of `Names` (a `std::array<std::string_view, N>` of static storage), computed by the compiler in about
/// N steps: hash and displace. A name's hash chooses a bucket and a slot, which the bucket's shift moves to one that
/// only this name has. All of it is constant data, and a look-up one comparison, with the name in the slot.
template <const auto& Names>
class name_table {
  static constexpr std::size_t count = Names.size();
  static_assert(count < 0xFFFF, "a registry holds at most 65,534 types");

  // Up to 32 names need no buckets, but four slots a name; more get a bucket for two names.
  static constexpr std::size_t bucket_count = count <= 32 ? 1 : std::bit_ceil(count) / 2;
  static constexpr std::size_t slot_count = std::bit_ceil(count | 1) * (count <= 32 ? 4 : 2);
  static constexpr int bucket_bits = std::countr_zero(bucket_count);
  static constexpr int slot_bits = std::countr_zero(slot_count);

  static constexpr std::size_t bucket_of(std::uint64_t hash) noexcept {
    return bucket_count == 1 ? 0 : static_cast<std::size_t>(hash >> (64 - bucket_bits) % 64);
  }
  static constexpr std::size_t slot_of(std::uint64_t hash, std::size_t shift) noexcept {
    return (static_cast<std::size_t>(hash >> (64 - bucket_bits - slot_bits)) + shift) % slot_count;
  }

  static constexpr std::size_t shortest = count == 0 ? 0 : std::ranges::min(Names, {}, &std::string_view::size).size();
  static constexpr std::size_t longest = count == 0 ? 0 : std::ranges::max(Names, {}, &std::string_view::size).size();

  /// As many words as hold every letter of any name: of one that is shorter than eight letters, two short words.
  template <std::size_t Width>
  static constexpr std::size_t word_count = Width < 8 ? 2 : std::max<std::size_t>(2, (longest + 7) / 8);
  using multipliers = std::array<std::uint64_t, word_count<8>>;

  /// Calls `f` with the width of the widest word that fits into a name of this length, at least `shortest`.
  template <class F>
  static constexpr auto with_width(std::size_t length, F f) noexcept {
    if (shortest >= 8 || length >= 8) return f(std::integral_constant<std::size_t, 8>{});
    if (shortest >= 4 || length >= 4) return f(std::integral_constant<std::size_t, 4>{});
    if (shortest >= 2 || length >= 2) return f(std::integral_constant<std::size_t, 2>{});
    return f(std::integral_constant<std::size_t, 1>{});
  }

  /// Where the words of a name of this length begin: one behind the other, the last ones at the name's end,
  /// overlapping.
  template <std::size_t Width>
  using places = std::array<std::size_t, word_count<Width>>;
  template <std::size_t Width>
  static constexpr places<Width> places_in(std::size_t length) noexcept {
    return [&]<std::size_t... I>(std::index_sequence<I...>) {
      return places<Width>{(Width * (I + 1) < length ? Width * I : length - Width)..., length - Width};
    }(std::make_index_sequence<word_count<Width> - 1>{});
  }

  /// Of the length, the first `Read` - 1 words and the last one.
  template <std::size_t Read, std::size_t Width>
  static constexpr std::uint64_t hash(std::string_view name, const places<Width>& at, const multipliers& by) noexcept {
    constexpr auto last = std::min(Read, word_count<Width>) - 1;
    return [&]<std::size_t... I>(std::index_sequence<I...>) {
      auto sum = (load<Width>(name.data() + at.back()) + name.size()) * by[last];
      ((sum += load<Width>(name.data() + at[I]) * by[I]), ...);
      return sum;
    }(std::make_index_sequence<last>{});
  }

  /// Whether two texts of the same length, that of a name, are equal.
  template <std::size_t Width>
  static constexpr bool equal(std::string_view a, std::string_view b, const places<Width>& at) noexcept {
    if (longest > 64 || std::is_constant_evaluated()) return a == b;
    return [&]<std::size_t... I>(std::index_sequence<I...>) {
      return ((load<Width>(a.data() + at[I]) ^ load<Width>(b.data() + at[I])) | ...) == 0;
    }(std::make_index_sequence<longest <= 64 ? word_count<Width> : 1>{});
  }

  using hash_list = std::array<std::uint64_t, count>;
  template <std::size_t Read>
  static constexpr hash_list hashes_by(const multipliers& by) {
    hash_list hashes{};
    for (std::size_t i = 0; i < count; ++i) {
      const auto name = Names[i];
      if (name.empty()) continue;
      hashes[i] = with_width(name.size(), [&]<std::size_t Width>(std::integral_constant<std::size_t, Width>) {
        if constexpr (Width <= longest) return hash<Read, Width>(name, places_in<Width>(name.size()), by);
        return std::uint64_t{0};
      });
    }
    return hashes;
  }
  static constexpr multipliers seeded(std::uint64_t seed) {
    multipliers by{};
    for (auto& each : by) each = multiplier(seed++);
    return by;
  }

  /// The positions of the names, chained by the bucket of their hash.
  struct chains {
    std::array<std::uint16_t, bucket_count> first{};
    std::array<std::uint16_t, count> next{};

    constexpr explicit chains(const hash_list& hashes) {
      first.fill(count);
      for (std::size_t i = count; i-- > 0;) {
        auto& head = first[bucket_of(hashes[i])];
        next[i] = head;
        head = static_cast<std::uint16_t>(i);
      }
    }
  };

  /// The positions of two names with one hash; both are `count` when there are none.
  template <std::size_t Read>
  static constexpr std::pair<std::size_t, std::size_t> clash = [] {
    const auto hashes = hashes_by<Read>(seeded(0));
    const chains chain(hashes);
    for (std::size_t i = 0; i < count; ++i) {
      for (std::size_t j = chain.next[i]; j != count; j = chain.next[j]) {
        if (hashes[i] == hashes[j]) return std::pair{i, j};
      }
    }
    return std::pair{count, count};
  }();
  template <std::size_t Read>
  static constexpr bool tells_apart =
      clash<Read>.first == count || Names[clash<Read>.first] == Names[clash<Read>.second];

  // Seldom more than two or three words are needed to tell names apart.
  static constexpr std::size_t read = tells_apart<1> ? 1 : tells_apart<2> ? 2 : tells_apart<3> ? 3 : word_count<8>;
  static_assert(tells_apart<read>, "no hash tells these names apart");

  struct slot {
    const char* text = nullptr;
    std::uint32_t length = 0;
    std::uint32_t position = count;
  };
  struct layout {
    multipliers by{};
    std::array<std::uint16_t, bucket_count> shifts{};
    std::array<slot, slot_count> slots{};
  };

  /// Gives the names chained from `first` free slots; whether there are any for all.
  static constexpr bool place(layout& made, const hash_list& hashes, const chains& chain, std::size_t bucket) {
    const std::size_t first = chain.first[bucket];
    for (std::size_t shift = 0; shift < (bucket_count == 1 ? 1 : slot_count); ++shift) {
      auto i = first;
      for (; i != count; i = chain.next[i]) {
        auto& own = made.slots[slot_of(hashes[i], shift)];
        if (own.text != nullptr) break;
        own = {Names[i].data(), static_cast<std::uint32_t>(Names[i].size()), static_cast<std::uint32_t>(i)};
      }
      made.shifts[bucket] = static_cast<std::uint16_t>(shift);
      if (i == count) return true;
      for (auto j = first; j != i; j = chain.next[j]) made.slots[slot_of(hashes[j], shift)] = {};
    }
    return false;
  }

  /// Places the fullest buckets first, while most slots are free.
  static constexpr bool place_all(layout& made) {
    const auto hashes = hashes_by<read>(made.by);
    const chains chain(hashes);
    std::array<std::uint16_t, bucket_count> sizes{};
    for (const auto hash : hashes) ++sizes[bucket_of(hash)];
    for (std::size_t size = std::ranges::max(sizes); size > 0; --size) {
      for (std::size_t bucket = 0; bucket < bucket_count; ++bucket) {
        if (sizes[bucket] == size && !place(made, hashes, chain, bucket)) return false;
      }
    }
    return true;
  }

 public:
  /// The positions of two equal names; both are `count` when all differ.
  static constexpr std::pair<std::size_t, std::size_t> duplicate = clash<read>;
  /// The position of an empty name, or `count`.
  static constexpr auto empty =
      static_cast<std::size_t>(std::ranges::find(Names, std::size_t{0}, &std::string_view::size) - Names.begin());

 private:
  static constexpr layout placed = [] {
    layout made;
    if (empty != count || duplicate.first != count) return made;
    for (std::uint64_t seed = 0;; ++seed) {
      made = {.by = seeded(seed * made.by.size())};
      if (place_all(made)) return made;
    }
  }();

  template <std::size_t Width>
  static constexpr const slot& slot_for(std::string_view name, const places<Width>& at) noexcept {
    const auto h = hash<read, Width>(name, at, placed.by);
    return placed.slots[slot_of(h, bucket_count == 1 ? 0 : placed.shifts[bucket_of(h)])];
  }

  template <std::size_t... I>
  static constexpr std::size_t compare_each([[maybe_unused]] std::string_view name,
                                            std::index_sequence<I...>) noexcept {
    std::size_t at = count;
    (void)((is_literal(name, Names[I]) && (at = I, true)) || ...);
    return at;
  }

 public:
  /// So few names are compared one by one, each with its own length, faster than they are hashed.
  static constexpr bool is_small = count <= 4;

  /// The only position that `name` can have, to be compared with the name there; `Names.size()` if it has none.
  static constexpr std::size_t candidate(std::string_view name) noexcept {
    if constexpr (is_small) return find(name);
    if (name.size() < shortest) return count;
    return with_width(name.size(), [&](auto width) -> std::size_t {
      return slot_for<width>(name, places_in<width>(name.size())).position;
    });
  }

  /// The position of `name`, or `Names.size()`.
  static constexpr std::size_t find(std::string_view name) noexcept {
    if constexpr (is_small) {
      return compare_each(name, std::make_index_sequence<count>{});
    } else {
      if (name.size() < shortest) return count;
      return with_width(name.size(), [&](auto width) -> std::size_t {
        const auto at = places_in<width>(name.size());
        const auto& own = slot_for<width>(name, at);
        if (own.length != name.size()) return count;
        return equal<width>(name, {own.text, name.size()}, at) ? own.position : count;
      });
    }
  }
};

}  // namespace roster::detail
