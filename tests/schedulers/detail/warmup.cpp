#include "roster/schedulers/detail/warmup.hpp"

#include <catch2/catch_test_macros.hpp>
#include <vector>

namespace warmup_tests {

TEST_CASE("A warm-up that is longer than the run is a problem of its field", "[warmup][message]") {
  std::vector<roster::problem> problems;
  const roster::place here(problems);
  roster::detail::check_warmup("rise", 10, "run", 10, here);
  CHECK(problems.empty());
  roster::detail::check_warmup("rise", 11, "run", 10, here);
  REQUIRE(problems.size() == 1);
  CHECK(problems[0].sentence() == "rise is 11, but run, which counts them, is only 10");
  CHECK(problems[0].kind == roster::problem_kind::rule);
}

}  // namespace warmup_tests
