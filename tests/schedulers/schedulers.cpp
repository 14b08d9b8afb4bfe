// The schedulers' values that a person can check by hand; tests/parity.cpp holds them against PyTorch's.
#include "roster/schedulers/schedulers.hpp"

#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <cstdint>
#include <vector>

#include "roster/roster.hpp"

namespace schedulers_tests {

template <class Config>
std::vector<double> values(const Config& config, int steps) {
  std::vector<roster::plain_group> groups{{.lr = 1.0}};
  roster::running_scheduler running(groups, roster::schedule(config));
  std::vector<double> all{groups[0].lr};
  for (int t = 0; t < steps; ++t) {
    running.step();
    all.push_back(groups[0].lr);
  }
  return all;
}

TEST_CASE("StepLR decays at the step_size-th step, not one later as LibTorch's own", "[schedulers]") {
  CHECK(values(roster::StepLR{.step_size = 2}, 5) == std::vector{1.0, 1.0, 0.1, 0.1, 0.1 * 0.1, 0.1 * 0.1});
  CHECK(values(roster::StepLR{.step_size = 1, .gamma = 0.5}, 2) == std::vector{1.0, 0.5, 0.25});
}

TEST_CASE("CosineAnnealingLR falls to eta_min at T_max and rises again", "[schedulers]") {
  const auto all = values(roster::CosineAnnealingLR{.T_max = 4, .eta_min = 0.5}, 8);
  CHECK(all[0] == 1.0);
  CHECK(all[4] == 0.5);
  CHECK(std::abs(all[2] - 0.75) < 1e-15);
  CHECK(std::abs(all[8] - 1.0) < 1e-15);
}

TEST_CASE("CosineAnnealingWarmRestarts restarts after T_0, T_0 T_mult, … epochs", "[schedulers]") {
  const auto all = values(roster::CosineAnnealingWarmRestarts{.T_0 = 2, .T_mult = 3}, 9);
  CHECK(all[0] == 1.0);
  CHECK(all[2] == 1.0);
  CHECK(all[8] == 1.0);
  CHECK(all[5] == 0.5 * (1 + std::cos(std::acos(-1.0) * 3 / 6)));
  for (const auto t : {1u, 3u, 4u, 5u, 6u, 7u, 9u}) CHECK(all[t] < 1.0);
}

TEST_CASE("The largest fields that are accepted do no harm", "[schedulers]") {
  constexpr std::int64_t most = std::int64_t{1} << 53;
  CHECK(values(roster::StepLR{.step_size = most}, 2) == std::vector{1.0, 1.0, 1.0});
  CHECK(values(roster::CosineAnnealingLR{.T_max = most}, 2) == std::vector{1.0, 1.0, 1.0});
  CHECK(values(roster::CosineAnnealingWarmRestarts{.T_0 = 1, .T_mult = most}, 3) == std::vector{1.0, 1.0, 1.0, 1.0});
  const roster::group g{.index = 0, .lr = 1, .base_lr = 1};
  CHECK(std::isfinite(roster::CosineAnnealingWarmRestarts{.T_0 = 1, .T_mult = 2}.at(g, most)));
}

}  // namespace schedulers_tests
