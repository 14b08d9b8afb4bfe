#include "roster/registry/registry.hpp"

#include <boost/hana/append.hpp>
#include <catch2/catch_test_macros.hpp>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

// An unrelated list: the registry knows nothing of schedulers.
namespace registry_tests {

struct Cat {
  static constexpr int legs = 4;
};
struct Bird {
  static constexpr int legs = 2;
};
struct Snake {
  static constexpr int legs = 0;
};
struct Ox {
  static constexpr int legs = 4;
};

constexpr auto animals = boost::hana::tuple_t<Cat, Bird, Snake>;
using zoo = roster::registry<animals>;

constexpr auto more_animals = boost::hana::append(animals, boost::hana::type_c<Ox>);
using larger_zoo = roster::registry<more_animals>;

constexpr auto nothing = boost::hana::tuple_t<>;
using empty_zoo = roster::registry<nothing>;

static_assert(zoo::size() == 3);
static_assert(zoo::names[0] == "Cat" && zoo::names[1] == "Bird" && zoo::names[2] == "Snake");
static_assert(zoo::find("Bird") == 1);
static_assert(!zoo::find("Ox") && !zoo::find("") && !zoo::find("bird") && !zoo::find("Birds"));
static_assert(noexcept(zoo::find("Bird")) && noexcept(zoo::nearest("Bird")));
static_assert(std::is_same_v<zoo::type<"Snake">, Snake>);
static_assert(zoo::contains<Snake> && !zoo::contains<Ox>);
static_assert(zoo::nearest("Brid") == "Bird" && zoo::nearest("Whale").empty());
static_assert(zoo::visit("Bird", [](auto type) { return decltype(type)::type::legs; }, [] { return -1; }) == 2);

static_assert(larger_zoo::size() == 4 && larger_zoo::find("Ox") == 3 && larger_zoo::find("Cat"));
static_assert(empty_zoo::size() == 0 && !empty_zoo::find("Cat") && !empty_zoo::find("") &&
              empty_zoo::nearest("Cat").empty());

// A thousand types
template <int I>
struct numbered {
  static constexpr auto text = [] {
    std::array<char, 9> made{'T', 'y', 'p', 'e', '0', '0', '0', '0', 'x'};
    for (auto [digit, rest] = std::pair{7, I}; rest > 0; rest /= 10) {
      made[static_cast<std::size_t>(digit--)] = static_cast<char>('0' + rest % 10);
    }
    return made;
  }();
  static constexpr std::string_view name{text.data(), text.size()};
};

constexpr auto thousand = []<int... I>(std::integer_sequence<int, I...>) {
  return boost::hana::tuple_t<numbered<I>...>;
}(std::make_integer_sequence<int, 1000>{});
using crowd = roster::registry<thousand>;

// Names of all lengths that differ in one letter, in the beginning, the middle and the end.
template <std::size_t Length, std::size_t At>
struct letters {
  static constexpr auto text = [] {
    std::array<char, Length> made;
    made.fill('a');
    made[At] = 'b';
    return made;
  }();
  static constexpr std::string_view name{text.data(), text.size()};
};
constexpr auto alike =
    boost::hana::tuple_t<letters<1, 0>, letters<2, 0>, letters<2, 1>, letters<7, 0>, letters<7, 3>, letters<7, 6>,
                         letters<8, 4>, letters<9, 4>, letters<16, 8>, letters<17, 8>, letters<33, 0>, letters<33, 11>,
                         letters<33, 16>, letters<33, 20>, letters<33, 32>, letters<90, 45>, letters<90, 46>>;
using twins = roster::registry<alike>;

TEST_CASE("find knows every name at run time, and no other", "[registry]") {
  for (std::size_t i = 0; i < zoo::size(); ++i) {
    const std::string name(zoo::names[i]);
    REQUIRE(zoo::find(name));
    CHECK(zoo::find(name) == i);
  }
  for (const auto* other : {"", "C", "Ca", "cat", "Catt", "Cat ", "Bat", "Snak", "Snakes"})
    CHECK_FALSE(zoo::find(other));
  CHECK_FALSE(zoo::find(std::string_view("Cat\0", 4)));
}

TEST_CASE("find tells names apart that differ in one letter", "[registry]") {
  for (std::size_t i = 0; i < twins::size(); ++i) {
    std::string name(twins::names[i]);
    REQUIRE(twins::find(name));
    CHECK(twins::find(name) == i);
    for (auto& letter : name) {
      const auto kept = std::exchange(letter, 'c');
      CHECK_FALSE(twins::find(name));
      letter = kept;
    }
  }
}

TEST_CASE("A thousand types", "[registry]") {
  for (std::size_t i = 0; i < crowd::size(); ++i) {
    std::string name(crowd::names[i]);
    REQUIRE(crowd::find(name));
    CHECK(crowd::find(name) == i);
    CHECK(crowd::visit(
              name, [](auto type) { return decltype(type)::type::name; }, [] { return std::string_view(); }) == name);
    for (auto& letter : name) {
      const auto kept = std::exchange(letter, 'z');
      CHECK_FALSE(crowd::find(name));
      letter = kept;
    }
  }
}

TEST_CASE("visit calls with the key's type, and for_each with all in order", "[registry]") {
  std::vector<int> legs;
  for (const auto name : larger_zoo::names) {
    legs.push_back(larger_zoo::visit(name, [](auto type) { return decltype(type)::type::legs; }, [] { return -1; }));
  }
  CHECK(legs == std::vector{4, 2, 0, 4});

  std::string all;
  larger_zoo::for_each([&](auto type) { all += std::string(roster::type_name<typename decltype(type)::type>) + " "; });
  CHECK(all == "Cat Bird Snake Ox ");
}

}  // namespace registry_tests
