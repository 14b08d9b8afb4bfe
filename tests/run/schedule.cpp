// Every kind of scheduler that the concept has to carry, each as small as it can be.
#include "roster/run/schedule.hpp"

#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <cstdint>
#include <limits>
#include <vector>

#include "roster/roster.hpp"
#include "support/refusal.hpp"

namespace schedule_tests {

using roster::epoch;
using roster::group;

struct Halving {  // recursive, without a closed form
  double next(group g, epoch t) const { return t == 0 ? g.lr : g.lr / 2; }
};
struct Inverse {  // closed only
  double at(group g, epoch t) const { return g.base_lr / static_cast<double>(1 + t); }
};
struct Warm {  // its own base value, and the momentum too
  roster::required<double> start;
  double base(group) const { return start; }
  double at(group g, epoch t) const { return g.base_lr + static_cast<double>(t); }
  double momentum(group g, epoch t) const { return 0.5 + 0.1 * static_cast<double>(t) + static_cast<double>(g.index); }
};
struct Plateau {  // driven by a metric, remembers
  double factor = 0.1;
  struct state {
    double best = 1e300;
  };
  void step(state& s, roster::settings all, epoch, double metric) const {
    const bool better = metric < s.best;
    if (better) s.best = metric;
    for (auto& lr : all.lr) lr = better ? lr : lr * factor;
  }
};
struct Growing {  // remembers, without a metric; begins with a state of its own
  double first = 2.0;
  struct state {
    double factor = 0;
  };
  state initial() const { return {.factor = first}; }
  void step(state& s, roster::settings all, epoch t) const {
    if (t == 0) return;
    for (std::size_t i = 0; i < all.lr.size(); ++i) all.lr[i] = all.base_lr[i] * s.factor;
    s.factor *= 2;
  }
};
struct Short {  // ends
  double at(group g, epoch) const { return g.base_lr; }
  epoch last() const { return 2; }
};
struct NoRule {
  double x = 1;
};
struct NotAnAggregate {
  NotAnAggregate() {}
  double at(group g, epoch) const { return g.lr; }
};

static_assert(roster::scheduler_config<Halving> && roster::scheduler_config<Inverse> &&
              roster::scheduler_config<Warm> && roster::scheduler_config<Plateau> &&
              roster::scheduler_config<Growing> && roster::scheduler_config<Short>);
static_assert(!roster::scheduler_config<NoRule> && !roster::scheduler_config<NotAnAggregate> &&
              !roster::scheduler_config<int>);

using groups = std::vector<roster::plain_group>;
template <class Config>
using scheduler_of = roster::running_scheduler<roster::schedule<Config>, groups>;

template <class Scheduler>
concept steps_without_metric = requires(Scheduler& scheduler) { scheduler.step(); };
template <class Scheduler>
concept steps_with_metric = requires(Scheduler& scheduler) { scheduler.step(1.0); };
template <class Scheduler>
concept looks_ahead = requires(Scheduler& scheduler) { scheduler.at(1); };
static_assert(!steps_without_metric<scheduler_of<Plateau>> && steps_with_metric<scheduler_of<Plateau>>);
static_assert(steps_without_metric<scheduler_of<Inverse>> && !steps_with_metric<scheduler_of<Inverse>>);
static_assert(looks_ahead<scheduler_of<Inverse>> && !looks_ahead<scheduler_of<Halving>>);

using test::refusal;

/// The learning rates of one group at the epochs 0 … steps.
template <class Config>
std::vector<double> values(Config config, double lr, int steps, roster::epoch first = 0) {
  roster::schedule schedule(std::move(config));
  std::vector<double> all;
  if (first == 0) {
    schedule.start({{&lr, 1}, {}});
  } else {
    schedule.start_at({{&lr, 1}, {}}, first);
  }
  all.push_back(lr);
  for (int t = 0; t < steps; ++t) {
    schedule.advance({{&lr, 1}, {}});
    all.push_back(lr);
  }
  return all;
}

TEST_CASE("A recursive rule starts with the value that the group has", "[schedule]") {
  CHECK(values(Halving{}, 1.0, 3) == std::vector{1.0, 0.5, 0.25, 0.125});
}

TEST_CASE("A closed rule is its own step", "[schedule]") {
  CHECK(values(Inverse{}, 1.0, 3) == std::vector{1.0, 1.0 / 2, 1.0 / 3, 1.0 / 4});
}

TEST_CASE("A later start is the closed form, or all the steps up to there", "[schedule]") {
  CHECK(values(Inverse{}, 1.0, 1, 3) == std::vector{1.0 / 4, 1.0 / 5});
  CHECK(values(Halving{}, 1.0, 1, 3) == std::vector{0.125, 0.0625});
  CHECK(values(roster::StepLR{.step_size = 2, .gamma = 0.5}, 1.0, 2, 4) == std::vector{0.25, 0.25, 0.125});
}

TEST_CASE("A rule may choose its base value and move the momentum", "[schedule]") {
  groups optimizer{{.lr = 9}, {.lr = 9}};
  roster::running_scheduler running(optimizer, roster::schedule(Warm{.start = 2}));
  CHECK(optimizer == groups{{2, 0.5}, {2, 1.5}});
  CHECK(running.base_lrs()[1] == 2);
  running.step();
  CHECK(optimizer == groups{{3, 0.6}, {3, 1.6}});

  const auto saved = running.state_dict();
  running.step();
  optimizer.assign(2, {.lr = 0});
  running.load_state_dict(saved);
  CHECK(optimizer == groups{{3, 0.6}, {3, 1.6}});
}

TEST_CASE("A momentum that an optimizer does not have is an error, and nothing is changed", "[schedule]") {
  struct bare {
    double lr;
  };
  std::vector<bare> optimizer{{.lr = 9}};
  CHECK(refusal([&] { roster::running_scheduler(optimizer, roster::schedule(Warm{.start = 2})); }) ==
        "Warm: moves the momentum, and group 0 of the optimizer has neither momentum nor betas: set cycle_momentum to "
        "false, or take another optimizer");
  CHECK(optimizer[0].lr == 9);
}

TEST_CASE("A rule may be driven by a metric, and its state is saved", "[schedule]") {
  groups optimizer{{.lr = 1}};
  roster::running_scheduler running(optimizer, roster::schedule(Plateau{.factor = 0.5}));
  CHECK(optimizer[0].lr == 1);
  running.step(3.0);
  CHECK(optimizer[0].lr == 1);
  running.step(4.0);
  CHECK(optimizer[0].lr == 0.5);

  const auto saved = running.state_dict();
  CHECK(*saved.find("best") == roster::node(roster::value(3.0)));
  running.step(1.0);
  running.load_state_dict(saved);
  running.step(2.0);
  CHECK(optimizer[0].lr == 0.5);
  running.step(2.5);
  CHECK(optimizer[0].lr == 0.25);
  CHECK(running.last_epoch() == 4);
}

TEST_CASE("A rule may set all groups itself, with a state that it begins with", "[schedule]") {
  CHECK(values(Growing{.first = 3}, 1.0, 3) == std::vector{1.0, 3.0, 6.0, 12.0});
  CHECK(values(Growing{.first = 3}, 1.0, 1, 2) == std::vector{6.0, 12.0});
}

TEST_CASE("A schedule may end, and a step past its end changes nothing", "[schedule]") {
  groups optimizer{{.lr = 1}};
  roster::running_scheduler running(optimizer, roster::schedule(Short{}));
  running.step();
  running.step();
  for (int i = 0; i < 2; ++i) {
    CHECK(refusal([&] { running.step(); }) == "Short: has 2 steps: there is no step 3");
    CHECK(running.last_epoch() == 2);
  }
  CHECK(refusal([&] { (void)running.at(3); }) == "Short: has 2 steps: there is no step 3");
  CHECK(refusal([&] { roster::running_scheduler(optimizer, roster::schedule(Short{}), {.last_epoch = 2}); }) ==
        "Short: has 2 steps: there is no step 3");
}

TEST_CASE("at looks at another epoch and changes nothing", "[schedule]") {
  groups optimizer{{.lr = 1}, {.lr = 2}};
  roster::running_scheduler running(optimizer, roster::schedule(roster::StepLR{.step_size = 2, .gamma = 0.5}));
  running.step();
  CHECK(running.at(0) == std::vector{1.0, 2.0});
  CHECK(running.at(5) == std::vector{0.25, 0.5});
  CHECK(running.last_epoch() == 1);
  CHECK(optimizer == groups{{.lr = 1}, {.lr = 2}});
  CHECK(refusal([&] { (void)running.at(-1); }) == "StepLR: has no epoch -1");
}

TEST_CASE("Groups that come later join with their own base value", "[schedule]") {
  groups optimizer{{.lr = 1}};
  roster::running_scheduler running(optimizer, roster::schedule(Inverse{}));
  running.step();
  optimizer.push_back({.lr = 6});
  running.step();
  CHECK(optimizer[0].lr == 1.0 / 3);
  CHECK(optimizer[1].lr == 2.0);
  CHECK(running.base_lrs().size() == 2);
}

}  // namespace schedule_tests
