#include "roster/fields/valid.hpp"

#include <catch2/catch_test_macros.hpp>
#include <string>
#include <type_traits>
#include <utility>

#include "support/refusal.hpp"

namespace valid_tests {

struct Cat {
  double weight = 4;
  std::string called = "";
  static constexpr roster::rule rules[] = {{"weight", "in kg", roster::above(0)}, {"called", "its name"}};
};
inline constexpr auto animals = boost::hana::tuple_t<Cat>;
using animal = roster::entry<roster::registry<animals>>;

static_assert(!std::is_constructible_v<roster::valid<Cat>, Cat>, "nobody passes by the check");

TEST_CASE("A valid config has been checked", "[valid][message]") {
  CHECK(roster::validated(Cat{.weight = 5})->weight == 5);
  CHECK(test::refusal([] { roster::validated(Cat{.weight = 0}); }) ==
        "Cat: weight is 0.0, expected a real number above 0");
  CHECK((*roster::validated(animal(Cat{.weight = 3}))).as<Cat>()->weight == 3);
  CHECK(test::refusal([] { roster::validated(animal(Cat{.weight = 0})); }) ==
        "Cat: weight is 0.0, expected a real number above 0");
  CHECK(test::refusal([] { roster::validated(animal()); }) == "entry: is empty, expected a config");
}

TEST_CASE("A valid config is taken out by moving", "[valid]") {
  auto cat = roster::validated(Cat{.called = "a name that is too long for the string itself"});
  const auto* letters = cat->called.data();
  const Cat out = *std::move(cat);
  CHECK(out.called.data() == letters);
}

}  // namespace valid_tests
