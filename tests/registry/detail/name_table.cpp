#include "roster/registry/detail/name_table.hpp"

#include <array>
#include <catch2/catch_test_macros.hpp>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace name_table_tests {

using namespace roster::detail;

constexpr std::array<std::string_view, 0> none{};
constexpr std::array<std::string_view, 4> four{"one", "two", "three", "four"};
constexpr std::array<std::string_view, 6> twice{"a", "bb", "c", "dd", "bb", "e"};
constexpr std::array<std::string_view, 6> nameless{"a", "bb", "c", "", "dd", "e"};

static_assert(name_table<none>::find("") == 0 && name_table<none>::find("a") == 0);
static_assert(name_table<four>::find("one") == 0 && name_table<four>::find("four") == 3);
static_assert(name_table<four>::find("three") == 2 && name_table<four>::find("thre") == 4);
static_assert(name_table<four>::find("on") == 4 && name_table<four>::find("") == 4);

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

// Names of all lengths that differ in one letter, in the beginning, the middle and the end.
constexpr std::array alike{letters<1, 0>,   letters<2, 0>,   letters<2, 1>,   letters<7, 0>,   letters<7, 3>,
                           letters<7, 6>,   letters<8, 4>,   letters<9, 4>,   letters<16, 8>,  letters<17, 8>,
                           letters<33, 0>,  letters<33, 11>, letters<33, 16>, letters<33, 20>, letters<33, 32>,
                           letters<90, 45>, letters<90, 46>};
// Two or three words of eight letters, spread evenly, do not reach where these differ.
constexpr std::array between_words{letters<60, 0>,  letters<60, 10>, letters<60, 15>, letters<60, 20>,
                                   letters<60, 40>, letters<60, 45>, letters<60, 50>, letters<60, 59>};
// More than 32: in buckets
constexpr auto many = []<std::size_t... I>(std::index_sequence<I...>) {
  return std::array{letters<40, I>...};
}(std::make_index_sequence<40>{});

/// `Length` letters that begin and end alike, and three digits of `I` in the middle
template <std::size_t Length, std::size_t I>
constexpr auto numbered_text = [] {
  std::array<char, Length> made;
  made.fill('n');
  for (std::size_t place = 0, rest = I; place < 3; ++place, rest /= 10) {
    made[Length / 2 - place] = static_cast<char>('0' + rest % 10);
  }
  return made;
}();
template <std::size_t Length, std::size_t Count>
constexpr auto numbered = []<std::size_t... I>(std::index_sequence<I...>) {
  return std::array<std::string_view, Count>{std::string_view{numbered_text<Length, I>.data(), Length}...};
}(std::make_index_sequence<Count>{});
constexpr auto numbered_41 = numbered<41, 600>;
constexpr auto numbered_70 = numbered<70, 40>;

/// Names of each length from 1 to 200 letters
constexpr auto every_length = []<std::size_t... I>(std::index_sequence<I...>) {
  return std::array{letters<I + 1, I / 2>...};
}(std::make_index_sequence<200>{});

/// All names of a single byte, but for zero: those with the highest bit are negative where char has a sign.
constexpr auto each_byte = [] {
  std::array<char, 255> made;
  for (std::size_t i = 0; i < made.size(); ++i) made[i] = static_cast<char>(i + 1);
  return made;
}();
constexpr auto single_bytes = [] {
  std::array<std::string_view, each_byte.size()> made;
  for (std::size_t i = 0; i < made.size(); ++i) made[i] = {each_byte.data() + i, 1};
  return made;
}();
constexpr std::array<std::string_view, 6> high_bytes{"\xff\xfe\xfd\xfc\xfb\xfa\xf9\xf8\xf7",
                                                     "\xff\xfe\xfd\xfc\xfb\xfa\xf9\xf8\x77",
                                                     "\x7f\xfe\xfd\xfc\xfb\xfa\xf9\xf8\xf7",
                                                     "\xff\xfe\xfd\xfc\x7b\xfa\xf9\xf8\xf7",
                                                     "\x80\x80\x80",
                                                     "\x80\x80\xc3"};

template <const auto& Names>
void check_all() {
  using table = name_table<Names>;
  for (std::size_t i = 0; i < Names.size(); ++i) {
    // A buffer of just this length, so that the address sanitizer sees what is read beyond it
    std::vector<char> name(Names[i].begin(), Names[i].end());
    const std::string_view asked(name.data(), name.size());
    CHECK(table::find(asked) == i);
    for (auto& letter : name) {
      const auto kept = std::exchange(letter, '\0');
      CHECK(table::find(asked) == Names.size());
      letter = kept;
    }
  }
  for (std::size_t length = 0; length < 100; ++length) {
    CHECK(table::find(std::string(length, '\0')) == Names.size());
  }
}

