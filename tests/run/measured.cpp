#include "roster/run/measured.hpp"

#include <catch2/catch_test_macros.hpp>
#include <optional>
#include <string>
#include <vector>

namespace measured_tests {

using monitor = std::optional<std::string>;

TEST_CASE("Without a monitor, the only metric is watched", "[measured]") {
  CHECK(roster::measured(0.5).watched({}) == 0.5);
  CHECK(roster::measured({{"loss", 0.25}}).watched({}) == 0.25);
  CHECK(roster::measured().watched({}) == std::nullopt);
  CHECK(roster::measured({{"loss", 0.25}, {"accuracy", 0.9}}).watched({}) == std::nullopt);
}

TEST_CASE("With a monitor, the metric of that name is watched", "[measured]") {
  const std::vector<roster::named_metric> both{{"loss", 0.25}, {"accuracy", 0.9}};
  const roster::measured given(both);
  CHECK(given.watched(monitor("accuracy")) == 0.9);
  CHECK(given.watched(monitor("val_loss")) == std::nullopt);
  CHECK(roster::measured(0.5).watched(monitor("accuracy")) == std::nullopt);
}

TEST_CASE("A missing metric is named", "[measured][message]") {
  CHECK(roster::measured().why_missing({}) == "needs a metric, but got none");
  CHECK(roster::measured().why_missing(monitor("val_loss")) == "needs the metric val_loss, but got none");
  CHECK(roster::measured(0.5).why_missing(monitor("val_loss")) ==
        "needs the metric val_loss, but got one without a name");
  CHECK(roster::measured({{"loss", 0.25}, {"accuracy", 0.9}}).why_missing(monitor("val_loss")) ==
        "needs the metric val_loss, but got only loss and accuracy");
  CHECK(roster::measured({{"loss", 0.25}, {"accuracy", 0.9}}).why_missing({}) ==
        "needs a metric, but got loss and accuracy: choose one with monitor");
}

}  // namespace measured_tests
