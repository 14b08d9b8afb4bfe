#include "roster/input/messages.hpp"

#include <catch2/catch_test_macros.hpp>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "roster/input/value.hpp"

namespace messages_tests {

using namespace roster::detail;

TEST_CASE("Messages are made from a few sentences", "[messages]") {
  CHECK(is_not(-1.0, "a real number above 0") == "is -1.0, expected a real number above 0");
  CHECK(is_not(std::int64_t{-1}, "an integer of at least 0") == "is -1, expected an integer of at least 0");
  CHECK(is_not(roster::value("fast"), "a real number") == "is \"fast\", expected a real number");
  CHECK(is_missing() == "is missing");
  CHECK(is_missing("an integer") == "is missing, expected an integer");
  CHECK(is_empty("a function") == "is empty, expected a function");
  CHECK(has_length(1, "2, one for each group") == "has 1 element, expected 2, one for each group");
  CHECK(has_length(3, "2") == "has 3 elements, expected 2");
  CHECK(differs(0.1, 0.2, "StepLR") == "is 0.1, but 0.2 in this StepLR");
}

TEST_CASE("Names are enumerated", "[messages]") {
  const std::vector<std::string_view> names{"step_size", "gamma", "verbose"};
  CHECK(enumerated(names) == "step_size, gamma and verbose");
  CHECK(enumerated(names, " or ") == "step_size, gamma or verbose");
  CHECK(enumerated(std::vector<std::string_view>{"gamma"}) == "gamma");
  CHECK(enumerated(std::vector<std::string_view>{"gamma", "eps"}) == "gamma and eps");
  CHECK(enumerated(std::vector<std::string_view>{}).empty());
}

}  // namespace messages_tests
