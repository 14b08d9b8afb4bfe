#include "roster/run/gather.hpp"

#include <catch2/catch_test_macros.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "support/ranks.hpp"

namespace gather_tests {

using strings = std::vector<std::string>;

TEST_CASE("A gather takes bytes and returns those of all ranks", "[gather]") {
  const auto alone = [](std::string_view mine) { return strings{std::string(mine)}; };
  const auto without_result = [](std::string_view) {};
  const auto one_text = [](std::string_view mine) { return std::string(mine); };
  const auto takes_number = [](int) { return strings(); };
  STATIC_CHECK(roster::gathers<decltype(alone)>);
  STATIC_CHECK(roster::gathers<decltype(alone)&>);
  STATIC_CHECK(roster::gathers<strings (*)(const std::string_view&)>);
  STATIC_CHECK_FALSE(roster::gathers<decltype(without_result)>);
  STATIC_CHECK_FALSE(roster::gathers<decltype(one_text)>);
  STATIC_CHECK_FALSE(roster::gathers<decltype(takes_number)>);
}

TEST_CASE("All ranks get the same, in the order of the ranks", "[gather]") {
  test::ranks all(3);
  std::vector<strings> got(3);
  all.run([&](std::size_t rank, const test::ranks::gather& gather) { got[rank] = gather(std::to_string(rank)); });
  CHECK(got == std::vector<strings>(3, {"0", "1", "2"}));
}

}  // namespace gather_tests
