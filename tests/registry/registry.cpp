#include "roster/registry/registry.hpp"

#include <array>
#include <boost/hana/append.hpp>
#include <boost/hana/tuple.hpp>
#include <boost/hana/type.hpp>
#include <catch2/catch_test_macros.hpp>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>

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
template <class Registry>
struct Herd {
  static constexpr int legs = 4 * static_cast<int>(Registry::size());
};

constexpr auto animals = boost::hana::tuple_t<Cat, Bird, Snake>;
using zoo = roster::registry<animals>;

constexpr auto more_animals = boost::hana::append(animals, boost::hana::type_c<Ox>);
using larger_zoo = roster::registry<more_animals>;

constexpr auto nothing = boost::hana::tuple_t<>;
using empty_zoo = roster::registry<nothing>;

constexpr auto with_herd = boost::hana::make_tuple(boost::hana::type_c<Ox>, boost::hana::template_<Herd>);
using farm = roster::registry<with_herd>;

constexpr auto legs = [](auto type) { return decltype(type)::type::legs; };
constexpr auto none = [] { return -1; };

static_assert(zoo::size() == 3);
static_assert(zoo::names == std::array<std::string_view, 3>{"Cat", "Bird", "Snake"});
static_assert(zoo::find("Bird") == 1);
static_assert(!zoo::find("Ox") && !zoo::find("") && !zoo::find("bird") && !zoo::find("Birds"));
static_assert(noexcept(zoo::find("Bird")) && noexcept(zoo::nearest("Bird")));
static_assert(std::is_same_v<zoo::type<"Snake">, Snake>);
static_assert(std::is_same_v<roster::type_named<zoo, "Cat">::type, Cat>);
static_assert(std::is_same_v<zoo::apply<std::tuple>, std::tuple<Cat, Bird, Snake>>);
static_assert(zoo::contains<Snake> && !zoo::contains<Ox>);
static_assert(zoo::nearest("Brid") == "Bird" && zoo::nearest("Whale").empty());
static_assert(zoo::visit("Bird", legs, none) == 2 && zoo::visit("Whale", legs, none) == -1);
static_assert(zoo::visit_at(0, legs) == 4 && zoo::visit_at(2, legs) == 0);
static_assert(zoo::every([](auto type) { return decltype(type)::type::legs < 5; }));
static_assert(!zoo::every([](auto type) { return decltype(type)::type::legs > 0; }));

static_assert(larger_zoo::names == std::array<std::string_view, 4>{"Cat", "Bird", "Snake", "Ox"});
static_assert(larger_zoo::find("Ox") == 3 && larger_zoo::find("Cat") == 0);

static_assert(empty_zoo::size() == 0 && !empty_zoo::find("Cat") && !empty_zoo::find("") &&
              empty_zoo::nearest("Cat").empty() && empty_zoo::visit("Cat", legs, none) == -1 &&
              empty_zoo::every([](auto) { return false; }));

// An entry that is a template is made of the registry that it is in.
static_assert(std::is_same_v<farm::type<"Herd">, Herd<farm>> && farm::visit("Herd", legs, none) == 8);

TEST_CASE("A registry knows every name at run time, and no other", "[registry]") {
  for (std::size_t i = 0; i < zoo::size(); ++i) {
    const std::string name(zoo::names[i]);
    CHECK(zoo::find(name) == i);
  }
  for (const auto* other : {"", "C", "Ca", "cat", "Catt", "Cat ", "Bat", "Snak", "Snakes"}) {
    CHECK_FALSE(zoo::find(other));
    CHECK(zoo::visit(other, legs, none) == -1);
  }
  CHECK_FALSE(zoo::find(std::string_view("Cat\0", 4)));
}

TEST_CASE("for_each has every type once, in order", "[registry]") {
  std::string all;
  larger_zoo::for_each([&](auto type) { all += std::string(roster::type_name<typename decltype(type)::type>) + " "; });
  CHECK(all == "Cat Bird Snake Ox ");
}

