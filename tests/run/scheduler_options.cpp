#include "roster/run/scheduler_options.hpp"

#include <catch2/catch_test_macros.hpp>
#include <string>
#include <vector>

#include "roster/fields/fields.hpp"
#include "roster/input/place.hpp"
#include "support/refusal.hpp"

namespace scheduler_options_tests {

std::string refusal(const roster::scheduler_options& options) {
  return test::refusal(
      [&] { roster::checked("options", [&](const auto& here) { roster::check_config(options, here); }); });
}

TEST_CASE("By default a scheduler drives all learning rates, starts new, counts epochs and prints nothing",
          "[scheduler_options]") {
  const roster::scheduler_options options;
  CHECK(options.parameter == "lr");
  CHECK(options.groups.are_all());
  CHECK(options.every.name() == "epoch");
  CHECK_FALSE(options.monitor);
  CHECK(options.last_epoch == -1);
  CHECK_FALSE(options.verbose);
  CHECK(refusal(options) == "");
}

TEST_CASE("last_epoch goes from -1 to 1000000000", "[scheduler_options][message]") {
  CHECK(refusal({.last_epoch = 1'000'000'000}) == "");
  CHECK(refusal({.last_epoch = 1'000'000'001}) ==
        "options: last_epoch is 1000000001, expected an integer from -1 to 1000000000");
  CHECK(refusal({.last_epoch = -2}) == "options: last_epoch is -2, expected an integer from -1 to 1000000000");
}

TEST_CASE("Every option has help", "[scheduler_options]") {
  std::vector<std::string> names;
  for (const auto& field : roster::describe<roster::scheduler_options>()) {
    names.emplace_back(field.name);
    CHECK_FALSE(field.about.empty());
  }
  CHECK(names == std::vector<std::string>{"last_epoch", "verbose", "parameter", "groups", "every", "monitor"});
}

}  // namespace scheduler_options_tests
