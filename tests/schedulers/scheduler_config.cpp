// The smallest scheduler of each kind that the concept allows. tests/run/schedule.cpp runs such schedulers.
#include "roster/schedulers/scheduler_config.hpp"

#include <catch2/catch_test_macros.hpp>
#include <limits>
#include <memory>
#include <optional>
#include <type_traits>

namespace scheduler_config_tests {

using roster::epoch;
using roster::group;
using roster::scheduler_config;
using roster::settings;
using namespace roster::detail;

struct Recursive {
  double next(group g, epoch) const { return g.lr; }
};
struct ClosedToo {
  double next(group g, epoch) const { return g.lr; }
  double at(group g, epoch) const { return g.base_lr; }
};
struct ClosedOnly {
  double factor = 0.5;
  double at(group g, epoch) const { return factor * g.base_lr; }
};
struct Whole {  // sets all groups itself, and has a state
  struct state {
    int steps = 0;
  };
  void step(state& s, settings, epoch) const { ++s.steps; }
};
struct Forgetful {  // the same without a state
  template <class State>
  void step(State&, settings, epoch) const {}
};
struct Watching {
  struct state {
    double last = 0;
  };
  void step(state& s, settings, epoch, double metric) const { s.last = metric; }
};
struct Partly {  // needs a metric from the second step on
  struct state {
    double last = 0;
  };
  void step(state& s, settings, epoch, std::optional<double> metric) const { s.last = metric.value_or(s.last); }
  bool needs_metric(epoch t) const { return t > 1; }
};
struct Undecided {  // does not say when it needs one
  struct state {
    double last = 0;
  };
  void step(state&, settings, epoch, std::optional<double>) const {}
};
struct Composite {
  using schedule = int;
};
struct Everything {
  double at(group g, epoch) const { return g.base_lr; }
  double momentum(group, epoch) const { return 0.9; }
  double base(group) const { return 1; }
  epoch last() const { return 7; }
};

static_assert(scheduler_config<Recursive> && scheduler_config<ClosedToo> && scheduler_config<ClosedOnly> &&
              scheduler_config<Whole> && scheduler_config<Forgetful> && scheduler_config<Watching> &&
              scheduler_config<Partly> && scheduler_config<Composite> && scheduler_config<Everything>);

static_assert(has_next<Recursive> && !has_at<Recursive> && has_next<ClosedToo> && has_at<ClosedToo> &&
              !has_next<ClosedOnly> && has_at<ClosedOnly>);
static_assert(has_step<Whole> && !has_metric_step<Whole> && !has_step<Watching> && has_metric_step<Watching> &&
              has_step<Forgetful> && !has_step<Recursive>);
static_assert(has_partly_metric_step<Partly> && !has_metric_step<Partly> && !has_step<Partly> &&
              !has_partly_metric_step<Watching>);
static_assert(!scheduler_config<Undecided>);
static_assert(has_schedule<Composite> && !has_schedule<Recursive>);
static_assert(has_momentum<Everything> && has_base<Everything> && has_last<Everything> && !has_momentum<Recursive> &&
              !has_base<Recursive> && !has_last<Recursive>);
static_assert(std::is_same_v<state_t<Whole>, Whole::state> && std::is_same_v<state_t<Recursive>, no_state>);

struct Ruleless {
  double x = 1;
};
struct NotAnAggregate {
  NotAnAggregate() {}
  double at(group g, epoch) const { return g.lr; }
};
struct NotCopyable {
  std::unique_ptr<int> held = nullptr;
  double at(group g, epoch) const { return g.lr; }
};
static_assert(!scheduler_config<Ruleless> && !scheduler_config<NotAnAggregate> && !scheduler_config<NotCopyable> &&
              !scheduler_config<int>);

TEST_CASE("The last epoch of a config without an end is the largest epoch", "[scheduler_config]") {
  CHECK(last_epoch_of(Everything{}) == 7);
  CHECK(last_epoch_of(Recursive{}) == std::numeric_limits<epoch>::max());
}

}  // namespace scheduler_config_tests
