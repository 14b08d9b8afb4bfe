#include "roster/run/linear_warmup_schedule.hpp"

#include <catch2/catch_test_macros.hpp>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "roster/files/json.hpp"
#include "roster/files/state_file.hpp"
#include "roster/registry/registry.hpp"
#include "roster/run/all_registry.hpp"
#include "roster/run/trace.hpp"
#include "support/refusal.hpp"

namespace linear_warmup_schedule_tests {

using registry = roster::all_registry;
using groups = std::vector<roster::plain_group>;
using roster::paddle::LinearWarmup;
using test::refusal;

const roster::MultiplicativeLR halves{.lr_lambda = [](roster::epoch) { return 0.5; }};
const roster::ReduceLROnPlateau plateau{.factor = 0.5, .patience = 0};

/// The learning rates of two groups that start from 1 and 4.
std::vector<groups> values(const LinearWarmup& config, int steps) {
  groups set{{.lr = 1.0}, {.lr = 4.0}};
  auto running = registry::create(config, set);
  std::vector<groups> all{set};
  for (int t = 0; t < steps; ++t) {
    running.step();
    all.push_back(set);
  }
  return all;
}
groups both(double one, double other) { return {{.lr = one}, {.lr = other}}; }

TEST_CASE("A warm-up of Paddle's leads to a number, to the groups' own learning rates, or to a scheduler",
          "[linear_warmup_schedule]") {
  CHECK(values({.warmup_steps = 2, .start_lr = 0, .end_lr = 1, .learning_rate = 3}, 3) ==
        std::vector{both(0, 0), both(0.5, 0.5), both(3, 3), both(3, 3)});
  CHECK(values({.warmup_steps = 2, .start_lr = 0, .end_lr = 1}, 3) ==
        std::vector{both(0, 0), both(0.5, 0.5), both(1, 4), both(1, 4)});
  CHECK(values({.warmup_steps = 2, .start_lr = 0, .end_lr = 1, .scheduler = halves}, 4) ==
        std::vector{both(0, 0), both(0.5, 0.5), both(1, 4), both(0.5, 2), both(0.25, 1)});
  const roster::paddle::PiecewiseDecay steps{.boundaries = {1}, .values = {8, 2}};
  CHECK(values({.warmup_steps = 1, .start_lr = 0, .end_lr = 1, .scheduler = steps}, 2) ==
        std::vector{both(0, 0), both(8, 8), both(2, 2)});
}

TEST_CASE("A scheduler follows its closed form after a warm-up of Paddle's", "[linear_warmup_schedule]") {
  const roster::CosineAnnealingLR cosine{.T_max = 7, .eta_min = 0.01};
  groups set{{.lr = 0.3}};
  auto running =
      registry::create(LinearWarmup{.warmup_steps = 3, .start_lr = 0, .end_lr = 1, .scheduler = cosine}, set);
  groups other{{.lr = 0.3}};
  auto stepped = registry::create(cosine, other);
  bool differs = false;
  for (int t = 1; t < 30; ++t) {
    running.step();
    CHECK(running.at(t) == std::vector{set[0].lr});
    if (t < 3) continue;
    CHECK(set[0].lr == cosine.at({.index = 0, .lr = 0.3, .base_lr = 0.3}, t - 3));
    differs = differs || set[0].lr != other[0].lr;
    stepped.step();
  }
  CHECK(differs);
}

TEST_CASE("A metric drives a scheduler after a warm-up of Paddle's", "[linear_warmup_schedule][message]") {
  groups set{{.lr = 1.0}};
  auto running =
      registry::create(LinearWarmup{.warmup_steps = 2, .start_lr = 0, .end_lr = 1, .scheduler = plateau}, set);
  running.step();
  running.step();
  CHECK(set[0].lr == 1.0);
  CHECK(refusal([&] { running.step(); }) == "paddle.LinearWarmup: scheduler needs a metric: call step(metric)");
  for (int i = 0; i < 2; ++i) running.step(9);
  CHECK(set[0].lr == 0.5);
  CHECK(refusal([&] { running.at(5); }) ==
        "paddle.LinearWarmup: scheduler has no closed form: ReduceLROnPlateau can only be stepped");
}

TEST_CASE("A warm-up of Paddle's ends when its scheduler does", "[linear_warmup_schedule][message]") {
  groups set{{.lr = 1.0}};
  const roster::OneCycleLR cycle{.max_lr = 1, .total_steps = 4, .cycle_momentum = false};
  auto running = registry::create(LinearWarmup{.warmup_steps = 2, .start_lr = 0, .end_lr = 1, .scheduler = cycle}, set);
  for (int t = 0; t < 6; ++t) running.step();
  const auto last = set;
  CHECK(refusal([&] { running.step(); }) == "paddle.LinearWarmup: scheduler ends at step 4; step 5 does not exist");
  CHECK(set == last);
}

TEST_CASE("A scheduler moves the momentum once it runs after a warm-up of Paddle's", "[linear_warmup_schedule]") {
  groups set{{.lr = 1.0, .momentum = 0.25}};
  const roster::OneCycleLR cycle{.max_lr = 1, .total_steps = 4};
  auto running = registry::create(LinearWarmup{.warmup_steps = 2, .start_lr = 0, .end_lr = 1, .scheduler = cycle}, set);
  running.step();
  CHECK(set[0].momentum == 0.25);
  running.step();
  CHECK(set[0].momentum == 0.95);
  groups late{{.lr = 1.0, .momentum = 0.25}};
  registry::entry jumping = LinearWarmup{.warmup_steps = 2, .start_lr = 0, .end_lr = 1, .scheduler = cycle};
  jumping.options.last_epoch = 1;
  registry::create(jumping, late);
  CHECK(late == set);
}

TEST_CASE("A function that throws leaves a warm-up of Paddle's unchanged", "[linear_warmup_schedule]") {
  struct interruption {};
  int throws_at = -1;
  const roster::LambdaLR throwing{.lr_lambda = [&](roster::epoch t) -> double {
    if (t == throws_at) throw interruption{};
    return 1.0 / static_cast<double>(1 + t);
  }};
  groups set{{.lr = 1.0}}, undisturbed{{.lr = 1.0}};
  const LinearWarmup config{.warmup_steps = 2, .start_lr = 0, .end_lr = 1, .scheduler = throwing};
  auto running = registry::create(config, set);
  auto other = registry::create(config, undisturbed);
  for (int t = 1; t < 6; ++t) {
    const auto before = set;
    throws_at = t - 2;
    if (throws_at >= 0) CHECK_THROWS_AS(running.step(), interruption);
    CHECK(set == before);
    throws_at = -1;
    running.step();
    other.step();
    CHECK(set == undisturbed);
    CHECK(running.state_dict() == other.state_dict());
  }
}

TEST_CASE("The state of a warm-up of Paddle's has its scheduler's, if there is one",
          "[linear_warmup_schedule][message]") {
  const auto state = [](const LinearWarmup& config) {
    groups set{{.lr = 1.0}};
    auto running = registry::create(config, set);
    for (int t = 0; t < 3; ++t) running.step();
    return roster::to_json(running.state_dict());
  };
  const LinearWarmup number{.warmup_steps = 2, .start_lr = 0, .end_lr = 1, .learning_rate = 0.5};
  const LinearWarmup scheduler{
      .warmup_steps = 2, .start_lr = 0, .end_lr = 1, .scheduler = roster::ExponentialLR{.gamma = 0.5}};
  const std::string alone =
      R"({"scheduler": "paddle.LinearWarmup", "version": 2, "config": {"warmup_steps": 2, "start_lr": 0.0, )"
      R"("end_lr": 1.0, "learning_rate": 0.5}, "last_epoch": 3, "_step_count": 4, "base_lrs": [1.0], )"
      R"("_schedulers": [], "_last_lr": [0.5]})";
  CHECK(state(number) == alone);

  const auto told = [](const LinearWarmup& config, std::string_view json) {
    groups set{{.lr = 1.0}};
    auto running = registry::create(config, set);
    return refusal([&] { running.load_state_dict(roster::parse_state(std::string(json))); });
  };
  CHECK(told(number, alone) == "");
  CHECK(told(scheduler, state(scheduler)) == "");
  const std::string way_out = "; to go on with the config here, load it with roster::config_may_differ";
  CHECK(told(number, state(scheduler)) ==
        "state_dict: 2 problems\n"
        "  scheduler is \"ExponentialLR\" in the state, but none here\n"
        "  learning_rate is null in the state, but 0.5 here" +
            way_out);
  CHECK(told(scheduler, alone) ==
        "state_dict: 2 problems\n"
        "  _schedulers has 0 elements, expected 1\n"
        "  learning_rate is 0.5 in the state, but null here" +
            way_out);
  // Not ours, and so perhaps PyTorch's, whose composites have it in their children
  CHECK(told(number, R"({"warmup_steps": 2, "start_lr": 0.0, "end_lr": 1.0, "learning_rate": 0.5, "_schedulers": [], )"
                     R"("_last_lr": [0.5]})") == "state_dict: last_epoch is missing");
}

TEST_CASE("Groups join, leave and change places in a warm-up of Paddle's", "[linear_warmup_schedule]") {
  struct layer {
    double lr;
    int id;
    bool operator==(const layer&) const = default;
  };
  std::vector<layer> set{{1.0, 0}, {2.0, 1}};
  auto running = registry::create(LinearWarmup{.warmup_steps = 2, .start_lr = 0, .end_lr = 1}, set);
  set.push_back({8.0, 2});
  running.step();
  CHECK(set == std::vector<layer>{{0.5, 0}, {0.5, 1}, {0.5, 2}});
  set.erase(set.begin());
  running.step();
  CHECK(set == std::vector<layer>{{2.0, 1}, {8.0, 2}});
  set.push_back({4.0, 3});
  running.step();
  CHECK(set == std::vector<layer>{{2.0, 1}, {8.0, 2}, {4.0, 3}});
}

TEST_CASE("A warm-up of Paddle's may have lengths, as its scheduler may", "[linear_warmup_schedule]") {
  groups set{{.lr = 1.0}};
  auto running =
      registry::create(LinearWarmup{.warmup_steps = roster::percent(10),
                                    .start_lr = 0,
                                    .end_lr = 1,
                                    .scheduler = roster::StepLR{.step_size = roster::epochs(2), .gamma = 0.5}},
                       set, {.epochs = 20});
  for (const auto expected : {0.5, 1.0, 1.0, 0.5}) {
    running.step();
    CHECK(set[0].lr == expected);
  }
  CHECK(to_string(running) ==
        "paddle.LinearWarmup(warmup_steps=2, start_lr=0.0, end_lr=1.0, learning_rate=null, "
        "scheduler=StepLR(step_size=2, gamma=0.5))");
}

}  // namespace linear_warmup_schedule_tests
