#include "roster/run/scheduler_registry.hpp"

#include <boost/hana/append.hpp>
#include <catch2/catch_test_macros.hpp>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "roster/roster.hpp"
#include "support/refusal.hpp"

namespace scheduler_registry_tests {

// A scheduler that somebody wrote outside the library.
struct Doubling {
  std::int64_t every = 1;

  static constexpr roster::rule rules[] = {{"every", "epochs from one doubling to the next", roster::at_least(1)}};
  double next(roster::group g, roster::epoch t) const { return t > 0 && t % every == 0 ? g.lr * 2 : g.lr; }
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

inline constexpr auto schedulers = boost::hana::append(
    boost::hana::append(roster::schedulers, boost::hana::type_c<Doubling>), boost::hana::type_c<Watching>);
using registry = roster::scheduler_registry<schedulers>;

using groups = std::vector<roster::plain_group>;

static_assert(roster::default_registry::size() == 16);
static_assert(roster::default_registry::names[0] == "LambdaLR");
static_assert(registry::size() == 18 && registry::find("Doubling") && registry::find("StepLR"));

constexpr auto all_names =
    "(LambdaLR, MultiplicativeLR, StepLR, MultiStepLR, ConstantLR, LinearLR, ExponentialLR, PolynomialLR, "
    "CosineAnnealingLR, CosineAnnealingWarmRestarts, CyclicLR, OneCycleLR, ReduceLROnPlateau, SWALR, SequentialLR, "
    "ChainedScheduler)";

using test::refusal;

TEST_CASE("make gives the type itself, create a value that holds any", "[scheduler_registry]") {
  groups optimizer{{.lr = 1.0}};
  const auto made = roster::make<"StepLR">(optimizer, {.step_size = 30});
  static_assert(
      std::is_same_v<decltype(made), const roster::running_scheduler<roster::schedule<roster::StepLR>, groups>>);
  CHECK(made.schedule().config().step_size == 30);
  CHECK(made.schedule().config().gamma == 0.1);

  auto created = roster::create("StepLR", optimizer, {{"step_size", 30}, {"gamma", 0.5}});
  REQUIRE(created.schedule().as<roster::StepLR>());
  CHECK(created.schedule().as<roster::StepLR>()->config().gamma == 0.5);
  CHECK_FALSE(created.schedule().as<roster::CosineAnnealingLR>());
}

TEST_CASE("What is wrong with a call of create, word for word", "[scheduler_registry][message]") {
  groups optimizer{{.lr = 1.0}};
  const auto create = [&](std::string_view name, roster::keywords fields) {
    return refusal([&] { roster::create(name, optimizer, fields); });
  };
  CHECK(create("StepLr", {}) == std::string("scheduler: name is \"StepLr\", expected the name of a scheduler ") +
                                    all_names + "; did you mean StepLR?");
  CHECK(create("Adam", {}) ==
        std::string("scheduler: name is \"Adam\", expected the name of a scheduler ") + all_names);
  CHECK(create("StepLR", {{"step_size", 0}, {"gama", 0.1}, {"last_epoch", -2}}) ==
        "StepLR: 3 problems\n"
        "  step_size is 0, expected an integer, at least 1\n"
        "  gama is no field of StepLR, which has step_size, gamma, last_epoch and verbose; did you mean gamma?\n"
        "  last_epoch is -2, expected an integer, at least -1 and at most 1e+09");
  CHECK(create("CosineAnnealingLR", {{"T_max", 0}}) ==
        "CosineAnnealingLR: T_max is 0, expected an integer, at least 1");
  CHECK(create("CosineAnnealingWarmRestarts", {{"T_0", 1.5}, {"T_mult", 0}}) ==
        "CosineAnnealingWarmRestarts: 2 problems\n"
        "  T_0 is 1.5, expected an integer, at least 1\n"
        "  T_mult is 0, expected an integer, at least 1");
  CHECK(optimizer == groups{{.lr = 1.0}});
}

TEST_CASE("make holds to the same rules", "[scheduler_registry][message]") {
  groups optimizer{{.lr = 1.0}};
  CHECK(refusal([&] { roster::make<"StepLR">(optimizer, {.step_size = 0, .gamma = -1}, {.last_epoch = -5}); }) ==
        "StepLR: 3 problems\n"
        "  step_size is 0, expected an integer, at least 1\n"
        "  gamma is -1.0, expected a real number, above 0\n"
        "  last_epoch is -5, expected an integer, at least -1 and at most 1e+09");
  CHECK(optimizer == groups{{.lr = 1.0}});
}

TEST_CASE("try_create gives the error as a value", "[scheduler_registry]") {
  groups optimizer{{.lr = 1.0}};
  auto good = roster::try_create("StepLR", optimizer, {{"step_size", 1}});
  REQUIRE(good);
  good->step();
  CHECK(optimizer[0].lr == 0.1);

  const auto bad = roster::try_create("StepLR", optimizer, {{"step_sise", 1}});
  REQUIRE_FALSE(bad);
  REQUIRE(bad.error().problems().size() == 2);
  CHECK(bad.error().problems()[0].meant == "step_size");
  CHECK(bad.error().problems()[1].kind == roster::problem_kind::missing);
  CHECK(roster::try_create("x", optimizer).error().problems()[0].kind == roster::problem_kind::unknown_name);
}

TEST_CASE("An entry of a recipe has the name among its fields", "[scheduler_registry][message]") {
  groups optimizer{{.lr = 1.0}};
  const auto entry = [](roster::keywords members) { return roster::node(roster::detail::as_object(members)); };
  auto created = roster::create(entry({{"step_size", 1}, {"name", "StepLR"}, {"verbose", false}}), optimizer);
  created.step();
  CHECK(optimizer[0].lr == 0.1);

  const auto refuse = [&](const roster::node& given) { return refusal([&] { roster::create(given, optimizer); }); };
  CHECK(refuse(entry({{"step_size", 1}})) ==
        std::string("scheduler: name is missing, expected the name of a scheduler ") + all_names);
  CHECK(refuse(entry({{"name", 3}})) ==
        std::string("scheduler: name is 3, expected the name of a scheduler ") + all_names);
  CHECK(refuse(roster::node(roster::value("StepLR"))) ==
        "scheduler: is \"StepLR\", expected an object with the name of a scheduler");
  CHECK(refuse(entry({{"name", "StepLR"}, {"step_size", 1}, {"name", "x"}})) == "scheduler: name is given twice");
}

TEST_CASE("A list of one's own has the same functions", "[scheduler_registry]") {
  groups optimizer{{.lr = 1.0}};
  auto made = registry::make<"Doubling">(optimizer, {.every = 2});
  made.step();
  made.step();
  CHECK(optimizer[0].lr == 2.0);
  auto created = registry::create("Doubling", optimizer);
  created.step();
  CHECK(optimizer[0].lr == 4.0);
  CHECK(refusal([&] { registry::create("Doubling", optimizer, {{"every", 0}}); }) ==
        "Doubling: every is 0, expected an integer, at least 1");
  CHECK(refusal([&] { registry::create("doubling", optimizer); }).ends_with("did you mean Doubling?"));
}

TEST_CASE("A metric that is missing, or not wanted, is an error where the type is not known", "[scheduler_registry]") {
  groups optimizer{{.lr = 1.0}};
  auto watching = registry::create("Watching", optimizer);
  CHECK(refusal([&] { watching.step(); }) == "Watching: needs a metric: call step(metric)");
  watching.step(2.0);
  CHECK(optimizer[0].lr == 3.0);
  auto stepping = registry::create("StepLR", optimizer, {{"step_size", 1}});
  CHECK(refusal([&] { stepping.step(2.0); }) == "StepLR: watches no metric: call step()");
  CHECK(stepping.last_epoch() == 0);
}

TEST_CASE("Entries can be written in code, and written down", "[scheduler_registry]") {
  const roster::default_registry::entry chosen = roster::StepLR{.step_size = 3};
  groups optimizer{{.lr = 1.0}};
  auto created = roster::create(chosen, optimizer);
  CHECK(created.schedule().as<roster::StepLR>()->config().step_size == 3);
  const auto written = roster::field_kind<roster::default_registry::entry>::write(chosen);
  CHECK(*written.find("name") == roster::node(roster::value("StepLR")));
  CHECK(roster::create(written, optimizer).schedule().as<roster::StepLR>()->config().step_size == 3);
  CHECK(refusal([&] { roster::create(roster::StepLR{.step_size = 0}, optimizer); }) ==
        "StepLR: step_size is 0, expected an integer, at least 1");
  CHECK(refusal([&] { roster::schedule(roster::CosineAnnealingLR{.T_max = -1}); }) ==
        "CosineAnnealingLR: T_max is -1, expected an integer, at least 1");
  CHECK(refusal([&] { roster::create(roster::default_registry::entry(), optimizer); }) ==
        "entry: no config was read into it");
}

}  // namespace scheduler_registry_tests
