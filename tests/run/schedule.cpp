// Schedules for each kind of rule that the concept allows.
#include "roster/run/schedule.hpp"

#include <catch2/catch_test_macros.hpp>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <stdexcept>
#include <type_traits>
#include <utility>
#include <vector>

#include "roster/fields/per_group.hpp"
#include "roster/fields/required.hpp"
#include "roster/fields/rule.hpp"
#include "roster/schedulers/step_lr.hpp"
#include "support/refusal.hpp"

namespace schedule_tests {

using roster::epoch;
using roster::group;
using test::refusal;

struct Halving {  // recursive, without a closed form
  double next(group g, epoch t) const { return t == 0 ? g.lr : g.lr / 2; }
};
struct Inverse {  // closed form only
  double at(group g, epoch t) const { return g.base_lr / static_cast<double>(1 + t); }
};
struct Warm {  // its own base value, and the momentum too
  roster::required<double> start;
  double base(group) const { return start; }
  double at(group g, epoch t) const { return g.base_lr + static_cast<double>(t); }
  double momentum(group g, epoch t) const { return 0.5 + 0.25 * static_cast<double>(t) + static_cast<double>(g.index); }
};
struct MaybeMomentum {
  bool moves = false;
  double at(group g, epoch) const { return g.base_lr; }
  double momentum(group, epoch) const { return 0.5; }
  bool moves_momentum() const { return moves; }
};
struct Decay {  // the weight decay too, from the learning rate
  bool still = false;
  double at(group g, epoch t) const { return g.base_lr / static_cast<double>(1 + t); }
  double weight_decay(group g, epoch) const { return g.lr / g.base_lr / 4; }
  bool moves_weight_decay() const { return !still; }
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
struct Ramp {  // rises for two steps, and is then driven by a metric
  struct state {
    std::int64_t metrics = 0;
  };
  void step(state& s, roster::settings all, epoch t, std::optional<double> metric) const {
    if (metric && needs_metric(t)) ++s.metrics;
    for (std::size_t i = 0; i < all.lr.size(); ++i) {
      if (!needs_metric(t)) all.lr[i] = all.base_lr[i] * static_cast<double>(1 + t) / 4;
      if (metric && needs_metric(t)) all.lr[i] *= *metric;
    }
  }
  bool needs_metric(epoch t) const { return t > 2; }
};
struct Growing {  // has a state, but no metric; starts with its own state
  double first = 2.0;
  struct state {
    double factor = 0;
  };
  state initial() const { return {.factor = first}; }
  void step(state& s, roster::settings all, epoch t) const {
    if (t == 0) return;
    for (std::size_t i = 0; i < all.lr.size(); ++i) all.lr[i] = all.base_lr[i] * s.factor;
    s.factor *= 2;
    if (s.factor > 100) throw std::runtime_error("too large");
  }
};
struct Short {  // ends
  double at(group g, epoch) const { return g.base_lr; }
  epoch last() const { return 2; }
};
struct Scaled {  // one value for each group
  roster::per_group<double> by = 1.0;
  std::int64_t every = 1;
  static constexpr roster::rule rules[] = {{"by", "factor", roster::above(0)},
                                           {"every", "epochs", roster::at_least(1)}};
  double at(group g, epoch) const { return g.base_lr * by[g.index]; }
};
struct Remembering {  // remembers one value for each group
  roster::per_group<double> by = 1.0;
  struct state {
    roster::per_group<double> last = 0.0;
  };
  void step(state& s, roster::settings all, epoch t) const {
    if (t == 0) return;
    for (std::size_t i = 0; i < all.lr.size(); ++i) all.lr[i] = all.base_lr[i] * by[i];
    s.last = std::vector(all.lr.begin(), all.lr.end());
  }
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

static_assert(roster::schedule<Plateau>::needs_metric && roster::schedule<Plateau>::may_take_metric);
static_assert(!roster::schedule<Ramp>::needs_metric && roster::schedule<Ramp>::may_take_metric);
static_assert(!roster::schedule<Inverse>::needs_metric && !roster::schedule<Inverse>::may_take_metric);
static_assert(roster::schedule<Inverse>::has_closed_form && !roster::schedule<Halving>::has_closed_form);

struct Own {  // names a schedule of its own
  struct schedule {};
};
static_assert(std::is_same_v<roster::schedule_of<Own>, Own::schedule>);
static_assert(std::is_same_v<roster::schedule_of<Inverse>, roster::schedule<Inverse>>);

/// The values of all groups, as the caller of a schedule passes them.
struct values {
  std::vector<double> lr;
  std::vector<double> momentum = {};
  std::vector<double> base_lr = {};
  std::vector<double> weight_decay = {};

