#include "roster/run/param_schedule.hpp"

#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <numbers>
#include <string>
#include <string_view>
#include <vector>

#include "roster/files/json.hpp"
#include "roster/roster.hpp"
#include "roster/run/all_registry.hpp"
#include "support/refusal.hpp"

namespace param_schedule_tests {

using groups = std::vector<roster::plain_group>;
using registry = roster::all_registry;
using roster::mmengine::param_scheduler;
using types = roster::registry<roster::all_schedulers>;
using test::refusal;

const roster::ExponentialLR halves{.gamma = 0.5};
const roster::ConstantLR third{.factor = 0.25, .total_iters = 2};
const roster::ReduceLROnPlateau plateau{.factor = 0.5, .patience = 0};

/// The learning rates of one group that starts at 1.
std::vector<double> values(const registry::entry& config, int steps) {
  groups set{{.lr = 1.0}};
  auto running = registry::create(config, set);
  std::vector<double> all{set[0].lr};
  for (int t = 1; t <= steps; ++t) {
    running.step();
    all.push_back(set[0].lr);
  }
  return all;
}

TEST_CASE("A scheduler acts from its begin to its end on the value that is there", "[param_schedule]") {
  CHECK(values(param_scheduler{.schedulers = {{halves, {.begin = 2, .end = 5}}}, .epoch_length = 1}, 6) ==
        std::vector{1.0, 1.0, 1.0, 0.5, 0.25, 0.25, 0.25});
  CHECK(
      values(param_scheduler{.schedulers = {{third, {.end = 3}}, {halves, {.begin = 1, .end = 3}}}, .epoch_length = 1},
             4) == std::vector{0.25, 0.25, 0.5, 0.5, 0.5});
}

TEST_CASE("A scheduler of epochs takes a step after each epoch, and counts epochs in its range", "[param_schedule]") {
  CHECK(values(param_scheduler{.schedulers = {{halves, {.begin = 1, .end = 4}}}, .epoch_length = 2}, 9) ==
        std::vector{1.0, 1.0, 1.0, 1.0, 0.5, 0.5, 0.25, 0.25, 0.25, 0.25});
  CHECK(values(param_scheduler{.schedulers = {{halves, {.begin = 1, .by_epoch = false}}, {halves}}, .epoch_length = 2},
               4) == std::vector{1.0, 1.0, 0.25, 0.125, 0.03125});
}

TEST_CASE("When an epoch ends, the schedulers that count batches act first", "[param_schedule]") {
  const roster::CosineAnnealingLR fall{.T_max = 4, .eta_min = 0.5};  // does not commute with a factor
  const auto of = [&](auto... children) { return param_scheduler{.schedulers = {children...}, .epoch_length = 2}; };
  using child = roster::entry<types, roster::mmengine::range>;
  const child epochs{fall, {}}, batches{halves, {.begin = 1, .by_epoch = false}};
  CHECK(values(of(epochs, batches), 7) == values(of(batches, epochs), 7));
  CHECK(values(of(batches, epochs), 2)[2] == (1 + std::cos(std::numbers::pi / 4)) / 2 * (0.5 - 0.5) + 0.5);
}

TEST_CASE("A ranged scheduler drives the momentum, and a resumed one has what acted last", "[param_schedule]") {
  const roster::CyclicLR cycle{.base_lr = 0.01, .max_lr = 0.3, .step_size_up = 3};
  const roster::OneCycleLR once{.max_lr = 0.7, .total_steps = 40};
  for (const auto& config :
       {param_scheduler{.schedulers = {{cycle, {.begin = 4}}, {once, {.end = 9}}}, .epoch_length = 1},
        param_scheduler{.schedulers = {{once, {.begin = 3, .end = 6}}, {cycle, {.end = 7}}}, .epoch_length = 2}}) {
    groups set{{.lr = 1.0, .momentum = 0.5}};
    auto running = registry::create(config, set);
    for (int t = 0; t < 20; ++t) {
      if (t > 0) running.step();
      groups fresh{{.lr = 7.0, .momentum = set[0].momentum == 0.5 ? 0.5 : 0.1}};
      auto resumed = registry::create(config, fresh);
      resumed.load_state_dict(running.state_dict());
      CHECK(fresh == set);
    }
  }
}

TEST_CASE("A metric is needed only for the steps of a scheduler that takes one", "[param_schedule][message]") {
  groups set{{.lr = 1.0}};
  auto running = registry::create(
      param_scheduler{.schedulers = {{halves, {.end = 2, .by_epoch = false}}, {plateau, {.begin = 1, .end = 4}}},
                      .epoch_length = 2},
      set);
  running.step();
  running.step();  // the plateau begins
  running.step();
  CHECK(refusal([&] { running.step(); }) ==
        "mmengine.param_scheduler: schedulers[1] needs a metric: call step(metric)");
  CHECK(running.last_epoch() == 3);
  running.step(1.0);
  CHECK(set[0].lr == 0.5);
  running.step();
  running.step(1.0);
  CHECK(set[0].lr == 0.25);
  for (int t = 0; t < 5; ++t) running.step();  // its range is over
  CHECK(set[0].lr == 0.25);
}

TEST_CASE("A scheduler without an end ends the whole", "[param_schedule][message]") {
  groups set{{.lr = 1.0}};
  const roster::OneCycleLR ends{.max_lr = 1.0, .total_steps = 2, .cycle_momentum = false};
  auto running = registry::create(
      param_scheduler{.schedulers = {{halves, {.by_epoch = false}}, {ends, {.begin = 1}}}, .epoch_length = 2}, set);
  for (int t = 0; t < 7; ++t) running.step();
  const auto before = set;
  CHECK(refusal([&] { running.step(); }) ==
        "mmengine.param_scheduler: schedulers[1] ends at step 2; step 3 does not exist");
  CHECK(set == before);
  CHECK(running.last_epoch() == 7);
}

TEST_CASE("A function that throws leaves all schedulers unchanged, also one that just began", "[param_schedule]") {
  struct interruption {};
  bool interrupts = true;
  const roster::LambdaLR interrupting{.lr_lambda = [&](roster::epoch t) -> double {
    if (t == 3 && interrupts) throw interruption{};
    return 1.0;
  }};
  const param_scheduler inner{.schedulers = {{halves, {.begin = 1}}, {plateau}}, .epoch_length = 1};
  const param_scheduler whole{
      .schedulers = {{plateau}, {inner, {.begin = 1}}, {halves, {.begin = 3}}, {interrupting}, {halves, {.begin = 3}}},
      .epoch_length = 1};
  groups set{{.lr = 1.0}}, undisturbed = set;
  auto running = registry::create(whole, set);
  auto other = registry::create(whole, undisturbed);
  for (int t = 1; t < 8; ++t) {
    interrupts = true;
    if (t == 3) {
      const auto before = running.state_dict();
      CHECK_THROWS_AS(running.step(1.0), interruption);
      CHECK(running.state_dict() == before);
      CHECK(set == undisturbed);
    }
    interrupts = false;
    running.step(1.0);
    other.step(1.0);
    CHECK(set == undisturbed);
    CHECK(running.state_dict() == other.state_dict());
  }
}

TEST_CASE("As a child of another composite, a param_scheduler starts from the base values", "[param_schedule]") {
  const param_scheduler inner{.schedulers = {{halves, {.end = 3}}}, .epoch_length = 1};
  CHECK(values(roster::basic_SequentialLR<types>{.schedulers = {halves, inner}, .milestones = {2}}, 5) ==
        std::vector{1.0, 0.5, 1.0, 0.5, 0.25, 0.25});
  CHECK(values(roster::basic_Warmup<types>{.length = 2, .scheduler = inner, .start_factor = 0.5}, 4) ==
        std::vector{0.5, 0.75, 1.0, 0.5, 0.25});
  CHECK(values(roster::basic_ChainedScheduler<types>{.schedulers = {halves, inner}}, 4) ==
        std::vector{1.0, 0.25, 0.0625, 0.03125, 0.015625});
  groups set{{.lr = 1.0}};
  auto late = registry::entry(inner);
  late.options.last_epoch = 1;
  registry::create(late, set);
  CHECK(set[0].lr == 0.25);
}

TEST_CASE("A state has the ranges, and one that differs is named", "[param_schedule][message]") {
  groups set{{.lr = 1.0}};
  const param_scheduler config{.schedulers = {{halves, {.begin = 1, .end = 3}}}, .epoch_length = 2};
  auto running = registry::create(config, set);
  const auto state = running.state_dict();
  CHECK(roster::to_json(state) ==
        R"({"scheduler": "mmengine.param_scheduler", "version": 2, "config": {"epoch_length": 2}, "last_epoch": 0, )"
        R"("_step_count": 1, "base_lrs": [1.0], "_schedulers": [{"scheduler": "ExponentialLR", )"
        R"("options": {"begin": 1, "end": 3, "by_epoch": true}, "config": {"gamma": 0.5}, "last_epoch": -1, )"
        R"("_step_count": 1, "base_lrs": [1.0]}], "_last_lr": [1.0]})");
  auto other = config;
  (*other.schedulers)[0].options.end = 7;
  auto here = registry::create(other, set);
  CHECK(refusal([&] { here.load_state_dict(state); }) ==
        "state_dict: schedulers[0].end is 3 in the state, but 7 here; to go on with the config here, load it with "
        "roster::config_may_differ");

  auto text = roster::to_json(state);
  const std::string_view options = R"("options": {"begin": 1, "end": 3, "by_epoch": true}, )";
  const auto at = text.find(options);
  const auto with = [&](std::string_view changed) {
    const auto saved = text.substr(0, at) + std::string(changed) + text.substr(at + options.size());
    return refusal([&] { running.load_state_dict(roster::parse_json(saved)); });
  };
  CHECK(with("") == "state_dict: _schedulers[0].options is missing");
  CHECK(with(R"("options": 3, )") == "state_dict: _schedulers[0].options is 3, expected an object");
}

TEST_CASE("Children keep their ranges in words and in the config", "[param_schedule]") {
  groups set{{.lr = 1.0}};
  const param_scheduler config{.schedulers = {{halves, {.begin = 1, .end = 3}}}, .epoch_length = 2};
  const auto running = registry::make<"mmengine.param_scheduler">(set, config);
  CHECK(to_string(running) ==
        "mmengine.param_scheduler(schedulers=[ExponentialLR(gamma=0.5, begin=1, end=3)], "
        "epoch_length=2)");
  CHECK(running.schedule().config().range_of(0).end == roster::steps(3));
}

TEST_CASE("Lengths count batches, or epochs where a scheduler does", "[param_schedule][message]") {
  const auto resolved = [](std::string_view json, roster::run_length run) {
    auto chosen = roster::checked("scheduler", [&](const roster::place& here) {
      return roster::read_entry<registry::entry>(roster::parse_json(json), here);
    });
    roster::checked("scheduler", [&](const roster::place& here) { resolve_lengths(chosen, run, here); });
    return roster::field_kind<registry::entry>::text(chosen);
  };
  const std::string_view list = R"("name": "mmengine.param_scheduler", "schedulers": [
      {"name": "LinearLR", "total_iters": "2 epochs", "end": "2 epochs", "by_epoch": false},
      {"name": "StepLR", "step_size": "30 %", "begin": "2 epochs"},
      {"name": "mmengine.param_scheduler", "schedulers": [
          {"name": "ExponentialLR", "gamma": 0.5, "begin": "200 batches", "by_epoch": false}]}])";
  const auto by_batch = resolved(std::string("{\"every\": \"batch\", ") + std::string(list) + "}", {10, 100});
  CHECK(by_batch.starts_with(
      "mmengine.param_scheduler(schedulers=["
      "LinearLR(start_factor=0.3333333333333333, end_factor=1.0, total_iters=200, end=200, by_epoch=false), "
      "StepLR(step_size=3, gamma=0.1, begin=2), "
      "mmengine.param_scheduler(schedulers=[ExponentialLR(gamma=0.5, begin=2, by_epoch=false)], "
      "epoch_length=1)], epoch_length=100"));
  const auto by_epoch = resolved("{" + std::string(list) + "}", {10, 100});
  CHECK(by_epoch.find("total_iters=2, end=2, by_epoch=false") != by_epoch.npos);
  CHECK(by_epoch.find("epoch_length=1)], epoch_length=1") != by_epoch.npos);
  CHECK(refusal([&] {
          resolved(R"({"name": "mmengine.param_scheduler", "every": "batch", "schedulers": [
                          {"name": "StepLR", "step_size": 3, "begin": "2 epochs", "end": 2}]})",
                   {10, 100});
        }) == "scheduler: schedulers[0].end is 2, expected more than begin, which is 2");
}

}  // namespace param_schedule_tests
