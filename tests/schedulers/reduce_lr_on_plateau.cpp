#include "roster/schedulers/reduce_lr_on_plateau.hpp"

#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <cstdint>
#include <limits>
#include <vector>

#include "roster/files/json.hpp"
#include "support/fields.hpp"

namespace reduce_lr_on_plateau_tests {

using roster::ReduceLROnPlateau;
using list = std::vector<double>;

/// The learning rate of the first group after each metric. `lr` has the groups' values before and after.
list after(const ReduceLROnPlateau& config, list& lr, const list& metrics) {
  auto state = config.initial();
  list all;
  roster::epoch t = 0;
  for (const auto metric : metrics) {
    config.step(state, {.lr = lr, .momentum = {}}, ++t, metric);
    all.push_back(lr[0]);
  }
  return all;
}
list after(const ReduceLROnPlateau& config, const list& metrics) {
  list lr{8};
  return after(config, lr, metrics);
}

TEST_CASE("More than patience epochs without improvement reduce the learning rate", "[reduce_lr_on_plateau]") {
  CHECK(after({.factor = 0.5, .patience = 1}, {5, 5, 5, 5, 5, 5}) == list{8, 8, 4, 4, 2, 2});
  // An improvement restarts the count.
  CHECK(after({.factor = 0.5, .patience = 1}, {5, 6, 4, 6, 3, 6, 6}) == list{8, 8, 8, 8, 8, 8, 4});
  CHECK(after({.factor = 0.5, .patience = 0}, {5, 4, 4, 4}) == list{8, 8, 4, 2});
  // 0.1 after more than ten epochs
  const auto values = after({}, list(12, 1.0));
  CHECK(values[10] == 8);
  CHECK(values[11] == 8 * 0.1);
}

TEST_CASE("The epochs of cooldown do not count", "[reduce_lr_on_plateau]") {
  CHECK(after({.factor = 0.5, .patience = 0, .cooldown = 2}, {5, 5, 5, 5, 5, 5, 5}) == list{8, 4, 4, 4, 2, 2, 2});
}

TEST_CASE("A metric improves by more than the threshold", "[reduce_lr_on_plateau]") {
  const auto reduced = [](ReduceLROnPlateau config, double first, double second) {
    config.factor = 0.5;
    config.patience = 0;
    return after(config, {first, second}).back() == 4;
  };
  // Relative to the best, 100: below 75, or above 125
  CHECK(reduced({.threshold = 0.25}, 100, 75));
  CHECK_FALSE(reduced({.threshold = 0.25}, 100, 74));
  CHECK(reduced({.mode = "max", .threshold = 0.25}, 100, 125));
  CHECK_FALSE(reduced({.mode = "max", .threshold = 0.25}, 100, 126));
  // By an amount
  CHECK(reduced({.threshold = 0.25, .threshold_mode = "abs"}, 100, 99.75));
  CHECK_FALSE(reduced({.threshold = 0.25, .threshold_mode = "abs"}, 100, 99.5));
  CHECK(reduced({.mode = "max", .threshold = 0.25, .threshold_mode = "abs"}, 100, 100.25));
  CHECK_FALSE(reduced({.mode = "max", .threshold = 0.25, .threshold_mode = "abs"}, 100, 100.5));
}

TEST_CASE("NaN is not an improvement", "[reduce_lr_on_plateau]") {
  CHECK(after({.factor = 0.5, .patience = 0}, {NAN, 5, NAN, 4}) == list{4, 4, 2, 2});
}

TEST_CASE("ReduceLROnPlateau never goes below min_lr and skips reductions of eps or less", "[reduce_lr_on_plateau]") {
  list lr{8, 8, 1};
  CHECK(after({.factor = 0.5, .patience = 0, .min_lr = {3, 0, 2}}, lr, {5, 5, 5, 5}) == list{8, 4, 3, 3});
  CHECK(lr == list{3, 1, 1});
  CHECK(after({.factor = 0.5, .patience = 0, .eps = 2}, {5, 5, 5, 5}) == list{8, 4, 4, 4});
  CHECK(after({.factor = 0, .patience = 0}, {5, 5}) == list{8, 0});
}

TEST_CASE("ReduceLROnPlateau remembers the best metric and its counts", "[reduce_lr_on_plateau]") {
  constexpr auto infinity = std::numeric_limits<double>::infinity();
  CHECK(ReduceLROnPlateau{}.initial().best == infinity);
  CHECK(ReduceLROnPlateau{.mode = "max"}.initial().best == -infinity);

  const ReduceLROnPlateau config{.patience = 1, .cooldown = 3};
  auto state = config.initial();
  list lr{8};
  const auto step = [&](double metric) {
    config.step(state, {.lr = lr, .momentum = {}}, 1, metric);
    return roster::to_json(roster::node(roster::write_fields(state)));
  };
  CHECK(step(5) == R"({"best": 5.0, "cooldown_counter": 0, "num_bad_epochs": 0})");
  CHECK(step(6) == R"({"best": 5.0, "cooldown_counter": 0, "num_bad_epochs": 1})");
  CHECK(step(6) == R"({"best": 5.0, "cooldown_counter": 3, "num_bad_epochs": 0})");
  CHECK(step(4) == R"({"best": 4.0, "cooldown_counter": 2, "num_bad_epochs": 0})");

  CHECK(test::check_config(ReduceLROnPlateau::state{.best = infinity}) == "");
  CHECK(test::check_config(ReduceLROnPlateau::state{.best = NAN, .cooldown_counter = -1, .num_bad_epochs = -1}) ==
        "state: 3 problems\n"
        "  best is nan, expected a finite real number\n"
        "  cooldown_counter is -1, expected an integer of at least 0\n"
        "  num_bad_epochs is -1, expected an integer of at least 0");
}

TEST_CASE("ReduceLROnPlateau is saved as PyTorch's", "[reduce_lr_on_plateau]") {
  const auto saved = [](const ReduceLROnPlateau& config) {
    return roster::to_json(roster::node(config.attributes(3, 2)));
  };
  CHECK(saved({.mode = "max", .min_lr = 0.5}).find(R"("default_min_lr": 0.5, "min_lrs": [0.5, 0.5], )") !=
        std::string::npos);
  CHECK(
      saved({.min_lr = {0.5, 0.25}})
          .starts_with(
              R"({"factor": 0.1, "default_min_lr": null, "min_lrs": [0.5, 0.25], "patience": 10, "cooldown": 0, "eps": 1e-08, )"));
}

TEST_CASE("ReduceLROnPlateau's fields have limits", "[reduce_lr_on_plateau][message]") {
  constexpr auto most = std::int64_t{1} << 53;
  CHECK(test::check_config(ReduceLROnPlateau{.factor = 0, .patience = most, .threshold = 0, .cooldown = most}) == "");
  CHECK(test::check_config(ReduceLROnPlateau{.factor = 1, .min_lr = {0, -1}, .eps = INFINITY}) ==
        "ReduceLROnPlateau: 3 problems\n"
        "  factor is 1.0, expected a real number of at least 0 and below 1\n"
        "  min_lr[1] is -1.0, expected a real number of at least 0\n"
        "  eps is inf, expected a finite real number of at least 0");
}

}  // namespace reduce_lr_on_plateau_tests
