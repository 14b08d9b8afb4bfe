#include "roster/run/trace.hpp"

#include <catch2/catch_test_macros.hpp>
#include <string>
#include <vector>

#include "roster/run/default_registry.hpp"
#include "support/refusal.hpp"

namespace trace_tests {

using groups = std::vector<roster::plain_group>;
using entry = roster::default_registry::entry;
using test::refusal;

const std::vector metrics{1.0, 2.0};
const roster::ReduceLROnPlateau plateau{.factor = 0.5, .patience = 0};
const roster::OneCycleLR three_steps{.max_lr = 1.0, .total_steps = 3};

TEST_CASE("A trace has every epoch of every group", "[trace]") {
  CHECK(roster::trace(roster::StepLR{.step_size = 2, .gamma = 0.5}, {{.lr = 1}, {.lr = 4}}, 3) ==
        std::vector<groups>{{{1}, {4}}, {{1}, {4}}, {{0.5}, {2}}, {{0.5}, {2}}});
  CHECK(roster::trace(roster::StepLR{.step_size = 2}, {{.lr = 1}}, 0) == std::vector<groups>{{{1}}});
}

TEST_CASE("A trace has the momentum, which a schedule may move", "[trace]") {
  CHECK(roster::trace(
            roster::CyclicLR{
                .base_lr = 0.25, .max_lr = 0.75, .step_size_up = 2, .base_momentum = 0.5, .max_momentum = 0.75},
            {{.lr = 1, .momentum = 0.9}}, 2) == std::vector<groups>{{{0.25, 0.75}}, {{0.5, 0.625}}, {{0.75, 0.5}}});
  CHECK(roster::trace(roster::ExponentialLR{.gamma = 0.5}, {{.lr = 1, .momentum = 0.9}}, 1) ==
        std::vector<groups>{{{1, 0.9}}, {{0.5, 0.9}}});
}

TEST_CASE("A trace gives a metric-driven scheduler its metrics", "[trace]") {
  CHECK(roster::trace(plateau, {{.lr = 1}}, 2, metrics) == std::vector<groups>{{{1}}, {{1}}, {{0.5}}});
  // Other schedulers do not need metrics and ignore them.
  CHECK(roster::trace(roster::ExponentialLR{.gamma = 0.5}, {{.lr = 1}}, 2, metrics) ==
        std::vector<groups>{{{1}}, {{0.5}}, {{0.25}}});
}

TEST_CASE("An entry is traced with its options, collected or epoch by epoch", "[trace]") {
  const entry chosen(roster::StepLR{.step_size = 2, .gamma = 0.5}, {.last_epoch = 2});
  CHECK(roster::trace(chosen, {{.lr = 1}}, 2) == std::vector<groups>{{{0.5}}, {{0.25}}, {{0.25}}});
  CHECK(roster::trace(entry(plateau), {{.lr = 1}}, 2, metrics) == std::vector<groups>{{{1}}, {{1}}, {{0.5}}});

  std::vector<roster::epoch> epochs;
  std::vector<double> rates;
  roster::trace(chosen, {{.lr = 1}}, 2, {}, [&](roster::epoch t, const groups& all) {
    epochs.push_back(t);
    rates.push_back(all[0].lr);
  });
  CHECK(epochs == std::vector<roster::epoch>{3, 4, 5});
  CHECK(rates == std::vector{0.5, 0.25, 0.25});
}

TEST_CASE("A trace that cannot be complete is refused before its first epoch", "[trace][message]") {
  CHECK(refusal([] { (void)roster::trace(plateau, {{.lr = 1}}, 3, metrics); }) ==
        "ReduceLROnPlateau: needs 3 metrics, one for each step, but has 2");
  CHECK(refusal([] { (void)roster::trace(three_steps, {{.lr = 1}}, 4); }) ==
        "OneCycleLR: ends at step 3; step 4 does not exist");
  CHECK(refusal([] { (void)roster::trace(roster::StepLR{.step_size = 0}, {{.lr = 1}}, 1); }) ==
        "StepLR: step_size is 0, expected an integer of at least 1");
  CHECK(refusal([] { (void)roster::trace(roster::ReduceLROnPlateau{.min_lr = {0.1, 0.2}}, {{.lr = 1}}, 0); }) ==
        "ReduceLROnPlateau: min_lr has 2 elements, expected 1, one for each group");

  int epochs = 0;
  const auto count = [&](roster::epoch, const groups&) { ++epochs; };
  CHECK(refusal([&] { roster::trace(entry(three_steps, {.last_epoch = 1}), {{.lr = 1}}, 2, {}, count); }) ==
        "OneCycleLR: ends at step 3; step 4 does not exist");
  CHECK(refusal([&] { roster::trace(entry(plateau), {{.lr = 1}}, 3, metrics, count); }) ==
        "ReduceLROnPlateau: needs 3 metrics, one for each step, but has 2");
  CHECK(epochs == 0);
}

}  // namespace trace_tests