  operator roster::settings() {
    return {.lr = lr, .momentum = momentum, .weight_decay = weight_decay, .base_lr = base_lr};
  }
};

std::vector<double> to_vector(std::span<const double> all) { return {all.begin(), all.end()}; }

/// The learning rates of one group, `steps` + 1 epochs from epoch `first` on.
template <class Config>
std::vector<double> run(Config config, double lr, int steps, epoch first = 0) {
  roster::schedule schedule(std::move(config));
  values one{.lr = {lr}};
  if (first == 0) {
    schedule.start(one);
  } else {
    schedule.start_at(one, first);
  }
  std::vector<double> all{one.lr[0]};
  for (int t = 0; t < steps; ++t) {
    schedule.advance(one);
    all.push_back(one.lr[0]);
  }
  return all;
}

/// The groups of `all` are those that were at the positions `from`. Throws an error with all problems.
template <class Schedule>
void regroup(Schedule& schedule, const roster::settings& all, const std::vector<std::size_t>& from) {
  roster::checked(schedule.name(), [&](const roster::place& here) { schedule.prepare(from, here); });
  schedule.regroup(all, from);
}

TEST_CASE("A recursive rule starts with the value that the group has", "[schedule]") {
  CHECK(run(Halving{}, 1.0, 3) == std::vector{1.0, 0.5, 0.25, 0.125});
}

TEST_CASE("A rule with only a closed form is stepped by it", "[schedule]") {
  CHECK(run(Inverse{}, 1.0, 3) == std::vector{1.0, 1.0 / 2, 1.0 / 3, 1.0 / 4});
}

TEST_CASE("A later start uses the closed form, or takes all the steps up to there", "[schedule]") {
  CHECK(run(Inverse{}, 1.0, 1, 3) == std::vector{1.0 / 4, 1.0 / 5});
  CHECK(run(Halving{}, 1.0, 1, 3) == std::vector{0.125, 0.0625});
  CHECK(run(roster::StepLR{.step_size = 2, .gamma = 0.5}, 1.0, 2, 4) == std::vector{0.25, 0.25, 0.125});
}

TEST_CASE("A rule may set all groups itself, with a state that it begins with", "[schedule]") {
  CHECK(run(Growing{.first = 3}, 1.0, 3) == std::vector{1.0, 3.0, 6.0, 12.0});
  CHECK(run(Growing{.first = 3}, 1.0, 1, 2) == std::vector{6.0, 12.0});
}

TEST_CASE("A rule may choose its base value and move the momentum", "[schedule]") {
  values all{.lr = {9, 9}, .momentum = {0, 0}};
  roster::schedule running(Warm{.start = 2});
  CHECK(running.moves("momentum"));
  running.set_companions(all);
  CHECK(all.momentum == std::vector{0.0, 0.0});  // before the start there is none
  running.start(all);
  CHECK(all.lr == std::vector{2.0, 2.0});
  CHECK(all.momentum == std::vector{0.5, 1.5});
  CHECK(to_vector(running.base_lrs()) == std::vector{2.0, 2.0});
  running.advance(all);
  CHECK(all.lr == std::vector{3.0, 3.0});
  CHECK(all.momentum == std::vector{0.75, 1.75});
  all.momentum = {0, 0};
  running.set_companions(all);
  CHECK(all.momentum == std::vector{0.75, 1.75});

  CHECK(roster::schedule(MaybeMomentum{.moves = true}).moves("momentum"));
  CHECK_FALSE(roster::schedule(MaybeMomentum{}).moves("momentum"));
  CHECK_FALSE(roster::schedule(Inverse{}).moves("momentum"));
}

TEST_CASE("A rule may move the weight decay", "[schedule]") {
  values all{.lr = {1, 2}, .momentum = {0.9, 0.9}, .base_lr = {}, .weight_decay = {0, 0}};
  roster::schedule running(Decay{});
  CHECK(running.moves("weight_decay"));
  CHECK_FALSE(running.moves("momentum"));
  running.start(all);
  CHECK(all.weight_decay == std::vector{0.25, 0.25});
  running.advance(all);
  CHECK(all.lr == std::vector{0.5, 1.0});
  CHECK(all.weight_decay == std::vector{0.125, 0.125});
  all.weight_decay = {0, 0};
  running.set_companions(all);
  CHECK(all.weight_decay == std::vector{0.125, 0.125});
  CHECK(all.momentum == std::vector{0.9, 0.9});

  roster::schedule still(Decay{.still = true});
  CHECK_FALSE(still.moves("weight_decay"));
  still.start(all);
  CHECK(all.weight_decay == std::vector{0.125, 0.125});
}

TEST_CASE("A metric-driven rule does not move without a metric", "[schedule]") {
  values all{.lr = {1}};
  roster::schedule running(Plateau{.factor = 0.5});
  CHECK(running.takes_metric());
  running.start(all);
  running.advance(all, 3.0);
  CHECK(all.lr[0] == 1.0);
  running.advance(all, 4.0);
  CHECK(all.lr[0] == 0.5);
  CHECK(running.state().best == 3.0);
  running.advance(all);
  CHECK(all.lr[0] == 0.5);
  CHECK(running.state().best == 3.0);
  CHECK(running.last_epoch() == 3);
}

TEST_CASE("A metric-driven rule that starts later starts from the base values", "[schedule]") {
  values all{.lr = {0.82}, .momentum = {}, .base_lr = {1}};
  roster::schedule running(Plateau{});
  running.start_at(all, 0);
  CHECK(all.lr[0] == 1.0);
}

TEST_CASE("A rule that a metric drives in some steps sets epoch 0, and needs a metric in those steps",
          "[schedule][message]") {
  values all{.lr = {8}};
  roster::schedule running(Ramp{});
  const auto next = [&](bool with_metric) {
    if (!running.may_refuse_step(with_metric)) return std::string();
    return refusal([&] { roster::checked("x", [&](const auto& here) { running.check_step(with_metric, here); }); });
  };
  CHECK(running.takes_metric());
  running.start(all);
  CHECK(all.lr[0] == 2);
  CHECK(next(false) == "");
  CHECK(next(true) == "");
  running.advance(all);
  CHECK(all.lr[0] == 4);
  running.advance(all, 0.5);
  CHECK(all.lr[0] == 6);
  CHECK(next(false) == "x: needs a metric: call step(metric)");
  CHECK(next(true) == "");
  running.advance(all, 0.5);
  CHECK(all.lr[0] == 3);
  CHECK(running.state().metrics == 1);
  running.undo();
  CHECK(running.state().metrics == 0);
  CHECK(running.last_epoch() == 2);
}

TEST_CASE("A rule that a metric drives in some steps starts later by the others", "[schedule]") {
  for (const auto& [first, lr] : {std::pair<epoch, double>{0, 2}, {1, 4}, {2, 6}, {5, 6}}) {
    values all{.lr = {0.82}, .momentum = {}, .base_lr = {8}};
    roster::schedule running(Ramp{});
    running.start_at(all, first);
    INFO(first);
    CHECK(all.lr[0] == lr);
    CHECK(running.last_epoch() == first);
  }
}

TEST_CASE("undo takes back the epoch and the state of the last step", "[schedule]") {
  values all{.lr = {1}};
  roster::schedule running(Plateau{});
  running.start(all);
  running.advance(all, 3.0);
  running.advance(all, 2.0);
  running.undo();
  CHECK(running.last_epoch() == 1);
  CHECK(running.state().best == 3.0);
}

TEST_CASE("A rule that throws leaves the epoch and the state unchanged", "[schedule]") {
  values all{.lr = {1}};
  roster::schedule running(Growing{.first = 40});
  running.start(all);
  running.advance(all);
  CHECK(running.state().factor == 80);
  CHECK_THROWS_AS(running.advance(all), std::runtime_error);
  CHECK(running.state().factor == 80);
  CHECK(running.last_epoch() == 1);
}

TEST_CASE("A schedule reports what prevents its next step", "[schedule][message]") {
  const auto next = [](const auto& schedule, bool with_metric) {
    return refusal(
        [&] { roster::checked(schedule.name(), [&](const auto& here) { schedule.check_step(with_metric, here); }); });
  };
  values all{.lr = {1}};
  roster::schedule running(Short{});
  running.start(all);
  running.advance(all);
  CHECK(next(running, false) == "");
  running.advance(all);
  CHECK(next(running, false) == "Short: ends at step 2; step 3 does not exist");
  CHECK(refusal([&] { roster::schedule(Short{}).start_at(all, 3); }) == "Short: ends at step 2; step 3 does not exist");

  const roster::schedule watching(Plateau{});
  CHECK(next(watching, true) == "");
  CHECK(next(watching, false) == "Plateau: needs a metric: call step(metric)");
}

TEST_CASE("A schedule needs as many values as there are groups", "[schedule][message]") {
  const roster::schedule two(Scaled{.by = {1.0, 2.0}});
  const auto check = [&](std::size_t groups) {
    return refusal([&] { roster::checked(two.name(), [&](const auto& here) { two.check_groups(groups, here); }); });
  };
  CHECK(check(2) == "");
  CHECK(check(3) == "Scaled: by has 2 elements, expected 3, one for each group");
}

TEST_CASE("A schedule is made from a valid config, and shows it", "[schedule][message]") {
  CHECK(refusal([] { roster::schedule(Scaled{.by = -1.0, .every = 0}); }) ==
        "Scaled: 2 problems\n"
        "  by is -1.0, expected a real number above 0\n"
        "  every is 0, expected an integer of at least 1");
  const roster::schedule made(Scaled{.by = {1.0, 2.0}});
  CHECK(made.name() == "Scaled");
  CHECK(made.text() == "Scaled(by=[1.0, 2.0], every=1)");
  CHECK(made.config().every == 1);
  CHECK(made.last_epoch() == -1);
  CHECK(made.base_lrs().empty());
}

TEST_CASE("at gives the values of another epoch from given base values", "[schedule][message]") {
  const auto at = [](const auto& schedule, epoch t) {
    std::vector<double> lr(2);
    const std::vector base{1.0, 6.0};
    roster::checked(schedule.name(), [&](const auto& here) { schedule.at(base, t, lr, here); });
    return lr;
  };
  CHECK(at(roster::schedule(Inverse{}), 2) == std::vector{1.0 / 3, 2.0});
  CHECK(at(roster::schedule(Warm{.start = 2}), 3) == std::vector{5.0, 5.0});
  CHECK(refusal([&] { at(roster::schedule(Short{}), 3); }) == "Short: ends at step 2; step 3 does not exist");
  CHECK(refusal([&] { at(roster::schedule(Halving{}), 0); }) ==
        "Halving: has no closed form: Halving can only be stepped");
}

TEST_CASE("A schedule goes on with groups that joined, left and moved", "[schedule]") {
  values all{.lr = {1, 2, 3}};
  roster::schedule running(Inverse{});
  running.start(all);
  running.advance(all);
  all.lr = {1.5, 6, 0.5};
  regroup(running, all, {2, 3, 0});
  CHECK(to_vector(running.base_lrs()) == std::vector{3.0, 6.0, 1.0});
  CHECK(all.lr == std::vector{1.5, 6.0, 0.5});
  running.advance(all);
  CHECK(all.lr == std::vector{1.0, 2.0, 1.0 / 3});
}

TEST_CASE("A group that joins gets the base value that the caller knows, or the config's own", "[schedule]") {
  values all{.lr = {0.5, 0.25}, .momentum = {}, .base_lr = {8}};
  roster::schedule running(Inverse{});
  running.take_groups(all);
  CHECK(to_vector(running.base_lrs()) == std::vector{8.0, 0.25});
  CHECK(all.lr == std::vector{0.5, 0.25});

  roster::schedule warm(Warm{.start = 2});
  warm.take_groups(all);
  CHECK(to_vector(warm.base_lrs()) == std::vector{2.0, 2.0});
  CHECK(all.lr == std::vector{0.5, 0.25});
  regroup(warm, all, {0, 2});
  CHECK(all.lr == std::vector{0.5, 2.0});
}

TEST_CASE("Lists with one value for each group follow the groups, in the config and in the state",
          "[schedule][message]") {
  values all{.lr = {1, 1, 1}};
  roster::schedule running(Remembering{.by = {2.0, 3.0, 4.0}});
  running.start(all);
  running.advance(all);
  CHECK(all.lr == std::vector{2.0, 3.0, 4.0});
  all.lr = {9, 9};
  regroup(running, all, {2, 0});
  CHECK(running.config().by.of(2) == std::vector{4.0, 2.0});
  CHECK(running.state().last.of(2) == std::vector{4.0, 2.0});
  running.advance(all);
  CHECK(all.lr == std::vector{4.0, 2.0});
  CHECK(refusal([&] { regroup(running, all, {1, 2}); }) ==
        "Remembering: 2 problems\n"
        "  by has no value for group 1, which joined\n"
        "  last has no value for group 1, which joined");
}

TEST_CASE("resume continues from an epoch, base values and a state", "[schedule]") {
  values all{.lr = {7}};
  roster::schedule running(Growing{});
  const std::vector base{2.0};
  running.resume(4, base, {.factor = 5});
  CHECK(running.last_epoch() == 4);
  running.advance(all);
  CHECK(all.lr[0] == 10);
  CHECK(running.last_epoch() == 5);
  CHECK(running.state().factor == 10);
}

}  // namespace schedule_tests
