#include "roster/fields/any_config.hpp"

#include <array>
#include <catch2/catch_test_macros.hpp>
#include <string>
#include <utility>

#include "support/refusal.hpp"

namespace any_config_tests {

struct Cat {
  roster::required<std::string> called;
};
struct Dog {
  double weight = 12;
};
struct Cow {};
inline constexpr auto animals = boost::hana::tuple_t<Cat, Dog>;
using any = roster::any_config<roster::registry<animals>>;

static_assert(std::is_convertible_v<Dog, any> && !std::is_convertible_v<Cow, any>);

TEST_CASE("any_config holds a config of the registry, or none", "[any_config][message]") {
  const any none;
  CHECK(none.empty());
  CHECK_FALSE(none.as<Cat>());
  CHECK(test::refusal([&] { none.name(); }) == "entry: is empty, expected a config");
  CHECK(test::refusal([&] { none.visit([](const auto&) {}); }) == "entry: is empty, expected a config");

  const any cat = Cat{.called = "Tom"};
  CHECK(cat.name() == "Cat");
  CHECK(*cat.as<Cat>()->called == "Tom");
  CHECK_FALSE(cat.as<Dog>());
  CHECK(cat.object() == cat.as<Cat>());
  CHECK(cat.visit([]<class Config>(const Config&) { return std::is_same_v<Config, Cat>; }));
}

TEST_CASE("any_config has the tables of the type that it holds", "[any_config]") {
  const any dog = Dog{.weight = 9};
  CHECK(&dog.info() == &roster::detail::info_of<Dog>);
  CHECK(dog.writing().text(dog.object()) == "Dog(weight=9.0)");
}

TEST_CASE("A name chooses the type, with its defaults", "[any_config]") {
  any one = Cat{.called = "Tom"};
  CHECK_FALSE(one.choose("Cow"));
  CHECK(one.name() == "Cat");
  CHECK(one.choose("Dog"));
  CHECK(one.as<Dog>()->weight == 12);
}

TEST_CASE("A config can be moved out of any_config", "[any_config]") {
  any cat = Cat{.called = "a name that is too long for the string itself"};
  const auto* letters = cat.as<Cat>()->called->data();
  std::move(cat).visit([&]<class Config>(Config&& config) {
    if constexpr (std::is_same_v<Config, Cat>) {
      const Cat out = std::move(config);
      CHECK(out.called->data() == letters);
    }
  });
}

template <std::size_t I>
struct numbered {
  int field = static_cast<int>(I);

  static constexpr std::array<char, 3> text{static_cast<char>('a' + I / 100), static_cast<char>('a' + I / 10 % 10),
                                            static_cast<char>('a' + I % 10)};
  static constexpr std::string_view name{text.data(), text.size()};
};
template <class>
struct crowd;
template <std::size_t... I>
struct crowd<std::index_sequence<I...>> {
  static constexpr auto types = boost::hana::tuple_t<numbered<I>...>;
};

TEST_CASE("A config of one of three hundred types is held and copied", "[any_config]") {
  using registry = roster::registry<crowd<std::make_index_sequence<300>>::types>;
  roster::any_config<registry> one = numbered<299>{};
  CHECK(one.position() == 299);
  CHECK(one.as<numbered<299>>()->field == 299);
  REQUIRE(one.choose("bbc"));
  const auto copy = one;
  CHECK(copy.as<numbered<112>>()->field == 112);
}

}  // namespace any_config_tests
