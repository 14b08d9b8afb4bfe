#include "roster/registry/detail/name_table.hpp"

#include <array>
#include <catch2/catch_test_macros.hpp>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace name_table_tests {

using namespace roster::detail;

constexpr std::array<std::string_view, 0> none{};
constexpr std::array<std::string_view, 4> four{"one", "two", "three", "four"};
constexpr std::array<std::string_view, 6> twice{"a", "bb", "c", "dd", "bb", "e"};
constexpr std::array<std::string_view, 6> nameless{"a", "bb", "c", "", "dd", "e"};

static_assert(name_table<none>::find("") == 0 && name_table<none>::find("a") == 0);
static_assert(name_table<four>::find("one") == 0 && name_table<four>::find("four") == 3);
static_assert(name_table<four>::find("on") == 4 && name_table<four>::find("") == 4);
static_assert(name_table<four>::candidate("three") == 2 && name_table<four>::candidate("thre") == 4);
static_assert(name_table<four>::is_small && !name_table<twice>::is_small);

static_assert(name_table<four>::duplicate == std::pair<std::size_t, std::size_t>{4, 4});
static_assert(name_table<twice>::duplicate == std::pair<std::size_t, std::size_t>{1, 4});
static_assert(name_table<four>::empty == 4 && name_table<nameless>::empty == 3);

/// `Length` letters, all 'a' but for one 'b'
template <std::size_t Length, std::size_t At>
constexpr auto text = [] {
  std::array<char, Length> made;
  made.fill('a');
  made[At] = 'b';
  return made;
}();
template <std::size_t Length, std::size_t At>
constexpr std::string_view letters{text<Length, At>.data(), Length};

// Names of many lengths that differ in one letter: at the beginning, in the middle or at the end.
constexpr std::array alike{letters<1, 0>,   letters<2, 0>,   letters<2, 1>,   letters<7, 0>,   letters<7, 3>,
                           letters<7, 6>,   letters<8, 4>,   letters<9, 4>,   letters<16, 8>,  letters<17, 8>,
                           letters<33, 0>,  letters<33, 11>, letters<33, 16>, letters<33, 20>, letters<33, 32>,
                           letters<90, 45>, letters<90, 46>};
// These differ in letters that two or three evenly spread words of eight letters do not reach.
constexpr std::array between_words{letters<60, 0>,  letters<60, 10>, letters<60, 15>, letters<60, 20>,
                                   letters<60, 40>, letters<60, 45>, letters<60, 50>, letters<60, 59>};
// More than 32: in buckets
constexpr auto many = []<std::size_t... I>(std::index_sequence<I...>) {
  return std::array{letters<40, I>...};
}(std::make_index_sequence<40>{});

template <const auto& Names>
void check_all() {
  using table = name_table<Names>;
  for (std::size_t i = 0; i < Names.size(); ++i) {
    std::string name(Names[i]);
    CHECK(table::find(name) == i);
    CHECK(table::candidate(name) == i);
    for (auto& letter : name) {
      const auto kept = std::exchange(letter, 'c');
      CHECK(table::find(name) == Names.size());
      letter = kept;
    }
  }
  for (std::size_t length = 0; length < 100; ++length) {
    CHECK(table::find(std::string(length, 'c')) == Names.size());
    CHECK(table::candidate(std::string(length, 'c')) <= Names.size());
  }
}

TEST_CASE("Names that differ in any one letter are told apart", "[name_table]") {
  check_all<alike>();
  check_all<between_words>();
  check_all<many>();
}

TEST_CASE("A name of a length that no type's name has is not looked up", "[name_table]") {
  constexpr std::array<std::string_view, 5> names{"aaa", "bbb", "ccc", "ddd", "eeee"};
  static constexpr auto kept = names;
  CHECK(name_table<kept>::candidate("") == 5);
  CHECK(name_table<kept>::candidate("aa") == 5);
  CHECK(name_table<kept>::candidate("aaaaa") == 5);
}

TEST_CASE("A word gives the same number at compile time and at run time", "[name_table]") {
  static constexpr char bytes[] = "\x01\x7f\x80\xff\xfe\x00\x02z";
  constexpr std::array made{load<1>(bytes), load<2>(bytes), load<4>(bytes), load<8>(bytes)};
  const std::string copy(bytes, 8);
  CHECK(load<1>(copy.data()) == made[0]);
  CHECK(load<2>(copy.data()) == made[1]);
  CHECK(load<4>(copy.data()) == made[2]);
  CHECK(load<8>(copy.data()) == made[3]);
  CHECK(made[0] == 1);
}

TEST_CASE("Texts of one length are equal if all their letters are", "[name_table]") {
  const auto check = []<std::size_t Longest>(std::integral_constant<std::size_t, Longest>) {
    for (std::size_t length = 0; length <= Longest; ++length) {
      const std::string a(length, 'x');
      auto b = a;
      CHECK(equal<Longest>(a.data(), b.data(), length));
      for (auto& letter : b) {
        letter = 'y';
        CHECK_FALSE(equal<Longest>(a.data(), b.data(), length));
        letter = 'x';
      }
    }
  };
  check(std::integral_constant<std::size_t, 7>{});
  check(std::integral_constant<std::size_t, 8>{});
  check(std::integral_constant<std::size_t, 27>{});
  check(std::integral_constant<std::size_t, 64>{});
  check(std::integral_constant<std::size_t, 70>{});
  static_assert(is_literal<3>("abc", "abc") && !is_literal<3>("abd", "abc") && !is_literal<3>("ab", "abc") &&
                is_literal<0>("", ""));
}

}  // namespace name_table_tests
