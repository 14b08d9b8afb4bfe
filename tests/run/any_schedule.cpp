#include "roster/run/any_schedule.hpp"

#include <boost/hana/tuple.hpp>
#include <catch2/catch_test_macros.hpp>
#include <cstddef>
#include <string>
#include <type_traits>
#include <vector>

#include "roster/fields/per_group.hpp"
#include "roster/fields/required.hpp"
#include "support/refusal.hpp"

namespace any_schedule_tests {

using roster::epoch;
using roster::group;
using test::refusal;

struct Halving {
  double next(group g, epoch t) const { return t == 0 ? g.lr : g.lr / 2; }
};
struct Fixed {  // its own base value, the momentum, and an end
  roster::required<roster::per_group<double>> lr;
  double base(group g) const { return (*lr)[g.index]; }
  double at(group g, epoch) const { return g.base_lr; }
  double momentum(group, epoch t) const { return 0.5 + static_cast<double>(t); }
  epoch last() const { return 1; }
};
struct Adding {  // driven by a metric
  struct state {
    double sum = 0;
  };
  void step(state& s, roster::settings all, epoch, double metric) const {
    s.sum += metric;
    for (auto& lr : all.lr) lr = s.sum;
  }
};
struct Unlisted {
  double at(group g, epoch) const { return g.lr; }
};

inline constexpr auto list = boost::hana::tuple_t<Halving, Fixed, Adding>;
using registry = roster::registry<list>;
using any = roster::any_schedule<registry>;

static_assert(std::is_constructible_v<any, Halving> && !std::is_constructible_v<any, Unlisted>);
static_assert(std::is_copy_constructible_v<any> && std::is_copy_assignable_v<any>);

struct NoScheduler {};
inline constexpr auto others = boost::hana::tuple_t<NoScheduler>;
static_assert(roster::kind_of_entry<registry> == "a scheduler");
static_assert(roster::kind_of_entry<roster::registry<others>> != "a scheduler");

struct values {
  std::vector<double> lr;
  std::vector<double> momentum = {};
  operator roster::settings() { return {.lr = lr, .momentum = momentum}; }
};

template <class F>
std::string reported(F&& f) {
  return refusal([&] { roster::checked("it", f); });
}

TEST_CASE("A schedule of any type answers like the one that it holds", "[any_schedule]") {
  const any halving(Halving{});
  CHECK(halving.name() == "Halving");
  CHECK(halving.text() == "Halving()");
  CHECK_FALSE(halving.has_own_base());
  CHECK_FALSE(halving.takes_metric());
  CHECK_FALSE(halving.moves("momentum"));
  CHECK(halving.last_epoch() == -1);

  const any fixed(Fixed{.lr = 0.5});
  CHECK(fixed.name() == "Fixed");
  CHECK(fixed.text() == "Fixed(lr=0.5)");
  CHECK(fixed.has_own_base());
  CHECK(fixed.moves("momentum"));
  CHECK(any(Adding{}).takes_metric());
}

TEST_CASE("A schedule of any type starts, steps and takes a step back", "[any_schedule]") {
  values all{.lr = {1}};
  any halving(Halving{});
  halving.start(all);
  halving.advance(all);
  halving.advance(all);
  CHECK(all.lr[0] == 0.25);
  CHECK(halving.base_lrs()[0] == 1);
  halving.undo();
  CHECK(halving.last_epoch() == 1);

  all.lr[0] = 1;
  halving.start_at(all, 3);
  CHECK(all.lr[0] == 0.125);
  CHECK(halving.last_epoch() == 3);

  any adding(Adding{});
  adding.start(all);
  adding.advance(all, 2.0);
  adding.advance(all, 3.0);
  CHECK(all.lr[0] == 5);

  values two{.lr = {1, 1}, .momentum = {0, 0}};
  any fixed(Fixed{.lr = {0.5, 0.25}});
  fixed.take_groups(two);
  CHECK(fixed.base_lrs()[1] == 0.25);
  CHECK(two.lr[1] == 1);
  fixed.start(two);
  CHECK(two.lr == std::vector{0.5, 0.25});
  two.momentum = {0, 0};
  fixed.set_companions(two);
  CHECK(two.momentum == std::vector{0.5, 0.5});

  const std::vector<std::size_t> second{1};
  values one{.lr = {1}};
  CHECK(reported([&](const auto& here) { fixed.prepare(second, here); }) == "");
  fixed.regroup(one, second);
  fixed.start(one);
  CHECK(one.lr == std::vector{0.25});
}

TEST_CASE("A schedule of any type reports the same as the one that it holds", "[any_schedule][message]") {
  const any fixed(Fixed{.lr = {0.5, 0.25}});
  CHECK(reported([&](const auto& here) { fixed.check_groups(3, here); }) ==
        "it: lr has 2 elements, expected 3, one for each group");
  CHECK(reported([&](const auto& here) { fixed.check_epoch(2, here); }) == "it: ends at step 1; step 2 does not exist");
  const any adding(Adding{});
  CHECK(reported([&](const auto& here) { adding.check_step(false, here); }) == "it: needs a metric: call step(metric)");
  CHECK(reported([&](const auto& here) { adding.check_step(true, here); }) == "");

  const std::vector base{1.0, 1.0};
  std::vector<double> lr(2);
  CHECK(reported([&](const auto& here) { fixed.at(base, 1, lr, here); }) == "");
  CHECK(lr == std::vector{0.5, 0.25});
  CHECK(reported([&](const auto& here) { any(Halving{}).at(base, 1, lr, here); }) ==
        "it: has no closed form: Halving can only be stepped");
}

TEST_CASE("A schedule of any type gives the schedule that it holds, by type or to a function", "[any_schedule]") {
  any one(Fixed{.lr = 0.5});
  REQUIRE(one.as<Fixed>());
  CHECK(*one.as<Fixed>()->config().lr->for_all() == 0.5);
  CHECK_FALSE(one.as<Halving>());

  values all{.lr = {1}, .momentum = {0}};
  CHECK(one.visit([&](auto& held) {
    held.start(all);
    return held.name();
  }) == "Fixed");
  CHECK(one.last_epoch() == 0);
  const any& constant = one;
  CHECK(constant.visit([](auto& held) { return std::is_const_v<std::remove_reference_t<decltype(held)>>; }));
}

TEST_CASE("A schedule of any type is a value", "[any_schedule]") {
  values all{.lr = {1}};
  any one(Halving{});
  one.start(all);
  any copy = one;
  copy.advance(all);
  CHECK(one.last_epoch() == 0);
  CHECK(copy.last_epoch() == 1);
  one = any(Adding{});
  CHECK(one.name() == "Adding");
}

TEST_CASE("An entry becomes a schedule, if it holds a valid config", "[any_schedule][message]") {
  const roster::entry<registry> chosen = Fixed{.lr = 0.5};
  CHECK(any(chosen).text() == "Fixed(lr=0.5)");
  CHECK(refusal([] { any(roster::entry<registry>()); }) == "entry: is empty, expected a config");
  CHECK(refusal([] { any(roster::valid<roster::any_config<registry>>::trust({})); }) ==
        "entry: is empty, expected a config");
}

}  // namespace any_schedule_tests
