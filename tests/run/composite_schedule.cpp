// Schedulers made of schedulers: which may stand where, what is said of wrong ones, and that nesting changes nothing.
#include <boost/hana/append.hpp>
#include <catch2/catch_test_macros.hpp>
#include <cstdint>
#include <string>
#include <vector>

#include "roster/files/json.hpp"
#include "roster/roster.hpp"
#include "support/refusal.hpp"

namespace composites_tests {

struct Doubling {
  std::int64_t every = 1;

  static constexpr roster::rule rules[] = {{"every", "epochs from one doubling to the next", roster::at_least(1)}};
  double next(roster::group g, roster::epoch t) const { return t > 0 && t % every == 0 ? g.lr * 2 : g.lr; }
};

inline constexpr auto schedulers = boost::hana::append(roster::schedulers, boost::hana::type_c<Doubling>);
using registry = roster::scheduler_registry<schedulers>;

using groups = std::vector<roster::plain_group>;

constexpr auto all_names =
    "(LambdaLR, MultiplicativeLR, StepLR, MultiStepLR, ConstantLR, LinearLR, ExponentialLR, PolynomialLR, "
    "CosineAnnealingLR, CosineAnnealingWarmRestarts, CyclicLR, OneCycleLR, ReduceLROnPlateau, SWALR, SequentialLR, "
    "ChainedScheduler)";

/// The learning rates of one group that begins with 1.
template <class Config>
std::vector<double> values(const Config& config, std::size_t steps, const std::vector<double>& metrics = {}) {
  std::vector<double> all;
  for (const auto& epoch : roster::trace(config, {{.lr = 1.0}}, steps, metrics)) all.push_back(epoch[0].lr);
  return all;
}

using test::refusal;

TEST_CASE("A sequence runs one scheduler after the other, each from the base values", "[composites]") {
  CHECK(values(roster::SequentialLR{.schedulers = {roster::ConstantLR{.factor = 0.5, .total_iters = 10},
                                                   roster::ExponentialLR{.gamma = 0.25}},
                                    .milestones = {2}},
               4) == std::vector{0.5, 0.5, 1.0, 0.25, 0.0625});
}

TEST_CASE("A chain runs several schedulers at once", "[composites]") {
  CHECK(values(roster::ChainedScheduler{.schedulers = {roster::ConstantLR{.factor = 0.5, .total_iters = 3},
                                                       roster::ExponentialLR{.gamma = 0.25}}},
               3) == std::vector{0.5, 0.125, 0.03125, 0.015625});
}

TEST_CASE("A scheduler without a closed form goes on in a sequence from the value that it finds", "[composites]") {
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
  CHECK(values(roster::SequentialLR{.schedulers = {half, roster::ReduceLROnPlateau{.factor = 0.5, .patience = 0}},
                                    .milestones = {2}},
               5, {9, 9, 1, 1, 1}) == std::vector{0.5, 0.5, 0.5, 0.5, 0.25, 0.125});
}

TEST_CASE("A sequence in a sequence is one sequence", "[composites]") {
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

TEST_CASE("A chain of one is that one, at every place of a sequence", "[composites]") {
  using roster::ChainedScheduler, roster::SequentialLR;
  const roster::ConstantLR first{.factor = 0.3, .total_iters = 4};
  const roster::CosineAnnealingLR second{.T_max = 9, .eta_min = 0.01};
  CHECK(values(SequentialLR{.schedulers = {ChainedScheduler{.schedulers = {first}},
                                           ChainedScheduler{.schedulers = {ChainedScheduler{.schedulers = {second}}}}},
                            .milestones = {5}},
               40) == values(SequentialLR{.schedulers = {first, second}, .milestones = {5}}, 40));
}

TEST_CASE("A scheduler from outside the library may be a child", "[composites]") {
  groups optimizer{{.lr = 1.0}};
  auto typed = registry::make<"SequentialLR">(
      optimizer, {.schedulers = {Doubling{}, roster::StepLR{.step_size = 1, .gamma = 0.5}}, .milestones = {2}});
  typed.step();
  CHECK(optimizer[0].lr == 2.0);
  typed.step();
  typed.step();
  CHECK(optimizer[0].lr == 0.5);

  CHECK(to_string(typed) ==
        "SequentialLR(schedulers=[Doubling(every=1), StepLR(step_size=1, gamma=0.5)], milestones=[2])");
}

TEST_CASE("Children come from a file, by name, at any depth", "[composites]") {
  groups optimizer{{.lr = 1.0}};
  auto created = registry::create(roster::parse_json(R"({
    "name": "SequentialLR", "milestones": [2], "last_epoch": -1,
    "schedulers": [
      {"name": "ChainedScheduler", "schedulers": [{"name": "Doubling"}, {"name": "StepLR", "step_size": 1}]},
      {"name": "ReduceLROnPlateau", "mode": "max", "min_lr": [0.5]}
    ]})"),
                                  optimizer);
  CHECK(to_string(created) ==
        "SequentialLR(schedulers=[ChainedScheduler(schedulers=[Doubling(every=1), StepLR(step_size=1, gamma=0.1)]), "
        "ReduceLROnPlateau(mode=\"max\", factor=0.1, patience=10, threshold=1e-04, threshold_mode=\"rel\", "
        "cooldown=0, min_lr=[0.5], eps=1e-08)], milestones=[2])");
  created.step();
  CHECK(optimizer[0].lr == 0.2);
}

TEST_CASE("What is wrong with children of a file, word for word", "[composites][message]") {
  groups optimizer{{.lr = 1.0}};
  const auto told = [&](std::string_view json) {
    return refusal([&] { roster::create(roster::parse_json(json), optimizer); });
  };
  CHECK(told(R"({"name": "ChainedScheduler", "schedulers": [
                  {"name": "StepLR", "step_size": 0, "gama": 1},
                  {"step_size": 1},
                  7,
                  {"name": "LambdaLR"},
                  {"name": "CyclicLR", "base_lr": 0.1, "max_lr": "high", "mode": "triangle", "scale_fn": "x"},
                  {"name": "OneCycleLR", "max_lr": 1, "epochs": 3},
                  {"name": "ExponentialLR", "gamma": 0.5, "last_epoch": 3}
                ]})") ==
        std::string("scheduler: 10 problems\n"
                    "  schedulers[0].step_size is 0, expected an integer, at least 1\n"
                    "  schedulers[0].gama is no field of StepLR, which has step_size, gamma and name; did you mean "
                    "gamma?\n"
                    "  schedulers[1].name is missing, expected the name of a scheduler ") +
            all_names +
            "\n"
            "  schedulers[2] is 7, expected an object with the name of a scheduler\n"
            "  schedulers[3].lr_lambda is missing, expected a function (only code can give one) or a list of "
            "functions, one for each group\n"
            "  schedulers[4].max_lr is \"high\", expected a real number or a list of real numbers, one for each group, "
            "above 0\n"
            "  schedulers[4].mode is \"triangle\", expected \"triangular\", \"triangular2\" or \"exp_range\"\n"
            "  schedulers[4].scale_fn is \"x\", expected a function (only code can give one) or null\n"
            "  schedulers[5].total_steps is missing, expected total_steps, or epochs and steps_per_epoch\n"
            "  schedulers[6].last_epoch is no field of ExponentialLR, which has gamma and name");
  CHECK(told(R"({"name": "SequentialLR", "schedulers": [], "milestones": []})") == "scheduler: schedulers is empty");
  CHECK(told(R"({"name": "SequentialLR", "schedulers": {}, "milestones": 3})") ==
        "scheduler: 2 problems\n"
        "  schedulers is an object, expected a list of objects, each with the name of a scheduler\n"
        "  milestones is 3, expected a list of integers, at least 0");
  std::string deep = R"({"name": "StepLR", "step_size": 1})";
  for (int i = 0; i < 40; ++i) deep = R"({"name": "ChainedScheduler", "schedulers": [)" + deep + "]}";
  CHECK(told(deep) == "JSON:1:1409: is nested deeper than 64 levels");
}

