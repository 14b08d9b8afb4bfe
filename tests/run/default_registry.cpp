// The library's schedulers, and the short functions for them.
#include "roster/run/default_registry.hpp"

#include <catch2/catch_test_macros.hpp>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "support/names.hpp"
#include "support/refusal.hpp"

namespace default_registry_tests {

using groups = std::vector<roster::plain_group>;
using test::refusal;

const std::string all_names = test::names_of<roster::default_registry>();

static_assert(std::is_same_v<roster::default_registry, roster::scheduler_registry<roster::schedulers>>);
static_assert(std::is_same_v<roster::default_registry::type<"StepLR">, roster::StepLR>);
static_assert(std::is_same_v<roster::default_registry::type<"SequentialLR">, roster::SequentialLR>);
static_assert(std::is_same_v<roster::default_registry::type<"ChainedScheduler">, roster::ChainedScheduler>);
static_assert(std::is_same_v<roster::default_registry::type<"Warmup">, roster::Warmup>);

TEST_CASE("roster::make gives the type itself, roster::create a value that holds any", "[default_registry]") {
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

TEST_CASE("All problems with a call of create are reported together, word for word", "[default_registry][message]") {
  groups optimizer{{.lr = 1.0}};
  const auto create = [&](std::string_view name, roster::keywords fields) {
    return refusal([&] { roster::create(name, optimizer, fields); });
  };
  CHECK(create("StepLr", {{"step_size", 1}}) ==
        "scheduler: name is \"StepLr\", expected the name of a scheduler " + all_names + "; did you mean StepLR?");
  CHECK(create("Adam", {}) == "scheduler: name is \"Adam\", expected the name of a scheduler " + all_names);
  CHECK(create("StepLR", {{"step_size", 0}, {"gama", 0.1}, {"last_epoch", -2}}) ==
        "StepLR: 3 problems\n"
        "  step_size is 0, expected an integer of at least 1\n"
        "  gama is not a field of StepLR (its fields: step_size, gamma, last_epoch, verbose, parameter, groups, every, "
        "monitor); did you mean gamma?\n"
        "  last_epoch is -2, expected an integer from -1 to 1000000000");
  CHECK(create("CosineAnnealingLR", {{"T_max", 0}}) ==
        "CosineAnnealingLR: T_max is 0, expected an integer of at least 1");
  CHECK(create("CosineAnnealingWarmRestarts", {{"T_0", 1.5}, {"T_mult", 0}}) ==
        "CosineAnnealingWarmRestarts: 2 problems\n"
        "  T_0 is 1.5, expected an integer of at least 1\n"
        "  T_mult is 0, expected an integer of at least 1");
  CHECK(optimizer == groups{{.lr = 1.0}});
}

TEST_CASE("roster::make follows the same rules", "[default_registry][message]") {
  groups optimizer{{.lr = 1.0}};
  CHECK(refusal([&] { roster::make<"StepLR">(optimizer, {.step_size = 0, .gamma = -1}, {.last_epoch = -5}); }) ==
        "StepLR: 3 problems\n"
        "  step_size is 0, expected an integer of at least 1\n"
        "  gamma is -1.0, expected a real number above 0\n"
        "  last_epoch is -5, expected an integer from -1 to 1000000000");
  CHECK(optimizer == groups{{.lr = 1.0}});
}

TEST_CASE("roster::make and roster::create take the options that every scheduler has", "[default_registry]") {
  groups optimizer{{.lr = 1.0}};
  CHECK(roster::make<"StepLR">(optimizer, {.step_size = 2, .gamma = 0.5}, {.last_epoch = 4}).last_epoch() == 5);
  CHECK(optimizer[0].lr == 0.25);
  groups other{{.lr = 1.0}};
  CHECK(roster::create("StepLR", other, {{"step_size", 2}, {"gamma", 0.5}, {"last_epoch", 4}}).last_epoch() == 5);
  CHECK(other[0].lr == 0.25);
}

TEST_CASE("roster::try_create gives the error as a value", "[default_registry]") {
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

TEST_CASE("A description from a file has the name among its fields", "[default_registry][message]") {
  groups optimizer{{.lr = 1.0}};
  const auto entry = [](roster::keywords members) { return roster::node(roster::detail::as_object(members)); };
  auto created = roster::create(entry({{"step_size", 1}, {"name", "StepLR"}, {"verbose", false}}), optimizer);
  created.step();
  CHECK(optimizer[0].lr == 0.1);

  const auto refuse = [&](const roster::node& given) { return refusal([&] { roster::create(given, optimizer); }); };
  CHECK(refuse(entry({{"step_size", 1}})) ==
        "scheduler: name is missing, expected the name of a scheduler " + all_names);
  CHECK(refuse(entry({{"name", 3}})) == "scheduler: name is 3, expected the name of a scheduler " + all_names);
  CHECK(refuse(roster::node(roster::value("StepLR"))) ==
        "scheduler: is \"StepLR\", expected an object with the name of a scheduler");
  CHECK(refuse(entry({{"name", "StepLR"}, {"step_size", 1}, {"name", "x"}})) == "scheduler: name is given twice");
}

TEST_CASE("An entry comes from code, and can be written and read again", "[default_registry]") {
  const roster::default_registry::entry chosen = roster::StepLR{.step_size = 3};
  groups optimizer{{.lr = 1.0}};
  auto created = roster::create(chosen, optimizer);
  CHECK(created.schedule().as<roster::StepLR>()->config().step_size == 3);
  const auto written = roster::field_kind<roster::default_registry::entry>::write(chosen);
  CHECK(*written.find("name") == roster::node(roster::value("StepLR")));
  CHECK(roster::create(written, optimizer).schedule().as<roster::StepLR>()->config().step_size == 3);
  CHECK(refusal([&] { roster::create(roster::StepLR{.step_size = 0}, optimizer); }) ==
        "StepLR: step_size is 0, expected an integer of at least 1");
  CHECK(refusal([&] { roster::schedule(roster::CosineAnnealingLR{.T_max = -1}); }) ==
        "CosineAnnealingLR: T_max is -1, expected an integer of at least 1");
  CHECK(refusal([&] { roster::create(roster::default_registry::entry(), optimizer); }) ==
        "entry: is empty, expected a config");
}

}  // namespace default_registry_tests
