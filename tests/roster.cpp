// The door for users without LibTorch: they include only this.
#include "roster/roster.hpp"

#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <string>
#include <vector>

namespace door_roster_tests {

using groups = std::vector<roster::plain_group>;

/// README's example of a user's scheduler.
struct InverseSqrtLR {
  roster::required<std::int64_t> warmup;

  static constexpr std::string_view about = "Warms up linearly, then falls with the square root of the epoch.";
  static constexpr roster::rule rules[] = {{"warmup", "epochs until the highest learning rate", roster::at_least(1)}};

  double at(roster::group g, roster::epoch t) const {
    const auto now = static_cast<double>(t + 1);
    const auto peak = static_cast<double>(warmup);
    return g.base_lr * std::min(now / peak, std::sqrt(peak / now));
  }
};

inline constexpr auto schedulers = boost::hana::append(roster::schedulers, boost::hana::type_c<InverseSqrtLR>);
using registry = roster::scheduler_registry<schedulers>;

TEST_CASE("roster.hpp makes, creates and composes schedulers", "[roster]") {
  groups optimizer{{.lr = 1.0}};
  auto a = roster::make<"StepLR">(optimizer, {.step_size = 1, .gamma = 0.5});
  a.step();
  CHECK(optimizer[0].lr == 0.5);
  CHECK(a.at(3) == std::vector{0.125});

  auto b = roster::create("ExponentialLR", optimizer, {{"gamma", 0.5}});
  b.step();
  CHECK(optimizer[0].lr == 0.25);

  auto c = roster::make<"SequentialLR">(
      optimizer,
      {.schedulers = {roster::ConstantLR{.factor = 0.5}, roster::ExponentialLR{.gamma = 0.5}}, .milestones = {2}});
  CHECK(optimizer[0].lr == 0.125);
  c.step();
  c.step();
  CHECK(optimizer[0].lr == 0.25);

  auto d = roster::make<"ReduceLROnPlateau">(optimizer, {.factor = 0.5, .patience = 0});
  d.step(1.0);
  d.step(1.0);
  CHECK(optimizer[0].lr == 0.125);
}

TEST_CASE("roster.hpp saves and resumes in memory", "[roster]") {
  groups optimizer{{.lr = 1.0}}, fresh{{.lr = 1.0}};
  auto saved = roster::make<"StepLR">(optimizer, {.step_size = 1, .gamma = 0.5});
  saved.step();
  auto resumed = roster::make<"StepLR">(fresh, {.step_size = 1, .gamma = 0.5});
  resumed.load_state_dict(saved.state_dict());
  CHECK(fresh == optimizer);
  CHECK(resumed.last_epoch() == 1);
}

TEST_CASE("roster.hpp looks ahead", "[roster]") {
  CHECK(roster::trace(roster::ExponentialLR{.gamma = 0.5}, {{.lr = 1.0}}, 2) ==
        std::vector<groups>{{{1.0}}, {{0.5}}, {{0.25}}});
}

TEST_CASE("roster.hpp reports all problems together", "[roster][message]") {
  groups optimizer{{.lr = 1.0}};
  const auto failed = roster::try_create("StepLR", optimizer, {{"step_size", 0}, {"gama", 0.1}, {"last_epoch", -2}});
  REQUIRE_FALSE(failed);
  CHECK(std::string(failed.error().what()) ==
        "StepLR: 3 problems\n"
        "  step_size is 0, expected an integer of at least 1\n"
        "  gama is not a field of StepLR (its fields: step_size, gamma, last_epoch, verbose, parameter, groups, every, "
        "monitor); did you mean gamma?\n"
        "  last_epoch is -2, expected an integer from -1 to 1000000000");
}

TEST_CASE("roster.hpp takes a scheduler of the user's own", "[roster]") {
  groups optimizer{{.lr = 1.0}};
  auto made = registry::create("InverseSqrtLR", optimizer, {{"warmup", 4}});
  CHECK(optimizer[0].lr == 0.25);
  for (int t = 1; t <= 15; ++t) made.step();
  CHECK(optimizer[0].lr == 0.5);
}

}  // namespace door_roster_tests
