#include "roster/run/difference.hpp"

#include <catch2/catch_test_macros.hpp>
#include <vector>

namespace difference_tests {

TEST_CASE("A difference is a sentence about a field, then and now", "[difference][message]") {
  const roster::difference one{.path = "schedulers[1].T_max", .then = 10, .now = 20};
  CHECK(one.sentence() == "schedulers[1].T_max was 10, is 20");
  const roster::difference lists{.path = "a\nb", .then = std::vector{1, 2}, .now = {}};
  CHECK(lists.sentence() == "a\\x0ab was [1, 2], is null");
}

}  // namespace difference_tests