TEST_CASE("Names are told apart that differ in one letter, wherever it is", "[name_table]") {
  check_all<alike>();
  check_all<between_words>();
  check_all<many>();
}

TEST_CASE("Names are told apart whose difference is where their ends do not reach", "[name_table]") {
  check_all<numbered_41>();
  check_all<numbered_70>();
}

TEST_CASE("Names have any length and any bytes", "[name_table]") {
  check_all<every_length>();
  check_all<single_bytes>();
  check_all<high_bytes>();
}

constexpr std::array<std::string_view, 1> single{"only"};

TEST_CASE("A single name is found", "[name_table]") { check_all<single>(); }

constexpr auto thousands_of_letters = [] {
  std::array<char, 5000 * 12> made;
  made.fill('x');
  for (std::size_t i = 0; i < 5000; ++i) {
    for (std::size_t place = 0, rest = i; place < 4; ++place, rest /= 10) {
      made[12 * i + 4 + place] = static_cast<char>('0' + rest % 10);
    }
  }
  return made;
}();
constexpr auto thousands = [] {
  std::array<std::string_view, 5000> made;
  for (std::size_t i = 0; i < made.size(); ++i) made[i] = {thousands_of_letters.data() + 12 * i, 12};
  return made;
}();

TEST_CASE("Thousands of names are told apart", "[name_table]") {
  using table = name_table<thousands>;
  std::size_t found = 0;
  for (std::size_t i = 0; i < thousands.size(); ++i) {
    std::string name(thousands[i]);
    found += table::find(name) == i;
    name[5] = 'x';
    found += table::find(name) == thousands.size();
  }
  CHECK(found == 2 * thousands.size());
}

TEST_CASE("A name of a length that no name has is not looked up", "[name_table]") {
  constexpr std::array<std::string_view, 5> names{"aaa", "bbb", "ccc", "ddd", "eeee"};
  static constexpr auto kept = names;
  for (const auto* name : {"", "aa", "aaaaa", "aaaaaaaaaaaa"}) CHECK(name_table<kept>::find(name) == 5);
}

TEST_CASE("A word is the same number for the compiler and at run time", "[name_table]") {
  static constexpr char bytes[] = "\x01\x7f\x80\xff\xfe\x00\x02z";
  constexpr std::array made{load<1>(bytes), load<2>(bytes), load<4>(bytes), load<8>(bytes)};
  const std::string copy(bytes, 8);
  CHECK(load<1>(copy.data()) == made[0]);
  CHECK(load<2>(copy.data()) == made[1]);
  CHECK(load<4>(copy.data()) == made[2]);
  CHECK(load<8>(copy.data()) == made[3]);
  CHECK(made[0] == 1);
}

TEST_CASE("Texts of one length are equal if all of their letters are", "[name_table]") {
  const auto check = []<std::size_t Width>(std::integral_constant<std::size_t, Width>) {
    for (std::size_t length = Width; length <= (Width == 8 ? 90 : 2 * Width); ++length) {
      const std::vector<char> a(length, 'x');
      auto b = a;
      CHECK(equal<Width>(a.data(), b.data(), length));
      for (auto& letter : b) {
        letter = 'y';
        CHECK_FALSE(equal<Width>(a.data(), b.data(), length));
        letter = 'x';
      }
    }
  };
  check(std::integral_constant<std::size_t, 1>{});
  check(std::integral_constant<std::size_t, 2>{});
  check(std::integral_constant<std::size_t, 4>{});
  check(std::integral_constant<std::size_t, 8>{});
  static_assert(is_literal<3>("abc", "abc") && !is_literal<3>("abd", "abc") && !is_literal<3>("ab", "abc") &&
                is_literal<0>("", ""));
  static_assert(equal<4>("abcdefg", "abcdefg", 7) && !equal<4>("abcdefg", "abcxefg", 7));
  CHECK(is_literal<3>(std::string("abc"), "abc"));
  CHECK_FALSE(is_literal<3>(std::string("abd"), "abc"));
  CHECK_FALSE(is_literal<3>(std::string("ab"), "abc"));
}

}  // namespace name_table_tests
