#include "roster/run/detail/saved_options.hpp"

#include <catch2/catch_test_macros.hpp>
#include <string>
#include <utility>
#include <vector>

#include "roster/files/json.hpp"
#include "support/refusal.hpp"

namespace saved_options_tests {

const roster::scheduler_options all{
    .verbose = true, .parameter = "weight_decay", .groups = {0, 2}, .every = "batch", .monitor = "loss"};

std::string saved(const roster::scheduler_options& options) {
  return roster::to_json(roster::node(roster::detail::saved_options(options)));
}
std::vector<roster::difference> differences(const std::string& json, const roster::scheduler_options& now) {
  std::vector<roster::difference> found;
  const auto then = roster::parse_json(json);
  roster::checked("state", [&](const roster::place& here) { roster::detail::compare_options(then, now, here, found); });
  return found;
}

TEST_CASE("Only options that are not the defaults are saved", "[saved_options]") {
  CHECK(saved({}) == "{}");
  CHECK(saved({.last_epoch = 3, .verbose = true}) == "{}");
  CHECK(saved(all) == R"({"parameter": "weight_decay", "groups": [0, 2], "every": "batch", "monitor": "loss"})");
  CHECK(differences("null", {}).empty());
  CHECK(differences("{}", {}).empty());
  CHECK(differences(saved(all), all).empty());
}

TEST_CASE("What is driven and counted must be as it was", "[saved_options][message]") {
  CHECK(test::refusal([] { differences("null", all); }) ==
        "state: 3 problems\n"
        "  parameter is \"lr\" in the state, but \"weight_decay\" here\n"
        "  groups is null in the state, but [0, 2] here\n"
        "  every is \"epoch\" in the state, but \"batch\" here");
  CHECK(test::refusal([] { differences(R"({"parameter": "weight_decay", "groups": 1})", {}); }) ==
        "state: 2 problems\n"
        "  parameter is \"weight_decay\" in the state, but \"lr\" here\n"
        "  groups is 1 in the state, but null here");
  CHECK(test::refusal([] { differences("3", {}); }) == "state: options is 3, expected an object");
}

TEST_CASE("Another metric may be watched from now on", "[saved_options]") {
  const auto found = differences("{}", {.monitor = "loss"});
  REQUIRE(found.size() == 1);
  CHECK(found[0].sentence() == "monitor was null, is \"loss\"");
}

}  // namespace saved_options_tests