TEST_CASE("What is wrong with children is told with its path", "[composites][message]") {
  groups optimizer{{.lr = 1.0}, {.lr = 1.0}};
  using roster::SequentialLR;
  CHECK(refusal([&] {
          roster::make<"SequentialLR">(optimizer, {.schedulers = {roster::LinearLR{.start_factor = 2},
                                                                  roster::StepLR{.step_size = 0, .gamma = -1}},
                                                   .milestones = {-5}});
        }) ==
        "SequentialLR: 4 problems\n"
        "  schedulers[0].start_factor is 2.0, expected a real number, above 0 and at most 1\n"
        "  schedulers[1].step_size is 0, expected an integer, at least 1\n"
        "  schedulers[1].gamma is -1.0, expected a real number, above 0\n"
        "  milestones[0] is -5, expected an integer, at least 0");
  CHECK(refusal([&] {
          roster::make<"ChainedScheduler">(
              optimizer,
              {.schedulers = {roster::ChainedScheduler{
                   .schedulers = {SequentialLR{.schedulers = {roster::StepLR{.step_size = 1}}, .milestones = {1}}}}}});
        }) ==
        "ChainedScheduler: schedulers[0].schedulers[0].milestones has 1 element, expected 0, one less than schedulers");
  const roster::StepLR one{.step_size = 1};
  CHECK(refusal([&] {
          roster::make<"SequentialLR">(optimizer, {.schedulers = {one, one, one, one}, .milestones = {3, 3, 1}});
        }) ==
        "SequentialLR: 2 problems\n"
        "  milestones[1] is 3, expected more than the one before, 3\n"
        "  milestones[2] is 1, expected more than the one before, 3");
  CHECK(refusal([&] {
          roster::make<"ChainedScheduler">(
              optimizer, {.schedulers = std::vector<roster::entry<roster::registry<roster::schedulers>>>{}});
        }) == "ChainedScheduler: schedulers is empty");
  CHECK(refusal([&] {
          roster::make<"SequentialLR">(
              optimizer,
              {.schedulers = {roster::OneCycleLR{.max_lr = 1.0, .total_steps = 10}, one}, .milestones = {12}});
        }) == "SequentialLR: schedulers[0] has 10 steps, and is to take 11 until the next milestone");
  const roster::OneCycleLR ends{.max_lr = 1.0, .total_steps = 10};
  CHECK(refusal([&] {
          roster::make<"SequentialLR">(
              optimizer,
              {.schedulers = {roster::ChainedScheduler{
                                  .schedulers = {one, SequentialLR{.schedulers = {one, ends}, .milestones = {5}}}},
                              one},
               .milestones = {17}});
        }) == "SequentialLR: schedulers[0] has 15 steps, and is to take 16 until the next milestone");
  CHECK(refusal([&] {
          roster::make<"ChainedScheduler">(
              optimizer, {.schedulers = {one, roster::CyclicLR{.base_lr = {0.1, 0.2, 0.3}, .max_lr = 1.0}}});
        }) == "ChainedScheduler: schedulers[1].base_lr has 3 elements, expected 2, one for each group");
  CHECK(optimizer == groups{{.lr = 1.0}, {.lr = 1.0}});
}

