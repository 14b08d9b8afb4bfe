// What sequences and chains share.
#include "roster/run/composite_schedule.hpp"

#include <boost/hana/append.hpp>
#include <catch2/catch_test_macros.hpp>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "roster/files/json.hpp"
#include "roster/roster.hpp"
#include "support/names.hpp"
#include "support/refusal.hpp"

namespace composite_schedule_tests {

struct Doubling {
  std::int64_t period = 1;

  static constexpr roster::rule rules[] = {{"period", "epochs from one doubling to the next", roster::at_least(1)}};
  double next(roster::group g, roster::epoch t) const { return t > 0 && t % period == 0 ? g.lr * 2 : g.lr; }
};

struct Ramp {  // rises in two steps, and is then driven by a metric
  struct state {
    std::int64_t metrics = 0;
  };
  void step(state& s, roster::settings all, roster::epoch t, std::optional<double> metric) const {
    for (std::size_t i = 0; i < all.lr.size(); ++i) {
      if (!needs_metric(t)) all.lr[i] = all.base_lr[i] * static_cast<double>(1 + t) / 4;
      if (needs_metric(t) && metric) all.lr[i] *= *metric;
    }
    s.metrics += needs_metric(t) && metric;
  }
  bool needs_metric(roster::epoch t) const { return t > 2; }
};

inline constexpr auto schedulers = boost::hana::append(
    boost::hana::append(roster::schedulers, boost::hana::type_c<Doubling>), boost::hana::type_c<Ramp>);
using registry = roster::scheduler_registry<schedulers>;

using groups = std::vector<roster::plain_group>;
using test::refusal;

TEST_CASE("A scheduler from outside the library may be a child", "[composite_schedule]") {
  groups optimizer{{.lr = 1.0}};
  auto typed = registry::make<"SequentialLR">(
      optimizer, {.schedulers = {Doubling{}, roster::StepLR{.step_size = 1, .gamma = 0.5}}, .milestones = {2}});
  typed.step();
  CHECK(optimizer[0].lr == 2.0);
  typed.step();
  typed.step();
  CHECK(optimizer[0].lr == 0.5);

  CHECK(to_string(typed) ==
        "SequentialLR(schedulers=[Doubling(period=1), StepLR(step_size=1, gamma=0.5)], milestones=[2])");
}

TEST_CASE("Children may come from a file, by name, at any depth", "[composite_schedule]") {
  groups optimizer{{.lr = 1.0}};
  auto created = registry::create(roster::parse_json(R"({
    "name": "SequentialLR", "milestones": [2], "last_epoch": -1,
    "schedulers": [
      {"name": "ChainedScheduler", "schedulers": [{"name": "Doubling"}, {"name": "StepLR", "step_size": 1}]},
      {"name": "ReduceLROnPlateau", "mode": "max", "min_lr": [0.5]}
    ]})"),
                                  optimizer);
  CHECK(to_string(created) ==
        "SequentialLR(schedulers=[ChainedScheduler(schedulers=[Doubling(period=1), StepLR(step_size=1, gamma=0.1)]), "
        "ReduceLROnPlateau(mode=\"max\", factor=0.1, patience=10, threshold=1e-04, threshold_mode=\"rel\", "
        "cooldown=0, min_lr=[0.5], eps=1e-08)], milestones=[2])");
  created.step();
  CHECK(optimizer[0].lr == 0.2);
}

TEST_CASE("A child changes nothing before its turn, and then starts from the base values", "[composite_schedule]") {
  groups optimizer{{.lr = 1.0, .momentum = 0.9}};
  auto running = roster::make<"SequentialLR">(
      optimizer,
      {.schedulers = {roster::ConstantLR{.factor = 0.5, .total_iters = 10},
                      roster::CyclicLR{.base_lr = 0.25, .max_lr = 1.0, .base_momentum = 0.5, .max_momentum = 0.75}},
       .milestones = {2}});
  CHECK(optimizer == groups{{.lr = 0.5, .momentum = 0.9}});
  running.step();
  CHECK(optimizer == groups{{.lr = 0.5, .momentum = 0.9}});
  running.step();
  CHECK(optimizer == groups{{.lr = 0.25, .momentum = 0.75}});
}

