#include "roster/run/plain_schedule.hpp"

#include <boost/hana/tuple.hpp>
#include <catch2/catch_test_macros.hpp>
#include <stdexcept>
#include <vector>

#include "roster/fields/per_group.hpp"
#include "roster/fields/required.hpp"

namespace plain_schedule_tests {

using roster::epoch;
using roster::group;
using roster::settings;
using roster::detail::plain_config;

struct Halving {
  double next(group g, epoch t) const {
    if (t > 3) throw std::runtime_error("too late");
    return t == 0 ? g.lr : g.lr / 2;
  }
};
struct Both {
  double next(group g, epoch t) const { return t == 0 ? g.lr : g.lr / 2; }
  double at(group g, epoch t) const { return g.base_lr / static_cast<double>(1 << t); }
};
struct Fixed {
  roster::required<roster::per_group<double>> lr;
  double base(group g) const { return (*lr)[g.index]; }
  double at(group g, epoch t) const { return g.base_lr + static_cast<double>(t); }
  double momentum(group g, epoch) const { return g.lr / 2; }
  epoch last() const { return 9; }
};
struct Adding {
  struct state {
    double sum = 0;
  };
  void step(state& s, settings, epoch, double metric) const { s.sum += metric; }
};
struct Drawing {  // sets all groups itself
  void step(roster::detail::no_state&, settings all, epoch) const { all.lr[0] = 0; }
};
struct Remembering {  // a rule for one group, but a state
  struct state {
    double sum = 0;
  };
  double at(group g, epoch) const { return g.lr; }
  void step(state&, settings, epoch) const {}
};
struct Own {
  struct schedule {};
};

static_assert(plain_config<Halving> && plain_config<Both> && plain_config<Fixed>);
static_assert(!plain_config<Adding> && !plain_config<Drawing> && !plain_config<Remembering> && !plain_config<Own>);

inline constexpr auto list = boost::hana::tuple_t<Halving, Adding, Both, Fixed>;
using registry = roster::registry<list>;
using config = roster::any_config<registry>;
using plain = roster::plain_schedule<registry>;

plain made(config held) { return plain(roster::valid<config>::trust(std::move(held))); }

TEST_CASE("The schedule of a plain config is of one class, whatever the config", "[plain_schedule]") {
  CHECK(made(Halving{}).name() == "Halving");
  CHECK_FALSE(made(Halving{}).is_closed_form());
  CHECK(made(Both{}).has_both_rules());
  const auto fixed = made(Fixed{.lr = {0.5, 0.25}});
  CHECK(fixed.is_plain());
  CHECK(fixed.is_closed_form());
  CHECK(fixed.has_own_base());
  CHECK(fixed.moves("momentum"));
  CHECK(fixed.last() == 9);
  CHECK(fixed.text() == "Fixed(lr=[0.5, 0.25])");
  CHECK((*fixed.config().as<Fixed>()->lr)[1] == 0.25);
}

TEST_CASE("The schedule of a plain config steps by its rule, and takes a step back", "[plain_schedule]") {
  std::vector<double> lr{1, 8}, momentum{0, 0};
  auto both = made(Both{});
  both.start({.lr = lr});
  lr[0] = 2;  // the rule for steps goes on from here
  both.advance({.lr = lr});
  CHECK(lr == std::vector{1.0, 4.0});
  both.undo();
  CHECK(both.last_epoch() == 0);

  const settings all{.lr = lr, .momentum = momentum};
  auto fixed = made(Fixed{.lr = {0.5, 0.25}});
  fixed.start(all);
  auto copy = fixed;
  copy.advance(all);
  CHECK(lr == std::vector{1.5, 1.25});
  CHECK(momentum == std::vector{0.75, 0.625});
  CHECK(fixed.last_epoch() == 0);
}

TEST_CASE("The schedule of a plain config stays at its epoch if the rule throws", "[plain_schedule]") {
  std::vector<double> lr{1};
  auto halving = made(Halving{});
  halving.start_at({.lr = lr}, 3);
  CHECK_THROWS_AS(halving.advance({.lr = lr}), std::runtime_error);
  CHECK(halving.last_epoch() == 3);
}

TEST_CASE("The schedule of a plain config goes on from saved values", "[plain_schedule]") {
  std::vector<double> lr{1};
  auto both = made(Both{});
  both.resume(2, std::vector{8.0});
  both.advance({.lr = lr});
  CHECK(both.last_epoch() == 3);
  CHECK(both.base_lrs()[0] == 8);
  CHECK(lr[0] == 0.5);
}

TEST_CASE("A view of a plain config is used as a pointer", "[plain_schedule]") {
  const Fixed fixed{.lr = 0.5};
  const roster::plain_view<Fixed> view(&fixed), none(nullptr);
  REQUIRE(view);
  CHECK(&view->config() == &fixed);
  CHECK_FALSE(none);
}

}  // namespace plain_schedule_tests
