// The door for a registry of the user's own types: users include only this.
#include "roster/registry.hpp"

#include <catch2/catch_test_macros.hpp>
#include <string>
#include <string_view>

namespace door_registry_tests {

struct Cat {
  static constexpr std::string_view says = "meow";
};
struct Dog {
  static constexpr std::string_view says = "woof";
};
struct Cow {
  static constexpr std::string_view says = "moo";
};

inline constexpr auto animals = boost::hana::tuple_t<Cat, Dog>;
using zoo = roster::registry<animals>;
static_assert(zoo::find("Dog") == 1);

// Another file adds a type.
inline constexpr auto more_animals = boost::hana::append(animals, boost::hana::type_c<Cow>);
using farm = roster::registry<more_animals>;
static_assert(farm::size() == 3 && farm::find("Cow") == 2 && !zoo::find("Cow"));

TEST_CASE("registry.hpp makes a registry of any types", "[registry]") {
  const auto voice = [](std::string_view name) {
    return farm::visit(
        name, []<class Animal>(std::type_identity<Animal>) { return std::string(Animal::says); },
        [&] { return "no animal; did you mean " + std::string(farm::nearest(name)) + "?"; });
  };
  CHECK(voice("Cat") == "meow");
  CHECK(voice("Cow") == "moo");
  CHECK(voice("Dgo") == "no animal; did you mean Dog?");

  std::string all;
  farm::for_each([&](auto type) { all += decltype(type)::type::says; });
  CHECK(all == "meowwoofmoo");
  CHECK(farm::type<"Dog">::says == "woof");
}

}  // namespace door_registry_tests