TEST_CASE("A metric reaches the children that watch it", "[composites][message]") {
  groups optimizer{{.lr = 1.0}};
  auto running = roster::make<"SequentialLR">(
      optimizer, {.schedulers = {roster::ExponentialLR{.gamma = 0.5},
                                 roster::ChainedScheduler{
                                     .schedulers = {roster::ExponentialLR{.gamma = 0.5},
                                                    roster::ReduceLROnPlateau{.factor = 0.5, .patience = 0}}}},
                  .milestones = {2}});
  running.step();     // the first scheduler needs none,
  running.step(1.0);  // and the milestone's epoch comes before the first metric
  CHECK(optimizer[0].lr == 1.0);
  for (int i = 0; i < 2; ++i) {
    CHECK(refusal([&] { running.step(); }) ==
          "SequentialLR: schedulers[1].schedulers[1] needs a metric: call step(metric)");
    CHECK(running.last_epoch() == 2);
  }
  running.step(1.0);
  CHECK(optimizer[0].lr == 0.5);
  running.step(1.0);
  CHECK(optimizer[0].lr == 0.125);

  auto none = roster::make<"ChainedScheduler">(optimizer, {.schedulers = {roster::ExponentialLR{.gamma = 0.5}}});
  CHECK(refusal([&] { none.step(1.0); }) == "ChainedScheduler: watches no metric: call step()");
}

TEST_CASE("A child's end is the whole's", "[composites][message]") {
  groups optimizer{{.lr = 1.0}};
  auto running = roster::make<"ChainedScheduler">(
      optimizer, {.schedulers = {roster::StepLR{.step_size = 1},
                                 roster::OneCycleLR{.max_lr = 1.0, .total_steps = 2, .cycle_momentum = false}}});
  running.step();
  running.step();
  const auto before = optimizer;
  for (int i = 0; i < 2; ++i) {
    CHECK(refusal([&] { running.step(); }) == "ChainedScheduler: schedulers[1] has 2 steps: there is no step 3");
  }
  CHECK(running.last_epoch() == 2);
  CHECK(optimizer == before);
}

TEST_CASE("A function that throws leaves a composite as it was", "[composites]") {
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

TEST_CASE("The closed form of a sequence is its children's", "[composites][message]") {
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
        "SequentialLR: schedulers[2] has no closed form: SWALR only goes from step to step");
  CHECK(optimizer == groups{{.lr = 0.5}, {.lr = 0.25}});
}

}  // namespace composites_tests
