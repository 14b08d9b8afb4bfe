#include "roster/input/detail/concat.hpp"

#include <catch2/catch_test_macros.hpp>

using roster::detail::concat;

TEST_CASE("Parts follow each other, whatever they are made of") {
  CHECK(concat({}) == "");
  CHECK(concat({"is ", std::string("-1"), std::string_view(", expected").substr(0, 1), "", std::to_string(7)}) ==
        "is -1,7");
  CHECK(concat({std::string_view("a\0b", 3), std::string(100, 'x')}) == std::string("a\0b", 3) + std::string(100, 'x'));
}
