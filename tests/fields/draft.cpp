#include "roster/fields/draft.hpp"

#include <catch2/catch_test_macros.hpp>
#include <cstdint>
#include <string>
#include <vector>

#include "support/fields.hpp"

namespace draft_tests {

struct Walk {
  roster::required<std::int64_t> steps;
  double pace = 1.5;
  bool alone = false;

  static constexpr roster::rule rules[] = {
      {"steps", "how many", roster::at_least(1)}, {"pace", "how fast", roster::above(0)}, {"alone", "without a dog"}};
  void check(const roster::place& here) const {
    if (steps > 100 && pace > 2)
      here.member("pace").report(roster::problem_kind::rule, "is too fast for so many steps");
  }
};

using draft = roster::detail::draft<Walk>;

std::string read(draft& into, roster::keywords given) {
  roster::detail::any_draft* const all[] = {&into};
  return test::reported("Walk", [&](const roster::place& here) {
    roster::detail::read_fields(roster::detail::as_object(given), "Walk", here, all);
  });
}

TEST_CASE("A draft begins with the defaults and takes what is given", "[draft]") {
  draft walk;
  CHECK(walk.config().pace == 1.5);
  CHECK(read(walk, {{"steps", 30}, {"alone", true}}) == "");
  CHECK(walk.config().steps == 30);
  CHECK(walk.config().alone);
  CHECK(walk.given("steps"));
  CHECK_FALSE(walk.given("pace"));
  CHECK_FALSE(walk.given("other"));
}

TEST_CASE("A draft of an existing config does not need the required fields", "[draft]") {
  draft walk(Walk{.steps = 3, .pace = 0.5});
  CHECK(read(walk, {{"pace", 2}}) == "");
  CHECK(walk.config().steps == 3);
  CHECK(walk.config().pace == 2.0);
  CHECK_FALSE(walk.given("steps"));
}

TEST_CASE("Everything that is wrong with the given fields is reported", "[draft][message]") {
  draft walk;
  CHECK(read(walk, {{"pace", -1}, {"pace", 1}, {"alone", 1}, {"stepps", 2}}) ==
        "Walk: 5 problems\n"
        "  pace is -1.0, expected a real number above 0\n"
        "  pace is given twice\n"
        "  alone is 1, expected true or false\n"
        "  stepps is not a field of Walk (its fields: steps, pace, alone); did you mean steps?\n"
        "  steps is missing, expected an integer of at least 1");
  draft fast;
  CHECK(read(fast, {{"steps", 101}, {"pace", 3}}) == "Walk: pace is too fast for so many steps");
}

TEST_CASE("A field is not missing if its name was given in a way that people do not see", "[draft][message]") {
  const std::string rest = " and is not a field of Walk (its fields: steps, pace, alone); did you mean steps?";
  draft glued;
  CHECK(read(glued, {{"steps:3", nullptr}}) == "Walk: \"steps:3\" has no space after the colon" + rest);
  draft odd;
  CHECK(read(odd, {{"steps\u00a0", 3}}) == "Walk: \"steps\\u00a0\" ends with U+00A0 NO-BREAK SPACE" + rest);
  draft both;
  CHECK(read(both, {{"steps\u00a0", 3}, {"steps", 0}}) ==
        "Walk: 2 problems\n  \"steps\\u00a0\" ends with U+00A0 NO-BREAK SPACE" + rest +
            "\n  steps is 0, expected an integer of at least 1");
}

TEST_CASE("Fields with defaults may be required too", "[draft][message]") {
  draft walk;
  CHECK(read(walk, {{"steps", 1}, {"alone", true}}) == "");
  CHECK(test::reported("Walk", [&](const roster::place& here) { walk.demand_all(here); }) == "Walk: pace is missing");
}

}  // namespace draft_tests
