// A registry with schedulers from outside the library.
#include "roster/run/scheduler_registry.hpp"

#include <catch2/catch_test_macros.hpp>
#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "roster/schedulers/schedulers.hpp"
#include "support/names.hpp"
#include "support/refusal.hpp"

namespace scheduler_registry_tests {

struct Doubling {
  std::int64_t period = 1;

  static constexpr roster::rule rules[] = {{"period", "epochs from one doubling to the next", roster::at_least(1)}};
  double next(roster::group g, roster::epoch t) const { return t > 0 && t % period == 0 ? g.lr * 2 : g.lr; }
};

struct Watching {
  struct state {
    double last = 0;
  };
  void step(state& s, roster::settings all, roster::epoch, double metric) const {
    s.last = metric;
    for (auto& lr : all.lr) lr += metric;
  }
};

/// Counts how often its configs are checked.
struct Counted {
  static inline int checks = 0;
  void check(const roster::place&) const { ++checks; }
  double at(roster::group g, roster::epoch) const { return g.base_lr; }
};
inline constexpr auto counting =
    boost::hana::make_tuple(boost::hana::type_c<Counted>, boost::hana::template_<roster::basic_ChainedScheduler>);
using counted = roster::scheduler_registry<counting>;

// The library's list with two more schedulers, and a list of only three
inline constexpr auto more = boost::hana::append(boost::hana::append(roster::schedulers, boost::hana::type_c<Doubling>),
                                                 boost::hana::type_c<Watching>);
using registry = roster::scheduler_registry<more>;
inline constexpr auto few = boost::hana::make_tuple(boost::hana::type_c<Doubling>, boost::hana::type_c<roster::StepLR>,
                                                    boost::hana::template_<roster::basic_SequentialLR>);
using small = roster::scheduler_registry<few>;

static_assert(registry::find("Doubling") && registry::find("StepLR") && registry::names.back() == "Watching");
static_assert(small::size() == 3 && !small::find("Watching"));

using groups = std::vector<roster::plain_group>;
using test::refusal;

TEST_CASE("make gives the scheduler's own type", "[scheduler_registry]") {
  groups optimizer{{.lr = 1.0}};
  auto made = registry::make<"Doubling">(optimizer, {.period = 2});
  static_assert(std::is_same_v<decltype(made), roster::running_scheduler<roster::schedule<Doubling>, groups>>);
  CHECK(made.schedule().config().period == 2);
  made.step();
  CHECK(optimizer[0].lr == 1.0);
  made.step();
  CHECK(optimizer[0].lr == 2.0);
}

TEST_CASE("create gives a value that holds any of the registry's schedulers", "[scheduler_registry]") {
  groups optimizer{{.lr = 1.0}};
  auto created = registry::create("Doubling", optimizer);
  static_assert(std::is_same_v<decltype(created), registry::any_scheduler<groups>>);
  created.step();
  CHECK(optimizer[0].lr == 2.0);
  created = registry::create("StepLR", optimizer, {{"step_size", 1}, {"gamma", 0.25}});
  created.step();
  CHECK(optimizer[0].lr == 0.5);
  REQUIRE(created.schedule().as<roster::StepLR>());
  CHECK(created.schedule().as<roster::StepLR>()->config().gamma == 0.25);
  CHECK_FALSE(created.schedule().as<Doubling>());
}

TEST_CASE("A scheduler of the user's list is checked like the library's", "[scheduler_registry][message]") {
  groups optimizer{{.lr = 1.0}};
  CHECK(
      refusal([&] { registry::create("Doubling", optimizer, {{"period", 0}, {"step", 1}, {"last_epoch", -2}}); }) ==
      "Doubling: 3 problems\n"
      "  period is 0, expected an integer of at least 1\n"
      "  step is not a field of Doubling (its fields: period, last_epoch, verbose, parameter, groups, every, monitor)\n"
      "  last_epoch is -2, expected an integer from -1 to 1000000000");
  CHECK(refusal([&] { registry::make<"Doubling">(optimizer, {.period = 0}, {.last_epoch = -2}); }) ==
        "Doubling: 2 problems\n"
        "  period is 0, expected an integer of at least 1\n"
        "  last_epoch is -2, expected an integer from -1 to 1000000000");
  CHECK(refusal([&] { registry::create("doubling", optimizer); }) ==
        "scheduler: name is \"doubling\", expected the name of a scheduler " + test::names_of<registry>() +
            "; did you mean Doubling?");
  CHECK(refusal([&] { small::create("CosineAnnealingLR", optimizer); }) ==
        "scheduler: name is \"CosineAnnealingLR\", expected the name of a scheduler (Doubling, StepLR, SequentialLR)");
  CHECK(optimizer == groups{{.lr = 1.0}});
}

TEST_CASE("A composite's children are schedulers of the same registry", "[scheduler_registry][message]") {
  groups optimizer{{.lr = 1.0}};
  using sequence = small::type<"SequentialLR">;
  auto made = small::make<"SequentialLR">(
      optimizer,
      {.schedulers = {Doubling{}, sequence{.schedulers = {Doubling{}}, .milestones = std::vector<std::int64_t>{}}},
       .milestones = {2}});
  made.step();
  CHECK(optimizer[0].lr == 2.0);
  using roster::node;
  const node child(node::object{{"name", "Watching"}});
  const node sequence_of_other(node::object{
      {"name", "SequentialLR"}, {"schedulers", node(node::list{child})}, {"milestones", node(node::list{})}});
  CHECK(refusal([&] { small::create(sequence_of_other, optimizer); }) ==
        "scheduler: schedulers[0].name is \"Watching\", expected the name of a scheduler (Doubling, StepLR, "
        "SequentialLR)");
}

TEST_CASE("Where the type is not known, a missing or needless metric is an error", "[scheduler_registry][message]") {
  groups optimizer{{.lr = 1.0}};
  auto watching = registry::create("Watching", optimizer);
  CHECK(refusal([&] { watching.step(); }) == "Watching: needs a metric: call step(metric)");
  watching.step(2.0);
  CHECK(optimizer[0].lr == 3.0);
  auto stepping = registry::create("StepLR", optimizer, {{"step_size", 1}});
  CHECK(refusal([&] { stepping.step(2.0); }) == "StepLR: does not take a metric: call step()");
  CHECK(stepping.last_epoch() == 0);
}

TEST_CASE("describe names the fields of a scheduler", "[scheduler_registry][message]") {
  const auto fields = small::describe("Doubling");
  REQUIRE(fields.size() == 1);
  CHECK(fields[0].name == "period");
  CHECK(fields[0].about == "epochs from one doubling to the next");
  CHECK(fields[0].type == "an integer");
  CHECK_FALSE(fields[0].is_required);
  CHECK(fields[0].by_default == roster::node(1));
  CHECK(fields[0].allowed == roster::at_least(1));
  CHECK(small::describe("StepLR")[0].is_required);
  CHECK(
      refusal([] { small::describe("StepLr"); }) ==
      "scheduler: name is \"StepLr\", expected the name of a scheduler (Doubling, StepLR, SequentialLR); did you mean "
      "StepLR?");
}

TEST_CASE("A scheduler's configs are checked once, at any depth", "[scheduler_registry]") {
  groups optimizer{{.lr = 1.0}};
  const auto checks = [](auto&& make) {
    Counted::checks = 0;
    make();
    return Counted::checks;
  };
  using chain = roster::basic_ChainedScheduler<roster::registry<counting>>;
  const chain inner{.schedulers = {Counted{}, Counted{}}};
  const chain outer{.schedulers = {Counted{}, inner}};
  CHECK(checks([&] { counted::make<"Counted">(optimizer, {}); }) == 1);
  CHECK(checks([&] { counted::make<"ChainedScheduler">(optimizer, outer); }) == 3);
  CHECK(checks([&] { counted::create("Counted", optimizer); }) == 1);
  CHECK(checks([&] { counted::create(counted::entry(outer), optimizer); }) == 3);
  const auto written = roster::field_kind<counted::entry>::write(counted::entry(outer));
  CHECK(checks([&] { counted::create(written, optimizer); }) == 3);
}

TEST_CASE("An entry holds a scheduler and its options before there is an optimizer", "[scheduler_registry]") {
  const small::entry chosen(Doubling{.period = 2}, {.last_epoch = 3});
  groups optimizer{{.lr = 1.0}};
  const auto created = small::create(chosen, optimizer);
  CHECK(created.last_epoch() == 4);
  CHECK(optimizer[0].lr == 4.0);
}

TEST_CASE("try_create gives the error as a value, whatever it creates from", "[scheduler_registry]") {
  groups optimizer{{.lr = 1.0}};
  auto good = small::try_create("Doubling", optimizer, {{"period", 1}});
  REQUIRE(good);
  good->step();
  CHECK(optimizer[0].lr == 2.0);
  const auto bad = small::try_create("Doubling", optimizer, {{"perod", 1}});
  REQUIRE_FALSE(bad);
  CHECK(bad.error().problems()[0].meant == "period");
  CHECK(small::try_create(small::entry(Doubling{}), optimizer));
  CHECK(std::string(small::try_create(small::entry(Doubling{.period = 0}), optimizer).error().what()) ==
        "Doubling: period is 0, expected an integer of at least 1");
  CHECK(std::string(small::try_create(roster::node(7), optimizer).error().what()) ==
        "scheduler: is 7, expected an object with the name of a scheduler");
}

/// Every name that is looked for in a scheduler, as a field
struct Named {
  double rules = 2;
  double check = 0, about = 0, formula = 0, next = 0, step = 0, momentum = 0, moves_momentum = 0, momentum_off = 0;
  double base = 0, last = 0, state = 0, initial = 0, attributes = 0, schedule = 0;
  double saved_attributes = 0, counts_steps = 0, fields_from = 0;

  double at(roster::group g, roster::epoch t) const { return t > 0 ? g.base_lr * rules : g.base_lr; }
};
inline constexpr auto named_list = boost::hana::tuple_t<Named>;
using named = roster::scheduler_registry<named_list>;

TEST_CASE("A field may be called like a member that is looked for", "[scheduler_registry]") {
  groups optimizer{{.lr = 1.0}};
  auto created = named::create("Named", optimizer, {{"rules", 3}, {"last", 1}, {"state", 2}});
  created.step();
  created.step();
  CHECK(optimizer[0].lr == 3.0);
  const auto state = created.state_dict();
  CHECK(*state.find("config")->find("last") == roster::node(1.0));
  auto made = named::make<"Named">(optimizer, {.rules = 3, .last = 1, .state = 2});
  made.load_state_dict(state);
  CHECK(made.last_epoch() == 2);
}

}  // namespace scheduler_registry_tests
