// Names: looked up in registries of many sizes and lengths, and compared with a search that looks at each.
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <boost/hana/tuple.hpp>
#include <boost/hana/type.hpp>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <utility>
#include <vector>

#include "fuzz.hpp"

namespace {

template <roster::fixed_string Name>
struct called {
  static constexpr std::string_view name = Name;
};
/// Three letters that differ for each of 343, and up to three more.
template <std::size_t I>
struct numbered {
  static constexpr std::array<char, 6> letters{'a' + I / 49, 'a' + I / 7 % 7, 'a' + I % 7, 'x', 'y', 'z'};
  static constexpr std::string_view name{letters.data(), 3 + I % 4};
};

constexpr auto few = boost::hana::tuple_t<called<"a">, called<"ab">, called<"abcdefghi">>;
constexpr auto short_names =
    boost::hana::tuple_t<called<"a">, called<"b">, called<"ab">, called<"ba">, called<"abc">, called<"abd">,
                         called<"abcd">, called<"abce">, called<"abcde">, called<"abcdefg">, called<"bbcdefg">>;
constexpr auto long_names =
    boost::hana::tuple_t<called<"abcdefgh">, called<"abcdefghabcdefgh">, called<"abcdefghabcdefgi">,
                         called<"abcdefghXbcdefgh">, called<"abcdefghabcdefghabcdefghabcdefgh">,
                         called<"abcdefghabcdefghabcdeFghabcdefgh">, called<"abcdefghi">>;

template <std::size_t... I>
constexpr auto crowd_of(std::index_sequence<I...>) {
  return boost::hana::tuple_t<numbered<I>...>;
}
constexpr auto dozens = crowd_of(std::make_index_sequence<60>{});
constexpr auto hundreds = crowd_of(std::make_index_sequence<300>{});

/// Memory between two pages that cannot be read.
class fenced_page {
 public:
  fenced_page() {
    void* const all = mmap(nullptr, 3 * size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    fuzz::demand(all != MAP_FAILED, "no memory");
    begin_ = static_cast<char*>(all) + size;
    fuzz::demand(mprotect(all, size, PROT_NONE) == 0 && mprotect(begin_ + size, size, PROT_NONE) == 0, "no fences");
  }
  /// A copy that begins where the page begins.
  std::string_view at_begin(std::string_view text) const { return copy(text, begin_); }
  /// A copy that ends where the page ends.
  std::string_view at_end(std::string_view text) const { return copy(text, begin_ + size - text.size()); }

  const std::size_t size = static_cast<std::size_t>(sysconf(_SC_PAGESIZE));

 private:
  static std::string_view copy(std::string_view text, char* to) {
    if (!text.empty()) std::memcpy(to, text.data(), text.size());
    return {to, text.size()};
  }
  char* begin_;
};

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

constexpr std::size_t longest = 64;  // a longer name is not corrected

/// The whole table of the distances between the beginnings of `a` and of `b`.
std::size_t distance(std::string_view a, std::string_view b) {
  static std::size_t d[longest + 1][longest + 1];
  for (std::size_t i = 0; i <= a.size(); ++i) {
    for (std::size_t j = 0; j <= b.size(); ++j) {
      if (i == 0 || j == 0) {
        d[i][j] = i + j;
        continue;
      }
      const auto x = lower(a[i - 1]), y = lower(b[j - 1]);
      d[i][j] = std::min({d[i - 1][j] + 1, d[i][j - 1] + 1, d[i - 1][j - 1] + (x == y ? 0 : 1)});
      if (i > 1 && j > 1 && x == lower(b[j - 2]) && lower(a[i - 2]) == y) {
        d[i][j] = std::min(d[i][j], d[i - 2][j - 2] + 1);
      }
    }
  }
  return d[a.size()][b.size()];
}

/// The first of the nearest names: at most a third of the letters differ, or the name begins with what was asked; with
/// or without what is in front of its last dot.
template <class Names>
std::string_view nearest(std::string_view asked, const Names& names) {
  std::string_view best;
  if (asked.empty() || asked.size() > longest) return best;
  auto least = std::max<std::size_t>(asked.size() / 3, 1) + 1;
  const auto same = [](char x, char y) { return lower(x) == lower(y); };
  for (const std::string_view name : names) {
    const auto dot = name.rfind('.');
    for (const auto one : {name, dot == name.npos ? name : name.substr(dot + 1)}) {
      if (one.size() > longest) continue;
      const bool begins =
          asked.size() >= 3 && one.size() > asked.size() && std::equal(asked.begin(), asked.end(), one.begin(), same);
      const auto away = begins ? 1 : distance(asked, one);
      if (away >= least) continue;
      least = away;
      best = name;
    }
  }
  return best;
}

template <class Registry>
void check(std::string_view asked, bool also_nearest) {
  const auto& names = Registry::names;
  const auto at = static_cast<std::size_t>(std::ranges::find(names, asked) - names.begin());
  const auto found = Registry::find(asked);
  fuzz::demand(found.value_or(names.size()) == at, "find differs from a search", asked);
  const auto visited = Registry::visit(
      asked, []<class Type>(std::type_identity<Type>) { return roster::type_name<Type>; },
      [] { return std::string_view(); });
  fuzz::demand(visited == (at < names.size() ? names[at] : ""), "visit differs from a search", asked);
  if (also_nearest) fuzz::demand(Registry::nearest(asked) == nearest(asked, names), "another name is nearer", asked);
}

void check_all(std::string_view asked, bool also_nearest) {
  check<roster::default_registry>(asked, also_nearest);
  check<roster::all_registry>(asked, also_nearest);
  check<roster::registry<roster::optimizers>>(asked, false);
  check<roster::registry<few>>(asked, also_nearest);
  check<roster::registry<short_names>>(asked, also_nearest);
  check<roster::registry<long_names>>(asked, false);
  check<roster::registry<dozens>>(asked, false);
  check<roster::registry<hundreds>>(asked, false);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const fenced_page page;
  const auto given = std::string_view(reinterpret_cast<const char*>(data), std::min(size, page.size));
  check_all(page.at_begin(given), false);
  check_all(page.at_end(given), true);
  return 0;
}
