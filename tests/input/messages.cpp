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
  CHECK(is_not(nullptr, "a real number") == "is null, expected a real number");
  CHECK(is_not(roster::value::nothing(), "a real number") == "is empty, expected a real number");
  CHECK(is_missing() == "is missing");
  CHECK(is_missing("an integer") == "is missing, expected an integer");
  CHECK(is_empty("a function") == "is empty, expected a function");
  CHECK(has_length(1, "2, one for each group") == "has 1 element, expected 2, one for each group");
  CHECK(has_length(3, "2") == "has 3 elements, expected 2");
  CHECK(has_not_one_for_each_group(1, 2) == "has 1 element, expected 2, one for each group");
  CHECK(has_none_for(2) == "has no value for group 2, which joined");
  CHECK(
      cannot_tell_who_left(3, 2, "a member id") ==
      "has 2 groups in place of 3, but cannot tell which of them left; give each a member id of its own, or make a new "
      "scheduler");
  CHECK(cannot_tell_who_left(2, 1, "a parameter").starts_with("has 1 group in place of 2"));
  CHECK(is_given_twice() == "is given twice");
  CHECK(needs_metric() == "needs a metric: call step(metric)");
  CHECK(has_no_closed_form("SWALR") == "has no closed form: SWALR can only be stepped");
  CHECK(differs(0.1, 0.2, "StepLR") == "is 0.1, but 0.2 in this StepLR");
}

TEST_CASE("A scheduler that moves what a group lacks says how to turn that off, if its config does", "[messages]") {
  CHECK(cannot_move("the momentum", "the optimizer", "neither momentum nor betas", "") ==
        "moves the momentum, but the optimizer has neither momentum nor betas; choose another optimizer");
  CHECK(cannot_move("the weight decay", "group 0", "no weight decay", "set x to 1") ==
        "moves the weight decay, but group 0 has no weight decay; set x to 1 or choose another optimizer");
}

TEST_CASE("An unknown field is reported with the fields that there are", "[messages]") {
  const std::vector<std::string_view> names{"step_size", "gamma"};
  CHECK(is_not_a_field("gama", "StepLR", names) == "is not a field of StepLR (its fields: step_size, gamma)");
  CHECK(is_not_a_field("x", "Plain", {}) == "is not a field of Plain (it has no fields)");
}

TEST_CASE("A message about a text names the characters in it that people do not see", "[messages]") {
  CHECK(is_not(roster::value("0.1\u00a0"), "a real number") ==
        "is \"0.1\\u00a0\", which ends with U+00A0 NO-BREAK SPACE, expected a real number");
  CHECK(is_not(std::string("\u22120.1"), "a real number") ==
        "is \"\u22120.1\", which begins with U+2212 MINUS SIGN, expected a real number");
  CHECK(is_not(roster::value("name:SGD"), "an object") ==
        "is \"name:SGD\", which has no space after the colon, expected an object");
  const std::vector<std::string_view> names{"lr"};
  CHECK(is_not_a_field("l\u200br", "SGD", names) ==
        "has U+200B ZERO WIDTH SPACE inside and is not a field of SGD (its fields: lr)");
}

TEST_CASE("Names are enumerated", "[messages]") {
  const std::vector<std::string_view> names{"step_size", "gamma", "verbose"};
  CHECK(enumerated(names) == "step_size, gamma, verbose");
  CHECK(enumerated(names, " or ") == "step_size, gamma or verbose");
  CHECK(enumerated(std::vector<std::string_view>{"gamma"}, " or ") == "gamma");
  CHECK(enumerated(std::vector<std::string_view>{"gamma", "eps"}, " or ") == "gamma or eps");
  CHECK(enumerated(std::vector<std::string_view>{}).empty());
}

}  // namespace messages_tests
