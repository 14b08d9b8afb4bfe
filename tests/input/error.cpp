#include "roster/input/error.hpp"

#include <catch2/catch_test_macros.hpp>
#include <cstddef>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "support/refusal.hpp"

namespace error_tests {

using roster::error;
using roster::problem;
using enum roster::problem_kind;

std::string what(std::vector<problem> problems) { return error("recipe", std::move(problems)).what(); }

TEST_CASE("An error with one problem is a sentence", "[error][message]") {
  CHECK(what({{rule, "gamma", "is wrong"}}) == "recipe: gamma is wrong");
  CHECK(what({{rule, "", "is wrong"}}) == "recipe: is wrong");
  CHECK(what({{unknown_field, "gama", "is wrong", "gamma"}}) == "recipe: gama is wrong; did you mean gamma?");
  CHECK(what({{rule, "gamma", "is wrong", "", {.line = 4, .column = 7}}}) == "recipe:4:7: gamma is wrong");
}

TEST_CASE("An error with several problems has a line for each", "[error][message]") {
  CHECK(what({{rule, "a", "is wrong", "", {.line = 4, .column = 7}}, {missing, "b", "is missing", "c"}}) ==
        "recipe: 2 problems\n"
        "  recipe:4:7: a is wrong\n"
        "  b is missing; did you mean c?");
}

TEST_CASE("An error shows at most 50 problems, and the number of the others", "[error][message]") {
  const auto lines = [](std::size_t problems) {
    std::string all = "recipe: " + std::to_string(problems) + " problems";
    for (std::size_t i = 0; i < problems && i < 50; ++i) all += "\n  a is wrong";
    return all;
  };
  const problem one{rule, "a", "is wrong"};
  CHECK(what(std::vector(50, one)) == lines(50));
  CHECK(what(std::vector(51, one)) == lines(51) + "\n  and 1 more");
  const error many("recipe", std::vector(1000, one));
  CHECK(std::string(many.what()) == lines(1000) + "\n  and 950 more");
  CHECK(many.problems() == std::vector(1000, one));
}

TEST_CASE("An error is safe to print, whoever wrote its parts", "[error][message]") {
  const error odd("a\nb\x1b.yaml", {{rule, "a\u202eb", "is\twrong \xff", "\u009bc"}});
  CHECK(odd.what() == std::string(R"(a\x0ab\x1b.yaml: a\u202eb is\x09wrong \xff; did you mean \u009bc?)"));
  CHECK(odd.problems()[0].text == "is\twrong \xff");
}

TEST_CASE("Each part of a message is cut after 4096 bytes", "[error][message]") {
  const std::string kept(4096, 'x'), given(900'000, 'x');
  const auto cut = kept + "…";
  CHECK(error(given, {{rule, given, given, given}}).what() ==
        cut + ": " + cut + " " + cut + "; did you mean " + cut + "?");
  CHECK(error(kept, {{rule, kept, kept}}).what() == kept + ": " + kept + " " + kept);
}

TEST_CASE("A location without a line is false", "[error]") {
  CHECK_FALSE(roster::location{});
  CHECK(roster::location{.line = 1, .column = 1});
}

TEST_CASE("A result holds a value or an error", "[error]") {
  roster::result<std::unique_ptr<int>> good(std::make_unique<int>(3));
  REQUIRE(good);
  CHECK(good.has_value());
  CHECK(**good == 3);
  CHECK(*good->get() == 3);
  CHECK(*good.value() == 3);
  const std::unique_ptr<int> taken = std::move(good).value();
  CHECK(*taken == 3);
  CHECK_THROWS_AS(good.error(), std::bad_optional_access);

  roster::result<int> bad(error("recipe", {{rule, "a", "is wrong"}}));
  CHECK_FALSE(bad);
  CHECK_FALSE(bad.has_value());
  CHECK(std::string(bad.error().what()) == "recipe: a is wrong");
  CHECK(bad.error().problems() == std::vector<problem>{{rule, "a", "is wrong"}});
  CHECK(test::refusal([&] { (void)bad.value(); }) == "recipe: a is wrong");
  CHECK(test::refusal([&] { (void)std::move(bad).value(); }) == "recipe: a is wrong");
}

TEST_CASE("result_of catches the library's errors, and no others", "[error]") {
  using roster::detail::result_of;
  CHECK(*result_of([] { return 3; }) == 3);
  const auto failed = result_of([]() -> int { throw error("recipe", {{rule, "a", "is wrong"}}); });
  REQUIRE_FALSE(failed);
  CHECK(std::string(failed.error().what()) == "recipe: a is wrong");
  CHECK_THROWS_AS(result_of([]() -> int { throw std::runtime_error("x"); }), std::runtime_error);
}

}  // namespace error_tests
