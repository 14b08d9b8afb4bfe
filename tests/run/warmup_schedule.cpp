#include "roster/run/warmup_schedule.hpp"

#include <algorithm>
#include <boost/hana/append.hpp>
#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "roster/files/json.hpp"
#include "roster/files/state_file.hpp"
#include "roster/roster.hpp"
#include "support/one_of_each.hpp"
#include "support/refusal.hpp"

namespace warmup_schedule_tests {

using groups = std::vector<roster::plain_group>;
using entry = roster::default_registry::entry;
using roster::ChainedScheduler, roster::SequentialLR, roster::Warmup;
using test::refusal;

const roster::ExponentialLR halves{.gamma = 0.5};
const roster::ReduceLROnPlateau plateau{.factor = 0.5, .patience = 0};

/// The learning rates of one group that starts at 1.
template <class Config>
std::vector<double> values(const Config& config, std::size_t steps, const std::vector<double>& metrics = {}) {
  std::vector<double> all;
  for (const auto& epoch : roster::trace(config, {{.lr = 1.0}}, steps, metrics)) all.push_back(epoch[0].lr);
  return all;
}

TEST_CASE("A warm-up rises to the base value of each group, and then the scheduler runs", "[warmup_schedule]") {
  CHECK(values(Warmup{.length = 2, .scheduler = halves, .start_factor = 0}, 5) ==
        std::vector{0.0, 0.5, 1.0, 0.5, 0.25, 0.125});
  CHECK(values(Warmup{.length = 4, .scheduler = halves, .start_factor = 0.5}, 5) ==
        std::vector{0.5, 0.625, 0.75, 0.875, 1.0, 0.5});
  CHECK(values(Warmup{.length = 2, .scheduler = halves, .start_factor = 0.25, .shape = "constant"}, 3) ==
        std::vector{0.25, 0.25, 1.0, 0.5});
  CHECK(values(Warmup{.length = 2, .scheduler = halves, .start_factor = 0.25, .shape = "exponential"}, 3) ==
        std::vector{0.25, 0.5, 1.0, 0.5});
  groups optimizer{{.lr = 1.0}, {.lr = 8.0}};
  auto running = roster::make<"Warmup">(optimizer, {.length = 2, .scheduler = halves, .start_factor = 0});
  running.step();
  CHECK(optimizer == groups{{.lr = 0.5}, {.lr = 4.0}});
  CHECK(running.base_lrs()[1] == 8.0);
  running.step();
  running.step();
  CHECK(optimizer == groups{{.lr = 0.5}, {.lr = 4.0}});
  CHECK(to_string(running) ==
        "Warmup(length=2, scheduler=ExponentialLR(gamma=0.5), start_factor=0.0, shape=\"linear\", overlap=false)");
}

TEST_CASE("With overlap, a scheduler's own values are multiplied", "[warmup_schedule]") {
  CHECK(values(Warmup{.length = 4, .scheduler = halves, .start_factor = 0, .overlap = true}, 5) ==
        std::vector{0.0, 0.5 * 0.25, 0.25 * 0.5, 0.125 * 0.75, 0.0625, 0.03125});
  CHECK(values(Warmup{.length = 1, .scheduler = halves, .start_factor = 0.5, .overlap = true}, 2) ==
        std::vector{0.5, 0.5, 0.25});
  // A scheduler that sees its own values only, and a metric that drives it from the first step on
  CHECK(values(Warmup{.length = 2, .scheduler = plateau, .start_factor = 0.5, .overlap = true}, 4, {1, 1, 1, 0.5}) ==
        std::vector{0.5, 0.75, 0.5, 0.25, 0.25});
}

/// One step of a scheduler, or of one that has not begun: to its epoch `t`.
template <class Scheduler>
void step_child(Scheduler& running, int t) {
  t > 0 ? test::step(running, t) : running.step();
}

TEST_CASE("Every scheduler runs after a warm-up as it does alone", "[warmup_schedule]") {
  constexpr int steps = 20;
  const groups before{{.lr = 0.1, .momentum = 0.9}, {.lr = 0.25, .momentum = 0.8}};
  for (const auto& one : test::one_of_each<roster::default_registry>()) {
    INFO(one.visit([](const auto& config) { return roster::config_text(config); }));
    auto alone = before;
    auto single = roster::create(one, alone);
    std::vector<groups> own{alone};
    for (int t = 1; t < steps; ++t) {
      test::step(single, t);
      own.push_back(alone);
    }
    const auto child = [&] {
      return one.visit(
          [](const auto& config) -> roster::entry<roster::registry<roster::schedulers>> { return config; });
    };
    const auto base = single.schedule().opening().base_lrs();
    for (const std::int64_t length : {0, 1, 3}) {
      const Warmup config{.length = length, .scheduler = child(), .start_factor = 0.25};
      auto optimizer = before;
      auto running = roster::make<"Warmup">(optimizer, config);
      for (int t = 0; t < length + steps; ++t) {
        const auto of_child = t - static_cast<int>(length);
        if (t > 0) {
          if (running.schedule().takes_metric() && of_child > 0) {
            running.step(of_child % 3 == 0 ? 1.0 / (1 + of_child) : 5.0);
          } else {
            running.step();
          }
        }
        INFO("length " << length << ", epoch " << t);
        if (of_child >= 0) {
          REQUIRE(optimizer == own[static_cast<std::size_t>(of_child)]);
          continue;
        }
        const auto way = static_cast<double>(t) / static_cast<double>(length);
        for (std::size_t i = 0; i < before.size(); ++i) {
          REQUIRE(optimizer[i].lr == base[i] * (0.25 + 0.75 * way));
          REQUIRE(optimizer[i].momentum == before[i].momentum);
        }
      }
    }
    for (const std::int64_t length : {0, 4}) {
      const Warmup config{.length = length, .scheduler = child(), .start_factor = 0.25, .overlap = true};
      auto optimizer = before;
      auto running = roster::create(config, optimizer);
      for (int t = 0; t < steps; ++t) {
        if (t > 0) test::step(running, t);
        INFO("overlap, length " << length << ", epoch " << t);
        const auto factor = t < length ? 0.25 + 0.75 * (static_cast<double>(t) / static_cast<double>(length)) : 1.0;
        const auto& expected = own[static_cast<std::size_t>(t)];
        for (std::size_t i = 0; i < before.size(); ++i) {
          REQUIRE(optimizer[i].lr == expected[i].lr * factor);
          REQUIRE(optimizer[i].momentum == expected[i].momentum);
        }
      }
    }
  }
}

TEST_CASE("A warm-up rises to a scheduler's own base value", "[warmup_schedule]") {
  const roster::CyclicLR cycle{.base_lr = 0.25, .max_lr = 1.0, .step_size_up = 2, .cycle_momentum = false};
  const std::vector expected{0.0, 0.125, 0.25, 0.625, 1.0};
  const auto warmed = [](const auto& child) {
    return values(Warmup{.length = 2, .scheduler = child, .start_factor = 0}, 4);
  };
  CHECK(warmed(cycle) == expected);
  // Also where a child of a composite sets epoch 0
  CHECK(warmed(SequentialLR{.schedulers = {cycle, halves}, .milestones = {5}}) == expected);
  CHECK(warmed(ChainedScheduler{.schedulers = {halves, cycle}}) == expected);
  CHECK(warmed(Warmup{.length = 0, .scheduler = cycle}) == expected);
  CHECK(warmed(SequentialLR{.schedulers = {halves, cycle}, .milestones = {1}}) ==
        std::vector{0.0, 0.5, 1.0, 0.25, 0.625});
  // The closed form agrees.
  groups optimizer{{.lr = 7.0}};
  const auto running = roster::make<"Warmup">(optimizer, {.length = 2, .scheduler = cycle, .start_factor = 0});
  for (roster::epoch t = 0; t < 5; ++t) CHECK(running.at(t) == std::vector{expected[static_cast<std::size_t>(t)]});
  CHECK(running.base_lrs()[0] == 7.0);
}

TEST_CASE("A scheduler moves the momentum once it runs", "[warmup_schedule][message]") {
  const roster::CyclicLR cycle{
      .base_lr = 0.5, .max_lr = 1.0, .step_size_up = 2, .base_momentum = 0.5, .max_momentum = 0.75};
  groups optimizer{{.lr = 1.0, .momentum = 0.9}};
  auto running = roster::make<"Warmup">(optimizer, {.length = 2, .scheduler = cycle, .start_factor = 0});
  CHECK(running.schedule().moves("momentum"));
  std::vector momenta{optimizer[0].momentum};
  for (int t = 1; t < 5; ++t) {
    running.step();
    momenta.push_back(optimizer[0].momentum);
  }
  CHECK(momenta == std::vector{0.9, 0.9, 0.75, 0.625, 0.5});

  groups over{{.lr = 1.0, .momentum = 0.9}};
  auto overlapping =
      roster::make<"Warmup">(over, {.length = 2, .scheduler = cycle, .start_factor = 0, .overlap = true});
  CHECK(over == groups{{.lr = 0.0, .momentum = 0.75}});
  overlapping.step();
  CHECK(over == groups{{.lr = 0.375 + 0.0, .momentum = 0.625}});

  struct without_momentum {
    double lr;
  };
  std::vector<without_momentum> none{{1.0}};
  CHECK(
      refusal([&] { roster::make<"Warmup">(none, {.length = 2, .scheduler = cycle}); }) ==
      "Warmup: moves the momentum, but group 0 of the optimizer has neither momentum nor betas; set cycle_momentum to "
      "false or choose another optimizer");
}

TEST_CASE("A metric drives a scheduler after the warm-up", "[warmup_schedule][message]") {
  groups optimizer{{.lr = 1.0}};
  auto running = roster::make<"Warmup">(optimizer, {.length = 2, .scheduler = plateau, .start_factor = 0.5});
  running.step(9);  // is ignored
  CHECK(optimizer[0].lr == 0.75);
  running.step();  // begins the scheduler
  CHECK(optimizer[0].lr == 1.0);
  CHECK(refusal([&] { running.step(); }) == "Warmup: scheduler needs a metric: call step(metric)");
  CHECK(running.last_epoch() == 2);
  running.step(9);
  CHECK(optimizer[0].lr == 1.0);
  running.step(9);
  CHECK(optimizer[0].lr == 0.5);

  groups over{{.lr = 1.0}};
  auto overlapping =
      roster::make<"Warmup">(over, {.length = 2, .scheduler = plateau, .start_factor = 0.5, .overlap = true});
  CHECK(refusal([&] { overlapping.step(); }) == "Warmup: scheduler needs a metric: call step(metric)");
  auto plain = roster::make<"Warmup">(over, {.length = 2, .scheduler = halves});
  CHECK(refusal([&] { plain.step(1.0); }) == "Warmup: does not take a metric: call step()");
}

TEST_CASE("A scheduler without a closed form starts from the base values, wherever the warm-up is",
          "[warmup_schedule]") {
  const roster::MultiplicativeLR product{.lr_lambda = [](roster::epoch) { return 0.5; }};
  const Warmup warmed{.length = 2, .scheduler = product, .start_factor = 0.5};
  CHECK(values(warmed, 4) == std::vector{0.5, 0.75, 1.0, 0.5, 0.25});
  CHECK(values(SequentialLR{.schedulers = {halves, warmed}, .milestones = {2}}, 6) ==
        std::vector{1.0, 0.5, 0.5, 0.75, 1.0, 0.5, 0.25});
  // Without a warm-up, it is as if the scheduler were there alone.
  CHECK(values(SequentialLR{.schedulers = {halves, Warmup{.length = 0, .scheduler = product}}, .milestones = {2}}, 4) ==
        values(SequentialLR{.schedulers = {halves, product}, .milestones = {2}}, 4));
}

TEST_CASE("Warm-ups and other composites hold each other", "[warmup_schedule]") {
  const roster::ConstantLR quarter{.factor = 0.25, .total_iters = 2};
  CHECK(values(Warmup{.length = 2,
                      .scheduler = SequentialLR{.schedulers = {quarter, halves}, .milestones = {2}},
                      .start_factor = 0},
               6) == std::vector{0.0, 0.5, 0.25, 0.25, 1.0, 0.5, 0.25});
  CHECK(
      values(SequentialLR{.schedulers = {quarter, Warmup{.length = 2, .scheduler = halves, .start_factor = 0}, halves},
                          .milestones = {1, 5}},
             6) == std::vector{0.25, 0.0, 0.5, 1.0, 0.5, 1.0, 0.5});
  // In a chain, the warm-up computes from the base values, and the others multiply.
  CHECK(values(ChainedScheduler{.schedulers = {Warmup{.length = 2, .scheduler = halves, .start_factor = 0.5}, quarter}},
               3) == std::vector{0.125, 0.75, 4.0, 2.0});
  CHECK(values(Warmup{.length = 1,
                      .scheduler = Warmup{.length = 2, .scheduler = halves, .start_factor = 0},
                      .start_factor = 0.5},
               4) == std::vector{0.5, 0.0, 0.5, 1.0, 0.5});
  CHECK(values(Warmup{.length = 4,
                      .scheduler = Warmup{.length = 2, .scheduler = halves, .start_factor = 0.5, .overlap = true},
                      .start_factor = 0,
                      .overlap = true},
               5) == std::vector{0.0, 0.5 * 0.75 * 0.25, 0.25 * 0.5, 0.125 * 0.75, 0.0625, 0.03125});
  CHECK(values(Warmup{.length = 2, .scheduler = ChainedScheduler{.schedulers = {halves, halves}}, .start_factor = 0},
               4) == std::vector{0.0, 0.5, 1.0, 0.25, 0.0625});
}

TEST_CASE("A warm-up may start at any epoch", "[warmup_schedule]") {
  for (const bool overlap : {false, true}) {
    const Warmup config{.length = 3, .scheduler = halves, .start_factor = 0.5, .overlap = overlap};
    const auto all = values(config, 6);
    for (std::int64_t k = 0; k < 5; ++k) {
      groups optimizer{{.lr = 1.0}};
      auto running = roster::make<"Warmup">(optimizer, config, {.last_epoch = k});
      CHECK(optimizer[0].lr == all[static_cast<std::size_t>(k + 1)]);
      running.step();
      CHECK(optimizer[0].lr == all[static_cast<std::size_t>(k + 2)]);
    }
  }
}

TEST_CASE("A warm-up has a closed form where its scheduler has one", "[warmup_schedule][message]") {
  groups optimizer{{.lr = 1.0}, {.lr = 8.0}};
  const auto running = roster::make<"Warmup">(optimizer, {.length = 2, .scheduler = halves, .start_factor = 0});
  CHECK(running.at(1) == std::vector{0.5, 4.0});
  CHECK(running.at(3) == std::vector{0.5, 4.0});
  const auto over =
      roster::make<"Warmup">(optimizer, {.length = 2, .scheduler = halves, .start_factor = 0.5, .overlap = true});
  CHECK(optimizer[1].lr == 0.0);
  const auto swa = roster::make<"Warmup">(optimizer, {.length = 2, .scheduler = roster::SWALR{.swa_lr = 0.1}});
  CHECK(refusal([&] { (void)swa.at(2); }) == "Warmup: scheduler has no closed form: SWALR can only be stepped");
  CHECK(swa.at(1).size() == 2);
}

TEST_CASE("A warm-up ends when its scheduler does", "[warmup_schedule][message]") {
  const roster::OneCycleLR cycle{.max_lr = 1.0, .total_steps = 3, .cycle_momentum = false};
  groups optimizer{{.lr = 1.0}};
  auto running = roster::make<"Warmup">(optimizer, {.length = 2, .scheduler = cycle});
  for (int t = 1; t <= 5; ++t) running.step();
  CHECK(refusal([&] { running.step(); }) == "Warmup: scheduler ends at step 3; step 4 does not exist");
  CHECK(running.last_epoch() == 5);
  CHECK(refusal([&] { (void)running.at(6); }) == "Warmup: scheduler ends at step 3; step 4 does not exist");
  CHECK(refusal([&] { roster::make<"Warmup">(optimizer, {.length = 2, .scheduler = cycle}, {.last_epoch = 9}); }) ==
        "Warmup: scheduler ends at step 3; step 8 does not exist");
}

TEST_CASE("Problems with the scheduler of a warm-up have its path", "[warmup_schedule][message]") {
  groups optimizer{{.lr = 1.0}, {.lr = 1.0}};
  const roster::OneCycleLR three{.max_lr = {1.0, 2.0, 3.0}, .total_steps = 9, .cycle_momentum = false};
  CHECK(refusal([&] { roster::make<"Warmup">(optimizer, {.length = 2, .scheduler = three}); }) ==
        "Warmup: scheduler.max_lr has 3 elements, expected 2, one for each group");
  CHECK(refusal([&] {
          roster::make<"Warmup">(optimizer, {.length = 2, .scheduler = roster::StepLR{.step_size = 0}});
        }) == "Warmup: scheduler.step_size is 0, expected an integer of at least 1");
  CHECK(refusal([&] {
          roster::make<"ChainedScheduler">(optimizer, {.schedulers = {Warmup{.length = 2, .scheduler = three}}});
        }) == "ChainedScheduler: schedulers[0].scheduler.max_lr has 3 elements, expected 2, one for each group");
  CHECK(refusal([&] { roster::create("Warmup", optimizer, {{"length", 2}}); }) ==
        "Warmup: scheduler is missing, expected an object with the name of a scheduler");
  CHECK(optimizer == groups{{.lr = 1.0}, {.lr = 1.0}});
}

struct layer {
  double lr;
  int id;

