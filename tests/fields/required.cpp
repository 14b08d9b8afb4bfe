#include "roster/fields/required.hpp"

#include <array>
#include <catch2/catch_test_macros.hpp>
#include <cstdint>
#include <memory>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include "roster/fields/one_of.hpp"

namespace required_tests {

using roster::required;

static_assert(!std::is_default_constructible_v<required<std::int64_t>>);
static_assert(std::is_convertible_v<int, required<std::int64_t>>);
static_assert(!std::is_convertible_v<double, required<std::int64_t>>, "30.5 is not an integer");
static_assert(!std::is_convertible_v<bool, required<std::int64_t>>, "true is not an integer");
static_assert(!std::is_convertible_v<int, required<bool>>, "1 is not a boolean");
static_assert(std::is_convertible_v<int, required<double>>);
static_assert(!std::is_convertible_v<bool, required<double>>);
static_assert(std::is_convertible_v<const char*, required<std::string>>);
static_assert(!std::is_convertible_v<int, required<std::string>>);
static_assert(std::is_convertible_v<std::vector<int>, required<std::vector<int>>>);
static_assert(required<std::int64_t>(30) == 30);

// A name that the compiler checks
struct with_choice {
  required<roster::one_of<"min", "max">> mode;
};
static_assert(with_choice{.mode = "max"}.mode->is<"max">());
static_assert(!std::is_convertible_v<int, required<roster::one_of<"min", "max">>>);

static_assert(*required<double>(3) == 3.0);

// One value for each element of an array, of a pair, of a tuple; not more, not fewer, not others
using betas = required<std::array<double, 2>>;
static_assert((*betas{0.9, 1})[1] == 1.0 && (*betas(std::array{0.9, 0.5}))[1] == 0.5);
static_assert(!std::is_constructible_v<betas, double> && !std::is_constructible_v<betas, double, double, double> &&
              !std::is_constructible_v<betas, double, bool> &&
              !std::is_constructible_v<required<std::array<int, 2>>, int, double>);
static_assert((*required<std::array<double, 1>>{0.9})[0] == 0.9);
static_assert(required<std::pair<int, double>>{1, 0.5} -> second == 0.5);
static_assert(std::get<2>(*required<std::tuple<int, double, bool>>{1, 0.5, true}));

static_assert(roster::detail::is_required<required<int>> && !roster::detail::is_required<int>);

TEST_CASE("A required field is used like the value that it holds", "[required]") {
  required<std::vector<int>> numbers = {30, 80};
  CHECK(numbers->size() == 2);
  (*numbers).push_back(90);
  const std::vector<int>& all = numbers;
  CHECK(all == std::vector{30, 80, 90});
  required<std::unique_ptr<int>> moved(std::make_unique<int>(3));
  CHECK(**required<std::unique_ptr<int>>(std::move(moved)) == 3);
}

}  // namespace required_tests
