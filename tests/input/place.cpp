#include "roster/input/place.hpp"

#include <catch2/catch_test_macros.hpp>
#include <memory>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "support/refusal.hpp"

namespace place_tests {

using roster::place;
using roster::problem;
using roster::problem_kind;

TEST_CASE("A place knows the path that leads to it", "[place]") {
  std::vector<problem> problems;
  const place whole(problems);
  CHECK(whole.path() == "");
  const auto list = whole.member("schedulers");
  CHECK(list.path() == "schedulers");
  const auto second = list.element(1);
  CHECK(second.path() == "schedulers[1]");
  CHECK(second.member("gamma").path() == "schedulers[1].gamma");
  CHECK(second.element(0).path() == "schedulers[1][0]");
  CHECK(whole.element(12).path() == "[12]");
}

TEST_CASE("A rule that is broken is told by texts and numbers", "[place][message]") {
  std::vector<problem> problems;
  const place whole(problems);
  whole.member("a").report_rule({"is ", 5, ", but ", std::string_view("b \"c\""), " is ", 0.5, " and ", 2.0});
  CHECK(problems.at(0).kind == problem_kind::rule);
  CHECK(problems.at(0).path == "a");
  CHECK(problems.at(0).text == "is 5, but b \"c\" is 0.5 and 2.0");
}

TEST_CASE("A name with unusual characters is quoted in a path", "[place]") {
  const auto path = [](std::string_view name) {
    std::vector<problem> problems;
    const place whole(problems);
    const auto outer = whole.member("a");
    return outer.member(name).path();
  };
  CHECK(path("T_max2") == "a.T_max2");
  CHECK(path("") == "a.\"\"");
  CHECK(path("a b") == "a.\"a b\"");
  CHECK(path("b.c") == "a.\"b.c\"");
  CHECK(path("b[0]") == "a.\"b[0]\"");
  CHECK(path("a\n\"") == "a.\"a\\x0a\\\"\"");
  CHECK(path("größe") == "a.\"größe\"");
  CHECK(path(std::string(60, 'x')) == "a." + std::string(60, 'x'));
  CHECK(path(std::string(61, 'x')) == "a.\"" + std::string(60, 'x') + "…\"");
}

TEST_CASE("A problem is reported with its path and counted for the whole input", "[place]") {
  std::vector<problem> problems;
  const place whole(problems);
  CHECK(whole.problems() == 0);
  whole.member("gamma").report(problem_kind::rule, "is wrong");
  whole.report(problem_kind::unknown_name, "is odd", "even");
  CHECK(whole.member("other").problems() == 2);
  CHECK(problems == std::vector<problem>{{problem_kind::rule, "gamma", "is wrong"},
                                         {problem_kind::unknown_name, "", "is odd", "even"}});
}

TEST_CASE("checked returns what was made, or throws all that was reported", "[place][message]") {
  CHECK(*roster::checked("StepLR", [](const place&) { return std::make_unique<int>(3); }) == 3);
  static_assert(std::is_void_v<decltype(roster::checked("StepLR", [](const place&) {}))>);
  CHECK_NOTHROW(roster::checked("StepLR", [](const place&) {}));

  const auto report = [](const place& here) {
    here.member("a").report(problem_kind::rule, "is wrong");
    here.member("b").report(problem_kind::rule, "is wrong too");
  };
  const auto expected = "StepLR: 2 problems\n  a is wrong\n  b is wrong too";
  CHECK(test::refusal([&] { roster::checked("StepLR", report); }) == expected);
  CHECK(test::refusal([&] {
          roster::checked("StepLR", [&](const place& here) {
            report(here);
            return 3;
          });
        }) == expected);
}

}  // namespace place_tests