  bool operator==(const layer&) const = default;
};

TEST_CASE("Groups join, leave and change places while a scheduler warms up", "[warmup_schedule]") {
  for (const bool overlap : {false, true}) {
    std::vector<layer> optimizer{{1.0, 0}, {2.0, 1}, {4.0, 2}};
    auto running =
        roster::make<"Warmup">(optimizer, {.length = 4, .scheduler = halves, .start_factor = 0, .overlap = overlap});
    running.step();
    optimizer = {optimizer[2], {16.0, 3}, optimizer[0]};  // 1 leaves, 3 joins
    running.step();
    // The scheduler halves its own values: of 3, which joined after its first step, for the first time.
    CHECK(optimizer == (overlap ? std::vector<layer>{{0.5, 2}, {4.0, 3}, {0.125, 0}}
                                : std::vector<layer>{{2.0, 2}, {8.0, 3}, {0.5, 0}}));
    running.step();
    running.step();
    CHECK(optimizer == (overlap ? std::vector<layer>{{0.25, 2}, {2.0, 3}, {0.0625, 0}}
                                : std::vector<layer>{{4.0, 2}, {16.0, 3}, {1.0, 0}}));
    optimizer.erase(optimizer.begin());
    optimizer.push_back({2.0, 4});
    running.step();
    CHECK(optimizer == (overlap ? std::vector<layer>{{1.0, 3}, {0.03125, 0}, {1.0, 4}}
                                : std::vector<layer>{{8.0, 3}, {0.5, 0}, {1.0, 4}}));
  }
}

TEST_CASE("A function that throws leaves a warm-up unchanged", "[warmup_schedule]") {
  struct interruption {};
  int throws_at = -1;
  const roster::LambdaLR throwing{.lr_lambda = [&](roster::epoch t) -> double {
    if (t == throws_at) throw interruption{};
    return 1.0 / static_cast<double>(1 + t);
  }};
  const roster::MultiplicativeLR product{.lr_lambda = [](roster::epoch) { return 0.5; }};
  for (const bool overlap : {false, true}) {
    const entry alone = Warmup{.length = 3, .scheduler = throwing, .start_factor = 0.5, .overlap = overlap};
    // Here it has taken its step when the next one throws.
    const entry chained = ChainedScheduler{
        .schedulers = {Warmup{.length = 3, .scheduler = product, .start_factor = 0.5, .overlap = overlap}, throwing}};
    for (const auto& config : {alone, chained}) {
      throws_at = -1;
      groups undisturbed{{.lr = 1.0}}, optimizer{{.lr = 1.0}};
      auto other = roster::create(config, undisturbed);
      auto running = roster::create(config, optimizer);
      for (int t = 1; t < 8; ++t) {
        const auto before = optimizer;
        const auto state = running.state_dict();
        throws_at = overlap || config.name() != "Warmup" ? t : t - 3;
        if (throws_at >= 0) {
          for (int i = 0; i < 2; ++i) {
            CHECK_THROWS_AS(running.step(), interruption);
            CHECK(optimizer == before);
            CHECK(running.last_epoch() == t - 1);
            const bool begins = !overlap && t == 3;  // the next step starts the scheduler again, whatever it has then
            if (!begins) CHECK(running.state_dict() == state);
          }
        }
        throws_at = -1;
        running.step();
        other.step();
        REQUIRE(optimizer == undisturbed);
        REQUIRE(running.state_dict() == other.state_dict());
      }
    }
  }
}

TEST_CASE("The state of a warm-up has its scheduler's, and the own values of one that is multiplied",
          "[warmup_schedule]") {
  groups optimizer{{.lr = 1.0}, {.lr = 8.0}};
  auto running =
      roster::make<"Warmup">(optimizer, {.length = 4, .scheduler = halves, .start_factor = 0.5, .overlap = true});
  running.step();
  CHECK(
      roster::to_json(running.state_dict()) ==
      R"({"scheduler": "Warmup", "version": 2, "config": {"length": 4, "start_factor": 0.5, "shape": "linear", )"
      R"("overlap": true}, "last_epoch": 1, "_step_count": 2, "base_lrs": [1.0, 8.0], "own_lrs": [0.5, 4.0], )"
      R"("_schedulers": [{"scheduler": "ExponentialLR", "config": {"gamma": 0.5}, "last_epoch": 1, "_step_count": 2, )"
      R"("base_lrs": [1.0, 8.0]}], "_last_lr": [0.3125, 2.5]})");
}

TEST_CASE("A run resumes at every epoch with the same bits, also where the momentum has not moved yet",
          "[warmup_schedule]") {
  const roster::OneCycleLR cycle{.max_lr = 0.7, .total_steps = 9};
  for (const bool overlap : {false, true}) {
    const Warmup config{.length = 4, .scheduler = cycle, .start_factor = 0, .shape = "cosine", .overlap = overlap};
    groups optimizer{{.lr = 0.1, .momentum = 0.9}, {.lr = 0.3, .momentum = 0.8}};
    auto running = roster::make<"Warmup">(optimizer, config);
    for (int k = 0; k < 9; ++k) {
      auto resumed_groups = optimizer;
      auto resumed = roster::make<"Warmup">(resumed_groups, config);
      for (std::size_t i = 0; i < optimizer.size(); ++i) resumed_groups[i].momentum = optimizer[i].momentum;
      resumed.load_state_dict(roster::parse_state(roster::to_json(running.state_dict())));
      REQUIRE(resumed_groups == optimizer);
      auto twin_groups = optimizer;
      auto twin = roster::make<"Warmup">(twin_groups, config);
      twin_groups = optimizer;
      twin.load_state_dict(running.state_dict());
      running.step();
      resumed.step();
      REQUIRE(resumed_groups == optimizer);
      REQUIRE(resumed.state_dict() == running.state_dict());
    }
  }
}

TEST_CASE("What is wrong with the state of a warm-up is reported with its place", "[warmup_schedule][message]") {
  const Warmup over{.length = 4, .scheduler = halves, .overlap = true};
  const auto told = [](const Warmup& config, const entry& saved, std::string_view from = "", std::string_view to = "") {
    groups optimizer{{.lr = 1.0}};
    auto before = roster::create(saved, optimizer);
    before.step();
    auto json = roster::to_json(before.state_dict());
    if (!from.empty()) json.replace(json.find(from), from.size(), to);
    auto running = roster::make<"Warmup">(optimizer, config);
    return refusal([&] { running.load_state_dict(roster::parse_state(json)); });
  };
  const std::string way_out = "; to go on with the config here, load it with roster::config_may_differ";
  CHECK(told(over, over) == "");
  CHECK(told(over, over, R"("own_lrs": [0.5])", R"("own_lrs": [0.5, 1.0])") ==
        "state_dict: own_lrs has 2 elements, expected 1, one for each group");
  CHECK(told(over, over, R"("own_lrs": [0.5], )", "") == "state_dict: own_lrs is missing");
  CHECK(told(over, over, R"("own_lrs": [0.5])", R"("own_lrs": ["x"])") ==
        "state_dict: own_lrs[0] is \"x\", expected a real number");
  CHECK(told(over, over, R"("gamma": 0.5)", R"("gamma": 0.25)") ==
        "state_dict: scheduler.gamma is 0.25 in the state, but 0.5 here" + way_out);
  CHECK(told(over, over, R"("length": 4)", R"("length": 5)") ==
        "state_dict: length is 5 in the state, but 4 here" + way_out);
  CHECK(told(over, over, R"("last_epoch": 1, "_step_count": 2, "base_lrs": [1.0]}])",
             R"("last_epoch": 3, "_step_count": 4, "base_lrs": [1.0]}])") ==
        "state_dict: _schedulers[0].last_epoch is 3, expected 1");
  CHECK(told(over, over, R"("_schedulers": [)", R"("_schedulers": [{}, )") ==
        "state_dict: _schedulers has 2 elements, expected 1");
  CHECK(told(over, over, R"("_schedulers": [)", R"("_schedulers": [], "x": [)") ==
        "state_dict: 2 problems\n"
        "  x is not a field of a saved Warmup (its fields: scheduler, version, options, config, last_epoch, base_lrs, "
        "_last_lr, "
        "_step_count, _is_initial, _get_lr_called_within_step, use_beta1, _schedulers, own_lrs)\n"
        "  _schedulers has 0 elements, expected 1");
  CHECK(told(over, Warmup{.length = 4, .scheduler = roster::StepLR{.step_size = 1}, .overlap = true}) ==
        "state_dict: scheduler is \"StepLR\" in the state, but \"ExponentialLR\" here");
  CHECK(told(over, ChainedScheduler{.schedulers = {halves}}) ==
        "state_dict: scheduler is \"ChainedScheduler\", expected \"Warmup\"");
  const Warmup plain{.length = 4, .scheduler = halves};
  CHECK(told(plain, plain, R"("own_lrs": [])", R"("own_lrs": [1.0])") ==
        "state_dict: own_lrs has 1 element, expected none without overlap");
  CHECK(told(plain, over) == "state_dict: overlap is true in the state, but false here" + way_out);
}

TEST_CASE("A metric's work stays when the warm-up is another one", "[warmup_schedule]") {
  // The metric has halved the base value once, after two steps.
  const auto resumed = [](const Warmup& then, const Warmup& now, int steps = 3) {
    groups optimizer{{.lr = 1.0}};
    auto running = roster::make<"Warmup">(optimizer, then);
    for (int t = 0; t < steps; ++t) running.step(t < 2 ? 1.0 : 0.5);
    groups others{{.lr = 7.0}};
    auto here = roster::make<"Warmup">(others, now);
    here.load_state_dict(running.state_dict(), roster::config_may_differ);
    std::vector<double> rates{others[0].lr};
    for (int t = 0; t < 2; ++t) {
      here.step(1.0);
      rates.push_back(others[0].lr);
    }
    return rates;
  };
  const auto of = [](std::int64_t length, double start_factor, bool overlap) {
    return Warmup{.length = length, .scheduler = plateau, .start_factor = start_factor, .overlap = overlap};
  };
  CHECK(resumed(of(4, 0, true), of(4, 0, true)) == std::vector{0.5 * 0.75, 0.25, 0.125});
  CHECK(resumed(of(4, 0, true), of(4, 0.5, true)) == std::vector{0.5 * 0.875, 0.25, 0.125});
  CHECK(resumed(of(4, 0, true), of(6, 0, true)) == std::vector{0.5 * 0.5, 0.25 * (4.0 / 6), 0.125 * (5.0 / 6)});
  CHECK(resumed(of(4, 0, true), of(2, 0, true)) == std::vector{0.5, 0.25, 0.125});
  CHECK(resumed(of(2, 0, true), of(4, 0, true)) == std::vector{0.5 * 0.75, 0.25, 0.125});
  // The plateau begins after the warm-up now.
  CHECK(resumed(of(4, 0, true), of(8, 0, false)) == std::vector{0.375, 0.5, 0.625});
  // In a chain of several at work, the state's values stay.
  groups optimizer{{.lr = 1.0}};
  const auto chain = [&](double gamma) {
    return ChainedScheduler{.schedulers = {of(4, 0, true), roster::ConstantLR{.factor = gamma, .total_iters = 9}}};
  };
  auto running = roster::create(chain(0.5), optimizer);
  for (int t = 0; t < 3; ++t) running.step(1.0);
  const auto rate = optimizer[0].lr;
  auto here = roster::create(chain(0.25), optimizer);
  here.load_state_dict(running.state_dict(), roster::config_may_differ);
  CHECK(optimizer[0].lr == rate);
}

/// A user's own, whose values at the start are its own and then follow from one another.
struct Growing {
  roster::required<double> first;
  double base(roster::group) const { return first; }
  double next(roster::group g, roster::epoch t) const { return t == 0 ? g.lr : g.lr * 2; }
};
/// Moves the momentum by the learning rate that it sees.
struct Following {
  double next(roster::group g, roster::epoch t) const { return t == 0 ? g.lr : g.lr / 2; }
  double momentum(roster::group g, roster::epoch) const { return g.lr / 4; }
};
inline constexpr auto mine = boost::hana::append(boost::hana::append(roster::schedulers, boost::hana::type_c<Growing>),
                                                 boost::hana::type_c<Following>);
using registry = roster::scheduler_registry<mine>;

TEST_CASE("A scheduler from outside the library warms up too", "[warmup_schedule]") {
  std::vector<layer> alone{{1.0, 0}}, optimizer{{1.0, 0}};
  auto single = registry::make<"Growing">(alone, {.first = 0.5});
  auto running = registry::make<"Warmup">(optimizer, {.length = 0, .scheduler = Growing{.first = 0.5}});
  for (int t = 1; t < 4; ++t) {
    if (t == 2) {
      alone.push_back({3.0, 1});
      optimizer.push_back({3.0, 1});
    }
    single.step();
    running.step();
    CHECK(optimizer == alone);
  }
  CHECK(optimizer == std::vector<layer>{{4.0, 0}, {2.0, 1}});

  groups over{{.lr = 1.0, .momentum = 0.0}};
  auto following =
      registry::make<"Warmup">(over, {.length = 4, .scheduler = Following{}, .start_factor = 0, .overlap = true});
  following.step();
  CHECK(over == groups{{.lr = 0.125, .momentum = 0.125}});
  groups fresh{{.lr = 7.0, .momentum = 0.5}};
  auto resumed =
      registry::make<"Warmup">(fresh, {.length = 4, .scheduler = Following{}, .start_factor = 0, .overlap = true});
  resumed.load_state_dict(following.state_dict());
  CHECK(fresh == over);
}

}  // namespace warmup_schedule_tests