TEST_CASE("A group that joins is known to all children, whose turn may come later", "[composite_schedule]") {
  groups optimizer{{.lr = 1.0}};
  auto running = roster::make<"SequentialLR">(
      optimizer,
      {.schedulers = {roster::ConstantLR{.factor = 0.5, .total_iters = 10}, roster::ExponentialLR{.gamma = 0.5}},
       .milestones = {2}});
  optimizer.push_back({.lr = 8.0});
  running.step();
  running.step();
  CHECK(optimizer == groups{{.lr = 1.0}, {.lr = 8.0}});
  for (const auto& child : running.schedule().children()) CHECK(child.base_lrs()[1] == 8.0);
}

TEST_CASE("A composite moves the momentum, and takes a metric, if a child does", "[composite_schedule]") {
  using chain = roster::chained_schedule<roster::registry<roster::schedulers>>;
  const auto made = [](const auto& child) {
    return chain({.schedulers = {roster::ConstantLR{}, roster::ChainedScheduler{.schedulers = {child}}}});
  };
  const auto plain = made(roster::ConstantLR{});
  CHECK_FALSE(plain.moves("momentum"));
  CHECK_FALSE(plain.takes_metric());
  CHECK(made(roster::CyclicLR{.base_lr = 0.1, .max_lr = 1.0}).moves("momentum"));
  CHECK_FALSE(made(roster::CyclicLR{.base_lr = 0.1, .max_lr = 1.0, .cycle_momentum = false}).moves("momentum"));
  CHECK(made(roster::ReduceLROnPlateau{}).takes_metric());
}

TEST_CASE("All problems with children in a file are reported together, word for word",
          "[composite_schedule][message]") {
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
                    "  schedulers[0].step_size is 0, expected an integer of at least 1\n"
                    "  schedulers[0].gama is not a field of StepLR (its fields: step_size, gamma, name); did you mean "
                    "gamma?\n"
                    "  schedulers[1].name is missing, expected the name of a scheduler ") +
            test::names_of<roster::default_registry>() +
            "\n"
            "  schedulers[2] is 7, expected an object with the name of a scheduler\n"
            "  schedulers[3].lr_lambda is missing, expected a function (only code can give one) or a list with one for "
            "each group\n"
            "  schedulers[4].max_lr is \"high\", expected a real number or a list with one for each group, "
            "each at least 0\n"
            "  schedulers[4].mode is \"triangle\", expected \"triangular\", \"triangular2\" or \"exp_range\"\n"
            "  schedulers[4].scale_fn is \"x\", expected null or a function (only code can give one)\n"
            "  schedulers[5].total_steps is missing, expected total_steps, or epochs and steps_per_epoch\n"
            "  schedulers[6].last_epoch is not a field of ExponentialLR (its fields: gamma, name)");
  CHECK(told(R"({"name": "SequentialLR", "schedulers": [], "milestones": []})") ==
        "scheduler: schedulers is empty, expected at least one scheduler");
  CHECK(told(R"({"name": "SequentialLR", "schedulers": {}, "milestones": 3})") ==
        "scheduler: 2 problems\n"
        "  schedulers is an object, expected a list of objects, each with the name of a scheduler\n"
        "  milestones is 3, expected a list of integers, each at least 0");
  std::string deep = R"({"name": "StepLR", "step_size": 1})";
  for (int i = 0; i < 40; ++i) deep = R"({"name": "ChainedScheduler", "schedulers": [)" + deep + "]}";
  CHECK(told(deep) == "JSON:1:1409: is nested deeper than 64 levels");
}

