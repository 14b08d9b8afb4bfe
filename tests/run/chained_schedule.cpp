#include "roster/run/chained_schedule.hpp"

#include <catch2/catch_test_macros.hpp>
#include <cstddef>
#include <vector>

#include "roster/roster.hpp"
#include "support/refusal.hpp"

namespace chained_schedule_tests {

using groups = std::vector<roster::plain_group>;
using roster::ChainedScheduler;
using test::refusal;

/// The learning rates of one group that starts at 1.
template <class Config>
std::vector<double> values(const Config& config, std::size_t steps, const std::vector<double>& metrics = {}) {
  std::vector<double> all;
  for (const auto& epoch : roster::trace(config, {{.lr = 1.0}}, steps, metrics)) all.push_back(epoch[0].lr);
  return all;
}

TEST_CASE("A chain runs several schedulers together", "[chained_schedule]") {
  CHECK(values(roster::ChainedScheduler{.schedulers = {roster::ConstantLR{.factor = 0.5, .total_iters = 3},
                                                       roster::ExponentialLR{.gamma = 0.25}}},
               3) == std::vector{0.5, 0.125, 0.03125, 0.015625});
}

TEST_CASE("A chain of one scheduler acts as that scheduler, anywhere in a sequence", "[chained_schedule]") {
  using roster::ChainedScheduler, roster::SequentialLR;
  const roster::ConstantLR first{.factor = 0.3, .total_iters = 4};
  const roster::CosineAnnealingLR second{.T_max = 9, .eta_min = 0.01};
  CHECK(values(SequentialLR{.schedulers = {ChainedScheduler{.schedulers = {first}},
                                           ChainedScheduler{.schedulers = {ChainedScheduler{.schedulers = {second}}}}},
                            .milestones = {5}},
               40) == values(SequentialLR{.schedulers = {first, second}, .milestones = {5}}, 40));
}

TEST_CASE("A chain starts at any epoch by taking the steps up to there", "[chained_schedule]") {
  const ChainedScheduler config{
      .schedulers = {roster::ConstantLR{.factor = 0.5, .total_iters = 3}, roster::ExponentialLR{.gamma = 0.25}}};
  groups optimizer{{.lr = 1.0}};
  const auto running = roster::make<"ChainedScheduler">(optimizer, config, {.last_epoch = 1});
  CHECK(optimizer[0].lr == 0.03125);
  CHECK(running.last_epoch() == 2);
}

TEST_CASE("A chain of metric-driven and other schedulers takes the metric", "[chained_schedule][message]") {
  groups optimizer{{.lr = 1.0}};
  auto running = roster::make<"ChainedScheduler">(
      optimizer,
      {.schedulers = {roster::ExponentialLR{.gamma = 0.5}, roster::ReduceLROnPlateau{.factor = 0.5, .patience = 0}}});
  CHECK(refusal([&] { running.step(); }) == "ChainedScheduler: schedulers[1] needs a metric: call step(metric)");
  CHECK(optimizer[0].lr == 1.0);
  running.step(1.0);
  CHECK(optimizer[0].lr == 0.5);
  running.step(1.0);
  CHECK(optimizer[0].lr == 0.125);
}

TEST_CASE("A chain ends when the first of its schedulers does", "[chained_schedule][message]") {
  groups optimizer{{.lr = 1.0}};
  auto running = roster::make<"ChainedScheduler">(
      optimizer, {.schedulers = {roster::StepLR{.step_size = 1},
                                 roster::OneCycleLR{.max_lr = 1.0, .total_steps = 2, .cycle_momentum = false}}});
  running.step();
  running.step();
  const auto before = optimizer;
  for (int i = 0; i < 2; ++i) {
    CHECK(refusal([&] { running.step(); }) == "ChainedScheduler: schedulers[1] ends at step 2; step 3 does not exist");
  }
  CHECK(running.last_epoch() == 2);
  CHECK(optimizer == before);
}

TEST_CASE("A function that throws leaves a chain and its nested schedulers unchanged", "[chained_schedule]") {
  struct interruption {};
  bool interrupts = true;
  const roster::LambdaLR interrupting{.lr_lambda = [&](roster::epoch t) -> double {
    if (t == 3 && interrupts) throw interruption{};
    return 1.0;
  }};
  const roster::ReduceLROnPlateau plateau{.factor = 0.5, .patience = 0};
  const roster::SequentialLR sequence{.schedulers = {roster::ExponentialLR{.gamma = 0.5}, plateau}, .milestones = {2}};
  const roster::ChainedScheduler chain{
      .schedulers = {plateau, sequence, roster::ChainedScheduler{.schedulers = {plateau}}, interrupting}};
  groups optimizer{{.lr = 1.0}};
  auto running = roster::create(chain, optimizer);
  groups undisturbed{{.lr = 1.0}};
  auto other = roster::create(chain, undisturbed);
  for (int t = 1; t < 8; ++t) {
    interrupts = true;
    if (t == 3) {
      const auto before = running.state_dict();
      CHECK_THROWS_AS(running.step(1.0), interruption);
      CHECK(running.state_dict() == before);
      CHECK(optimizer == undisturbed);
    }
    interrupts = false;
    running.step(1.0);
    other.step(1.0);
    CHECK(optimizer == undisturbed);
    CHECK(running.state_dict() == other.state_dict());
  }
}

TEST_CASE("A chain has no closed form", "[chained_schedule][message]") {
  groups optimizer{{.lr = 1.0}};
  const auto running =
      roster::make<"ChainedScheduler">(optimizer, {.schedulers = {roster::ExponentialLR{.gamma = 0.5}}});
  CHECK(refusal([&] { (void)running.at(0); }) ==
        "ChainedScheduler: has no closed form: ChainedScheduler can only be stepped");
}

}  // namespace chained_schedule_tests
