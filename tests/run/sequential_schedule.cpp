#include "roster/run/sequential_schedule.hpp"

#include <catch2/catch_test_macros.hpp>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "roster/roster.hpp"
#include "support/refusal.hpp"

namespace sequential_schedule_tests {

using groups = std::vector<roster::plain_group>;
using roster::SequentialLR;
using test::refusal;

/// The learning rates of one group that starts at 1.
template <class Config>
std::vector<double> values(const Config& config, std::size_t steps, const std::vector<double>& metrics = {}) {
  std::vector<double> all;
  for (const auto& epoch : roster::trace(config, {{.lr = 1.0}}, steps, metrics)) all.push_back(epoch[0].lr);
  return all;
}

TEST_CASE("A sequence runs one scheduler after the other, each from the base values", "[sequential_schedule]") {
  CHECK(values(roster::SequentialLR{.schedulers = {roster::ConstantLR{.factor = 0.5, .total_iters = 10},
                                                   roster::ExponentialLR{.gamma = 0.25}},
                                    .milestones = {2}},
               4) == std::vector{0.5, 0.5, 1.0, 0.25, 0.0625});
}

TEST_CASE("In a sequence, a scheduler without a closed form continues from the value that it finds",
          "[sequential_schedule]") {
  const roster::ConstantLR half{.factor = 0.5, .total_iters = 100};
  CHECK(values(
            roster::SequentialLR{
                .schedulers = {half, roster::MultiplicativeLR{.lr_lambda = [](roster::epoch) { return 0.5; }}},
                .milestones = {2}},
            4) == std::vector{0.5, 0.5, 0.5, 0.25, 0.125});
  CHECK(values(
            roster::SequentialLR{
                .schedulers = {half, roster::SWALR{.swa_lr = 0.25, .anneal_epochs = 2, .anneal_strategy = "linear"}},
                .milestones = {1}},
            4) == std::vector{0.5, 0.5, 0.375, 0.25, 0.25});
}

TEST_CASE("After a warm-up, a metric drives the learning rate from the base values on", "[sequential_schedule]") {
  const roster::LinearLR warmup{.start_factor = 0.1, .total_iters = 5};
  const roster::ReduceLROnPlateau plateau{.factor = 0.5, .patience = 0};
  const auto found =
      values(roster::SequentialLR{.schedulers = {warmup, plateau}, .milestones = {5}}, 9, {9, 9, 9, 9, 9, 3, 3, 2, 2});
  const std::vector expected{0.1, 0.28, 0.46, 0.64, 0.82, 1.0, 1.0, 0.5, 0.5, 0.25};
  for (std::size_t t = 0; t < expected.size(); ++t) {
    INFO(t);
    CHECK(std::abs(found[t] - expected[t]) < 1e-15);
  }
  CHECK(found[5] == 1.0);
  // A chain whose turn comes does the same.
  CHECK(values(roster::SequentialLR{.schedulers = {warmup, roster::ChainedScheduler{.schedulers = {plateau}}},
                                    .milestones = {5}},
               9, {9, 9, 9, 9, 9, 3, 3, 2, 2}) == found);
  // A scheduler that ends below the base value, before it
  CHECK(values(roster::SequentialLR{.schedulers = {roster::ExponentialLR{.gamma = 0.5}, plateau}, .milestones = {2}}, 4,
               {9, 9, 1, 1}) == std::vector{1.0, 0.5, 1.0, 1.0, 0.5});
}

TEST_CASE("A sequence within a sequence acts as one sequence", "[sequential_schedule]") {
  const roster::LinearLR first{.start_factor = 0.1, .total_iters = 7};
  const roster::CosineAnnealingLR second{.T_max = 9, .eta_min = 0.01};
  const roster::StepLR third{.step_size = 3, .gamma = 0.7};
  const auto flat = values(roster::SequentialLR{.schedulers = {first, second, third}, .milestones = {6, 17}}, 60);
  using roster::SequentialLR;
  CHECK(values(SequentialLR{.schedulers = {first, SequentialLR{.schedulers = {second, third}, .milestones = {11}}},
                            .milestones = {6}},
               60) == flat);
  CHECK(values(SequentialLR{.schedulers = {SequentialLR{.schedulers = {first, second}, .milestones = {6}}, third},
                            .milestones = {17}},
               60) == flat);
  CHECK(
      values(SequentialLR{.schedulers = {SequentialLR{.schedulers = {first}, .milestones = std::vector<std::int64_t>{}},
                                         second, third},
                          .milestones = {6, 17}},
             60) == flat);
}

TEST_CASE("A sequence may start at any epoch, from the values that the schedulers before left",
          "[sequential_schedule]") {
  const SequentialLR config{
      .schedulers = {roster::CyclicLR{
                         .base_lr = 0.25, .max_lr = 1.0, .step_size_up = 2, .base_momentum = 0.5, .max_momentum = 0.75},
                     roster::MultiplicativeLR{.lr_lambda = [](roster::epoch) { return 0.5; }}},
      .milestones = {2}};
  groups optimizer{{.lr = 1.0, .momentum = 0.9}};
  const auto running = roster::make<"SequentialLR">(optimizer, config, {.last_epoch = 3});
  // The cycle's last epoch is 1, half way up: lr 0.625, momentum 0.625. Then 0.625, 0.3125, 0.15625 at epoch 4.
  CHECK(optimizer == groups{{.lr = 0.15625, .momentum = 0.625}});
  CHECK(running.last_epoch() == 4);
}

TEST_CASE("A milestone of 0 skips the first scheduler", "[sequential_schedule]") {
  CHECK(values(SequentialLR{.schedulers = {roster::ConstantLR{.factor = 0.5}, roster::ExponentialLR{.gamma = 0.25}},
                            .milestones = {0}},
               2) == std::vector{1.0, 0.25, 0.0625});
}

TEST_CASE("A scheduler does not need a metric in the step that begins its turn", "[sequential_schedule][message]") {
  groups optimizer{{.lr = 1.0}};
  auto running = roster::make<"SequentialLR">(
      optimizer,
      {.schedulers = {roster::ExponentialLR{.gamma = 0.5}, roster::ReduceLROnPlateau{.factor = 0.5, .patience = 0}},
       .milestones = {2}});
  running.step();
  running.step();
  CHECK(refusal([&] { running.step(); }) == "SequentialLR: schedulers[1] needs a metric: call step(metric)");
  running.step(1.0);
  running.step(1.0);
  CHECK(optimizer[0].lr == 0.5);
}

TEST_CASE("A sequence ends when its last scheduler does", "[sequential_schedule][message]") {
  groups optimizer{{.lr = 1.0}};
  auto running = roster::make<"SequentialLR">(
      optimizer, {.schedulers = {roster::ConstantLR{},
                                 roster::OneCycleLR{.max_lr = 1.0, .total_steps = 3, .cycle_momentum = false}},
                  .milestones = {2}});
  for (int t = 1; t <= 5; ++t) running.step();
  const auto before = optimizer;
  CHECK(refusal([&] { running.step(); }) == "SequentialLR: schedulers[1] ends at step 3; step 4 does not exist");
  CHECK(running.last_epoch() == 5);
  CHECK(optimizer == before);
}

TEST_CASE("The closed form of a sequence is that of the scheduler whose turn it is", "[sequential_schedule][message]") {
  groups optimizer{{.lr = 1.0}, {.lr = 0.5}};
  auto running = roster::make<"SequentialLR">(
      optimizer,
      {.schedulers = {roster::LinearLR{.start_factor = 0.5, .total_iters = 4},
                      roster::CyclicLR{
                          .base_lr = {0.25, 0.125}, .max_lr = 1.0, .step_size_up = 2, .cycle_momentum = false},
                      roster::SWALR{.swa_lr = 0.1}},
       .milestones = {4, 10}});
  CHECK(running.at(0) == std::vector{0.5, 0.25});
  CHECK(running.at(2) == std::vector{0.75, 0.375});
  CHECK(running.at(4) == std::vector{0.25, 0.125});
  CHECK(running.at(6) == std::vector{1.0, 1.0});
  CHECK(refusal([&] { (void)running.at(10); }) ==
        "SequentialLR: schedulers[2] has no closed form: SWALR can only be stepped");
  CHECK(optimizer == groups{{.lr = 0.5}, {.lr = 0.25}});
}

}  // namespace sequential_schedule_tests