TEST_CASE("Problems with children are reported with their paths", "[composite_schedule][message]") {
  groups optimizer{{.lr = 1.0}, {.lr = 1.0}};
  using roster::SequentialLR;
  CHECK(refusal([&] {
          roster::make<"SequentialLR">(optimizer, {.schedulers = {roster::LinearLR{.start_factor = 2},
                                                                  roster::StepLR{.step_size = 0, .gamma = -1}},
                                                   .milestones = {-5}});
        }) ==
        "SequentialLR: 4 problems\n"
        "  schedulers[0].start_factor is 2.0, expected a real number above 0 and at most 1\n"
        "  schedulers[1].step_size is 0, expected an integer of at least 1\n"
        "  schedulers[1].gamma is -1.0, expected a real number above 0\n"
        "  milestones[0] is -5, expected an integer of at least 0");
  CHECK(
      refusal([&] {
        roster::make<"ChainedScheduler">(
            optimizer,
            {.schedulers = {roster::ChainedScheduler{
                 .schedulers = {SequentialLR{.schedulers = {roster::StepLR{.step_size = 1}}, .milestones = {1}}}}}});
      }) ==
      "ChainedScheduler: schedulers[0].schedulers[0].milestones has 1 element, expected 0, one fewer than schedulers");
  const roster::StepLR one{.step_size = 1};
  CHECK(refusal([&] {
          roster::make<"SequentialLR">(optimizer, {.schedulers = {one, one, one, one}, .milestones = {3, 3, 1}});
        }) ==
        "SequentialLR: 2 problems\n"
        "  milestones[1] is 3, expected more than 3, the milestone before\n"
        "  milestones[2] is 1, expected more than 3, the milestone before");
  CHECK(refusal([&] {
          roster::make<"ChainedScheduler">(
              optimizer, {.schedulers = std::vector<roster::entry<roster::registry<roster::schedulers>>>{}});
        }) == "ChainedScheduler: schedulers is empty, expected at least one scheduler");
  CHECK(refusal([&] {
          roster::make<"SequentialLR">(
              optimizer,
              {.schedulers = {roster::OneCycleLR{.max_lr = 1.0, .total_steps = 10}, one}, .milestones = {12}});
        }) == "SequentialLR: schedulers[0] ends after 10 steps, but its turn lasts 11");
  const roster::OneCycleLR ends{.max_lr = 1.0, .total_steps = 10};
  CHECK(refusal([&] {
          roster::make<"SequentialLR">(
              optimizer,
              {.schedulers = {roster::ChainedScheduler{
                                  .schedulers = {one, SequentialLR{.schedulers = {one, ends}, .milestones = {5}}}},
                              one},
               .milestones = {17}});
        }) == "SequentialLR: schedulers[0] ends after 15 steps, but its turn lasts 16");
  CHECK(refusal([&] {
          roster::make<"ChainedScheduler">(
              optimizer, {.schedulers = {one, roster::CyclicLR{.base_lr = {0.1, 0.2, 0.3}, .max_lr = 1.0}}});
        }) == "ChainedScheduler: schedulers[1].base_lr has 3 elements, expected 2, one for each group");
  CHECK(optimizer == groups{{.lr = 1.0}, {.lr = 1.0}});
}

TEST_CASE("A metric reaches the children that take one", "[composite_schedule][message]") {
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
  CHECK(refusal([&] { none.step(1.0); }) == "ChainedScheduler: does not take a metric: call step()");
}

TEST_CASE("A child that needs a metric in some steps gets it there, and moves without one in the others",
          "[composite_schedule][message]") {
  groups optimizer{{.lr = 8.0}};
  /// The learning rates of some steps without a metric, and of one that has to have one. Each step is resumed.
  const auto run = [&](const registry::entry& one, int without) {
    optimizer = {{.lr = 8.0}};
    auto running = registry::create(one, optimizer);
    std::vector<double> all{optimizer[0].lr};
    for (int t = 0; t <= without; ++t) {
      const auto state = running.state_dict();
      optimizer = {{.lr = 8.0}};
      running = registry::create(one, optimizer);
      running.load_state_dict(state);
      if (t == without) {
        CHECK(refusal([&] { running.step(); }).ends_with(" needs a metric: call step(metric)"));
        running.step(0.5);
      } else {
        running.step();
      }
      all.push_back(optimizer[0].lr);
    }
    return all;
  };
  using sequence = roster::basic_SequentialLR<registry::entry::registry>;
  using chain = roster::basic_ChainedScheduler<registry::entry::registry>;
  using warmup = roster::basic_Warmup<registry::entry::registry>;
  const roster::ConstantLR half{.factor = 0.5, .total_iters = 99};
  CHECK(run(Ramp{}, 2) == std::vector{2.0, 4.0, 6.0, 3.0});
  CHECK(run(sequence{.schedulers = {half, Ramp{}}, .milestones = {2}}, 4) == std::vector{4.0, 4.0, 2.0, 4.0, 6.0, 3.0});
  CHECK(run(chain{.schedulers = {Ramp{}, Doubling{.period = 3}}}, 2) == std::vector{2.0, 4.0, 6.0, 6.0});
  CHECK(run(warmup{.length = 2, .scheduler = Ramp{}, .start_factor = 0.5}, 4) ==
        std::vector{4.0, 6.0, 2.0, 4.0, 6.0, 3.0});
  CHECK(run(warmup{.length = 4, .scheduler = Ramp{}, .start_factor = 0.5, .shape = "constant", .overlap = true}, 2) ==
        std::vector{1.0, 2.0, 3.0, 1.5});
}

}  // namespace composite_schedule_tests
