// Every kind of scheduler that the concept has to carry, each as small as it can be.
#include "roster/schedule.hpp"

#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <cstdint>
#include <limits>
#include <vector>

#include "roster/roster.hpp"

namespace test {

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
    bool reduce = false;
  };
  void observe(state& s, double metric) const {
    s.reduce = !(metric < s.best);
    if (!s.reduce) s.best = metric;
  }
  double next(group g, epoch, const state& s) const { return s.reduce ? g.lr * factor : g.lr; }
};
struct Both {  // a scheduler made of schedulers
  std::int64_t step_size = 2;
  struct state {
    std::vector<roster::schedule<roster::StepLR>> first;
    std::vector<roster::schedule<Halving>> second;
  };
  void step(state& s, roster::settings all, epoch t) const {
    if (t == 0) {
      s.first.assign(1, roster::schedule(roster::StepLR{.step_size = step_size}));
      s.second.assign(1, roster::schedule(Halving{}));
      s.first[0].start(all);
      s.second[0].start(all);
    } else {
      s.first[0].step(all);
      s.second[0].step(all);
    }
  }
};
struct NoRule {
  double x = 1;
};
struct NotAnAggregate {
  NotAnAggregate() {}
  double at(group g, epoch) const { return g.lr; }
};

}  // namespace test

namespace {

static_assert(roster::scheduler_config<test::Halving> && roster::scheduler_config<test::Inverse> &&
              roster::scheduler_config<test::Warm> && roster::scheduler_config<test::Plateau> &&
              roster::scheduler_config<test::Both>);
static_assert(!roster::scheduler_config<test::NoRule> && !roster::scheduler_config<test::NotAnAggregate> &&
              !roster::scheduler_config<int>);
static_assert(roster::schedule<test::Plateau>::takes_metric && !roster::schedule<test::Warm>::takes_metric);

template <class Scheduler>
concept steps_without_metric = requires(Scheduler& scheduler) { scheduler.step(); };
static_assert(
    !steps_without_metric<roster::scheduler<roster::schedule<test::Plateau>, std::vector<roster::plain_group>>>);
static_assert(
    steps_without_metric<roster::scheduler<roster::schedule<test::Inverse>, std::vector<roster::plain_group>>>);

/// The learning rates of one group at the epochs 0 … steps.
template <class Config>
std::vector<double> values(Config config, double lr, int steps, roster::epoch first = 0) {
  roster::schedule schedule(std::move(config));
  std::vector<double> all;
  schedule.start({{&lr, 1}, {}}, first);
  all.push_back(lr);
  for (int t = 0; t < steps; ++t) {
    schedule.step({{&lr, 1}, {}});
    all.push_back(lr);
  }
  return all;
}

}  // namespace

TEST_CASE("A recursive rule starts with the value that the group has", "[schedule]") {
  CHECK(values(test::Halving{}, 1.0, 3) == std::vector{1.0, 0.5, 0.25, 0.125});
}

TEST_CASE("A closed rule is its own step", "[schedule]") {
  CHECK(values(test::Inverse{}, 1.0, 3) == std::vector{1.0, 1.0 / 2, 1.0 / 3, 1.0 / 4});
}

TEST_CASE("A later start is the closed form, or all the steps up to there", "[schedule]") {
  CHECK(values(test::Inverse{}, 1.0, 1, 3) == std::vector{1.0 / 4, 1.0 / 5});
  CHECK(values(test::Halving{}, 1.0, 1, 3) == std::vector{0.125, 0.0625});
  CHECK(values(roster::StepLR{.step_size = 2, .gamma = 0.5}, 1.0, 2, 4) == std::vector{0.25, 0.25, 0.125});
}

TEST_CASE("A rule may choose its base value and move the momentum", "[schedule]") {
  std::vector<roster::plain_group> groups{{.lr = 9}, {.lr = 9}};
  roster::scheduler running(groups, roster::schedule(test::Warm{.start = 2}));
  CHECK(groups == std::vector<roster::plain_group>{{2, 0.5}, {2, 1.5}});
  CHECK(running.base_lrs()[1] == 2);
  running.step();
  CHECK(groups == std::vector<roster::plain_group>{{3, 0.6}, {3, 1.6}});

  const auto saved = running.state_dict();
  running.step();
  groups.assign(2, {.lr = 0});
  running.load_state_dict(saved);
  CHECK(groups == std::vector<roster::plain_group>{{3, 0.6}, {3, 1.6}});
}

TEST_CASE("A momentum that an optimizer does not have is an error, and nothing is changed", "[schedule]") {
  struct bare {
    double lr;
  };
  std::vector<bare> groups{{.lr = 9}};
  try {
    roster::scheduler running(groups, roster::schedule(test::Warm{.start = 2}));
    FAIL("made");
  } catch (const roster::error& error) {
    CHECK(std::string(error.what()) ==
          "scheduler: this schedule moves the momentum, and group 0 of the optimizer has none");
  }
  CHECK(groups[0].lr == 9);
}

TEST_CASE("A rule may be driven by a metric, and its state is saved", "[schedule]") {
  std::vector<roster::plain_group> groups{{.lr = 1}};
  roster::scheduler running(groups, roster::schedule(test::Plateau{.factor = 0.5}));
  CHECK(groups[0].lr == 1);
  running.step(3.0);
  CHECK(groups[0].lr == 1);
  running.step(4.0);
  CHECK(groups[0].lr == 0.5);

  const auto saved = running.state_dict();
  CHECK(*saved.find("best") == roster::node(roster::value(3.0)));
  running.step(1.0);
  running.load_state_dict(saved);
  running.step(2.0);
  CHECK(groups[0].lr == 0.5);
  running.step(2.5);
  CHECK(groups[0].lr == 0.25);
  CHECK(running.last_epoch() == 4);
}

TEST_CASE("A scheduler may be made of schedulers", "[schedule]") {
  CHECK(values(test::Both{}, 1.0, 4) == std::vector{1.0, 0.5, 0.5 * 0.1 / 2, 0.5 * 0.1 / 4, 0.5 * 0.1 / 4 * 0.1 / 2});
}

TEST_CASE("Groups that come later join with their own base value", "[schedule]") {
  std::vector<roster::plain_group> groups{{.lr = 1}};
  roster::scheduler running(groups, roster::schedule(test::Inverse{}));
  running.step();
  groups.push_back({.lr = 6});
  running.step();
  CHECK(groups[0].lr == 1.0 / 3);
  CHECK(groups[1].lr == 2.0);
  CHECK(running.base_lrs().size() == 2);
}
