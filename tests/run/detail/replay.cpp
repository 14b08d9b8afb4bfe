#include "roster/run/detail/replay.hpp"

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "roster/run/default_registry.hpp"
#include "support/fields.hpp"

// tests/another_config.cpp tests all schedulers.
namespace replay_tests {

namespace detail = roster::detail;

struct epoch_of_sequence {
  std::int64_t milestone;
  roster::epoch epoch;
};

TEST_CASE("A schedule goes to where its own config would be", "[replay][message]") {
  std::vector<double> lr{7.0, 7.0}, momentum{0.1, 0.1};
  const roster::settings all{.lr = lr, .momentum = momentum};
  roster::schedule loaded(roster::StepLR{.step_size = 2, .gamma = 0.5});
  const auto go_to = [&](roster::epoch t) {
    const std::vector base{1.0, 3.0};
    loaded.resume(t, base, {});
    return test::reported("x", [&](const roster::place& here) { detail::replay(loaded, all, here); });
  };
  CHECK(go_to(5) == "");
  CHECK(lr == std::vector{0.25, 0.75});
  CHECK(loaded.last_epoch() == 5);
  CHECK(go_to(0) == "");
  CHECK(lr == std::vector{1.0, 3.0});
  CHECK(go_to(std::int64_t{1} << 40) == "x: last_epoch is 1099511627776, expected an integer from 0 to 1000000000");
  CHECK(lr == std::vector{1.0, 3.0});
}

struct Ramp {  // needs a metric from the third step on
  struct state {
    double seen = 0;
  };
  void step(state& s, roster::settings, roster::epoch, std::optional<double> metric) const {
    s.seen = metric.value_or(s.seen);
  }
  bool needs_metric(roster::epoch t) const { return t > 2; }
};

TEST_CASE("Metrics drive a schedule from the first step on that needed one", "[replay]") {
  std::vector<double> lr{1.0};
  const roster::settings all{.lr = lr, .momentum = {}};
  roster::schedule one(Ramp{});
  one.start(all);
  while (one.last_epoch() < 5) one.advance(all);
  CHECK_FALSE(detail::is_driven_by_metric(one, 5));  // it has not seen any
  one.advance(all, 1.0);
  CHECK(detail::is_driven_by_metric(one, 5));
  CHECK(detail::is_driven_by_metric(one, 3));
  CHECK_FALSE(detail::is_driven_by_metric(one, 2));
}

TEST_CASE("Metrics drive a composite as long as one of the schedulers at work watches one", "[replay]") {
  using chain = roster::chained_schedule<roster::registry<roster::schedulers>>;
  using sequence = roster::sequential_schedule<roster::registry<roster::schedulers>>;
  std::vector<double> lr{1.0};
  const roster::settings all{.lr = lr, .momentum = {}};
  const roster::ReduceLROnPlateau plateau{};
  const roster::ExponentialLR decay{.gamma = 0.5};

  chain both({.schedulers = {decay, plateau}});
  both.start(all);
  CHECK(detail::is_driven_by_metric(both, 0));
  chain neither({.schedulers = {decay}});
  neither.start(all);
  CHECK_FALSE(detail::is_driven_by_metric(neither, 0));

  sequence later({.schedulers = {decay, plateau}, .milestones = {3}});
  later.start(all);
  CHECK_FALSE(detail::is_driven_by_metric(later, 2));
  CHECK_FALSE(detail::is_driven_by_metric(later, 3));  // its turn has not come in this state
  while (later.last_epoch() < 4) later.advance(all, 1.0);
  CHECK(detail::is_driven_by_metric(later, 4));

  sequence earlier({.schedulers = {plateau, decay, roster::SWALR{.swa_lr = 0.1}}, .milestones = {3, 6}});
  earlier.start(all);
  while (earlier.last_epoch() < 8) earlier.advance(all, 1.0);
  CHECK(detail::is_driven_by_metric(earlier, 2));
  CHECK_FALSE(detail::is_driven_by_metric(earlier, 4));  // from the base values
  CHECK(detail::is_driven_by_metric(earlier, 7));        // SWALR continues from what it finds
}

TEST_CASE("A child that has not begun yet under the new config forgets what it did under the old one", "[replay]") {
  using sequence = roster::sequential_schedule<roster::registry<roster::schedulers>>;
  std::vector<double> lr{1.0}, momentum{0.5};
  const roster::settings all{.lr = lr, .momentum = momentum};
  const auto gone_to = [&](epoch_of_sequence at) {
    sequence made({.schedulers = {roster::ExponentialLR{.gamma = 0.5}, roster::CyclicLR{.base_lr = 0.1, .max_lr = 1}},
                   .milestones = {at.milestone}});
    lr[0] = 1.0;
    made.start(all);
    while (made.last_epoch() < at.epoch) made.advance(all);
    return made;
  };
  auto later = gone_to({.milestone = 5, .epoch = 0});
  const auto earlier = gone_to({.milestone = 2, .epoch = 4});
  later.resume(4, earlier.base_lrs(), {});
  std::copy(earlier.children().begin(), earlier.children().end(), later.children().begin());
  REQUIRE(later.children()[1].last_epoch() == 2);
  momentum[0] = 0.5;
  CHECK(test::reported("x", [&](const roster::place& here) { detail::replay(later, all, here); }) == "");
  CHECK(later.children()[1].last_epoch() == -1);
  later.set_companions(all);
  CHECK(momentum[0] == 0.5);
}

}  // namespace replay_tests