TEST_CASE("visit calls one function once, and returns what that returns, a reference too", "[registry]") {
  int calls = 0, misses = 0;
  const auto hit = [&, only_moved = std::make_unique<int>()](auto) -> int& { return ++calls; };
  const auto miss = [&]() -> int& { return ++misses; };
  CHECK(&zoo::visit("Snake", hit, miss) == &calls);
  CHECK(&zoo::visit("Whale", hit, miss) == &misses);
  CHECK(&zoo::visit_at(1, hit) == &calls);
  CHECK(calls == 2);
  CHECK(misses == 1);
}

// Type0000x, Type0001x, …: names of one length that differ in the middle
template <std::size_t I>
struct numbered {
  static constexpr std::size_t number = I;
  static constexpr auto text = [] {
    std::array<char, 9> made{'T', 'y', 'p', 'e', '0', '0', '0', '0', 'x'};
    for (auto [digit, rest] = std::pair{std::size_t{7}, I}; rest > 0; rest /= 10) {
      made[digit--] = static_cast<char>('0' + rest % 10);
    }
    return made;
  }();
  static constexpr std::string_view name{text.data(), text.size()};
};
template <class>
struct numbered_list;
template <std::size_t... I>
struct numbered_list<std::index_sequence<I...>> {
  static constexpr auto types = boost::hana::tuple_t<numbered<I>...>;
};
template <std::size_t Count>
using crowd = roster::registry<numbered_list<std::make_index_sequence<Count>>::types>;

constexpr auto number = [](auto type) { return decltype(type)::type::number; };

static_assert(crowd<257>::find("Type0256x") == 256);
static_assert(crowd<257>::visit("Type0256x", number, [] { return std::size_t{9999}; }) == 256);
static_assert(crowd<256>::visit("Type0256x", number, [] { return std::size_t{9999}; }) == 9999);
static_assert(crowd<300>::contains<numbered<299>> && !crowd<300>::contains<numbered<300>>);
static_assert(crowd<300>::every([](auto type) { return number(type) < 300; }));
static_assert(!crowd<300>::every([](auto type) { return number(type) < 299; }));
static_assert(crowd<0>::every([](auto) { return false; }) && !crowd<0>::contains<int>);
static_assert(crowd<257>::visit_at(255, number) == 255 && crowd<257>::visit_at(256, number) == 256);

/// Every name is found and visited, and no name that differs from it in a letter or in length.
template <std::size_t Count>
void check_crowd() {
  using registry = crowd<Count>;
  INFO(Count << " types");
  static_assert(registry::size() == Count);
  const auto visited = [](std::string_view name) {
    return registry::visit(name, number, [] { return std::size_t{9999}; });
  };
  for (std::size_t i = 0; i < Count; ++i) {
    std::string name(registry::names[i]);
    CHECK(registry::find(name) == i);
    CHECK(visited(name) == i);
    if constexpr (Count > 0) CHECK(registry::visit_at(i, number) == i);
    for (auto& letter : name) {
      const auto kept = std::exchange(letter, 'z');
      CHECK_FALSE(registry::find(name));
      CHECK(visited(name) == 9999);
      letter = kept;
    }
    for (const auto& other : {name + "x", name.substr(0, 8)}) {
      CHECK_FALSE(registry::find(other));
      CHECK(visited(other) == 9999);
    }
  }
  const std::string next(numbered<Count>::name);
  for (const auto& other : {std::string(), next}) {
    CHECK_FALSE(registry::find(other));
    CHECK(visited(other) == 9999);
  }
}

TEST_CASE("Registries of every size of a switch, and of a thousand types", "[registry]") {
  check_crowd<0>();
  check_crowd<1>();
  check_crowd<4>();
  check_crowd<5>();
  check_crowd<16>();
  check_crowd<17>();
  check_crowd<60>();
  check_crowd<256>();
  check_crowd<257>();
  check_crowd<1000>();
}

}  // namespace registry_tests
