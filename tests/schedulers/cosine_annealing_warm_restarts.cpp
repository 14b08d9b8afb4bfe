#include "roster/schedulers/cosine_annealing_warm_restarts.hpp"

#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <cstdint>
#include <vector>

#include "roster/files/json.hpp"
#include "support/fields.hpp"
#include "support/rule_values.hpp"

namespace cosine_annealing_warm_restarts_tests {

using roster::CosineAnnealingWarmRestarts;
using list = std::vector<double>;
constexpr auto most = std::int64_t{1} << 53;

TEST_CASE("CosineAnnealingWarmRestarts falls again from the base value every T_0 epochs",
          "[cosine_annealing_warm_restarts]") {
  // The cosine of 0°, 60° and 120°: 1, 0.5, -0.5
  const CosineAnnealingWarmRestarts config{.T_0 = 3, .eta_min = 1};
  const auto values = test::closed(config, 9, 7);
  CHECK(test::close(values, {9, 7, 3, 9, 7, 3, 9, 7}));
  for (const auto restart : {0u, 3u, 6u}) CHECK(values[restart] == 9);
}

TEST_CASE("Each cycle is T_mult times as long as the one before", "[cosine_annealing_warm_restarts]") {
  // Cycles of 1, 2 and 4 epochs: 90° is 0, and 45° is √2 / 2.
  const auto root = std::sqrt(2.0) / 2;
  CHECK(test::close(test::closed(CosineAnnealingWarmRestarts{.T_0 = 1, .T_mult = 2}, 2, 7),
                    {2, 2, 1, 2, 1 + root, 1, 1 - root, 2}));
}

TEST_CASE("CosineAnnealingWarmRestarts is saved with the place in its cycle", "[cosine_annealing_warm_restarts]") {
  const auto saved = [](roster::epoch t) {
    const CosineAnnealingWarmRestarts config{.T_0 = 2, .T_mult = 3, .eta_min = 0.5};
    return roster::to_json(roster::node(config.attributes(t, 1)));
  };
  CHECK(saved(-1) == R"({"T_0": 2, "T_mult": 3, "eta_min": 0.5, "T_cur": 0, "T_i": 2.0})");
  CHECK(saved(1) == R"({"T_0": 2, "T_mult": 3, "eta_min": 0.5, "T_cur": 1, "T_i": 2.0})");
  CHECK(saved(7) == R"({"T_0": 2, "T_mult": 3, "eta_min": 0.5, "T_cur": 5, "T_i": 6.0})");
  CHECK(saved(8) == R"({"T_0": 2, "T_mult": 3, "eta_min": 0.5, "T_cur": 0, "T_i": 18.0})");
}

TEST_CASE("The largest T_0 and T_mult are allowed", "[cosine_annealing_warm_restarts][message]") {
  CHECK(test::check_config(CosineAnnealingWarmRestarts{.T_0 = most, .T_mult = most}) == "");
  CHECK(test::closed(CosineAnnealingWarmRestarts{.T_0 = 1, .T_mult = most}, 1, 3) == list{1, 1, 1, 1});
  const roster::group g{.index = 0, .lr = 1, .base_lr = 1};
  CHECK(CosineAnnealingWarmRestarts{.T_0 = most, .T_mult = most}.at(g, most) == 1);
  // Epoch 2^53 - 1 is the first of a cycle: 1 + 2 + 4 + … + 2^52 is 2^53 - 1.
  CHECK(CosineAnnealingWarmRestarts{.T_0 = 1, .T_mult = 2}.at(g, most - 1) == 1);
}

TEST_CASE("CosineAnnealingWarmRestarts' fields have limits", "[cosine_annealing_warm_restarts][message]") {
  CHECK(test::check_config(CosineAnnealingWarmRestarts{.T_0 = 0, .T_mult = 0, .eta_min = INFINITY}) ==
        "CosineAnnealingWarmRestarts: 3 problems\n"
        "  T_0 is 0, expected an integer of at least 1\n"
        "  T_mult is 0, expected an integer of at least 1\n"
        "  eta_min is inf, expected a finite real number");
}

}  // namespace cosine_annealing_warm_restarts_tests
