#include <catch2/catch_test_macros.hpp>
#include <limits>
#include <string>
#include <vector>

#include "roster/roster.hpp"
#include "roster/schedulers/optax/schedulers.hpp"
#include "support/refusal.hpp"

namespace optax_tests {

using registry = roster::scheduler_registry<roster::optax::schedulers>;
using groups = std::vector<roster::plain_group>;
using roster::optax::exponential_decay, roster::optax::piecewise_interpolate_schedule,
    roster::optax::warmup_cosine_decay_schedule;

std::string refusal(const registry::entry& one) {
  groups set{{.lr = 1.0}};
  return test::refusal([&] { registry::create(one, set); });
}

TEST_CASE("optax's schedulers set the learning rates of all groups, whatever they are", "[optax]") {
  groups set{{.lr = 7.0}, {.lr = 0.5}};
  auto running = registry::create(exponential_decay{.init_value = 0.5, .transition_steps = 1, .decay_rate = 0.5}, set);
  CHECK(set == groups{{.lr = 0.5}, {.lr = 0.5}});
  running.step();
  CHECK(set == groups{{.lr = 0.25}, {.lr = 0.25}});
  CHECK(running.base_lrs()[0] == 0.5);
}

TEST_CASE("The warm-up of optax is part of decay_steps", "[optax][message]") {
  const warmup_cosine_decay_schedule config{.init_value = 0, .peak_value = 1, .warmup_steps = 5, .decay_steps = 5};
  CHECK(refusal(config) ==
        "optax.warmup_cosine_decay_schedule: decay_steps is 5, expected more than warmup_steps, which it counts: 5");
}

TEST_CASE("Values that optax's schedulers cannot have are refused", "[optax][message]") {
  CHECK(refusal(warmup_cosine_decay_schedule{
            .init_value = 0, .peak_value = 1, .warmup_steps = -1, .decay_steps = 0, .exponent = -1}) ==
        "optax.warmup_cosine_decay_schedule: 3 problems\n"
        "  warmup_steps is -1, expected an integer of at least 0\n"
        "  decay_steps is 0, expected an integer of at least 1\n"
        "  exponent is -1.0, expected a real number of at least 0");
  CHECK(
      refusal(exponential_decay{.init_value = 1, .transition_steps = 0, .decay_rate = -0.5, .transition_begin = -3}) ==
      "optax.exponential_decay: 3 problems\n"
      "  transition_steps is 0, expected an integer of at least 1\n"
      "  decay_rate is -0.5, expected a real number above 0\n"
      "  transition_begin is -3, expected an integer of at least 0");
}

TEST_CASE("Boundaries of optax rise", "[optax][message]") {
  CHECK(refusal(piecewise_interpolate_schedule{
            .interpolate_type = "linear", .init_value = 1, .boundaries_and_scales = {{5, 0.5}, {5, 2}, {3, -1}}}) ==
        "optax.piecewise_interpolate_schedule: boundaries_and_scales[2][1] is -1.0, expected a real number of at least "
        "0");
  CHECK(refusal(piecewise_interpolate_schedule{
            .interpolate_type = "linear", .init_value = 1, .boundaries_and_scales = {{5, 0.5}, {5, 2}, {3, 1}}}) ==
        "optax.piecewise_interpolate_schedule: 2 problems\n"
        "  boundaries_and_scales[1][0] is 5, expected more than 5, the boundary before\n"
        "  boundaries_and_scales[2][0] is 3, expected more than 5, the boundary before");
}

TEST_CASE("A one-cycle schedule of optax has enough steps for its parts", "[optax][message]") {
  using roster::optax::linear_onecycle_schedule, roster::optax::cosine_onecycle_schedule;
  const std::string name = "optax.piecewise_interpolate_schedule: ";
  CHECK(refusal(linear_onecycle_schedule(1, 0.1)) ==
        name + "boundaries_and_scales[1][0] is 0, expected more than 0, the boundary before");
  CHECK(refusal(cosine_onecycle_schedule(0, 0.1)) ==
        name + "boundaries_and_scales[1][0] is 0, expected more than 0, the boundary before");
  CHECK(refusal(linear_onecycle_schedule(10, 0.1, 0.9, 0.3)) ==
        name + "boundaries_and_scales[1][0] is 3, expected more than 9, the boundary before");
  CHECK(refusal(cosine_onecycle_schedule(10, 0.1, std::numeric_limits<double>::quiet_NaN(), 0.0)) ==
        name +
            "3 problems\n"
            "  init_value is inf, expected a finite real number of at least 0\n"
            "  boundaries_and_scales[0][0] is -1, expected an integer of at least 0\n"
            "  boundaries_and_scales[1][1] is inf, expected a finite real number of at least 0");
}

TEST_CASE("A recipe gives the boundaries of optax as pairs, of which a step may be a length", "[optax][message]") {
  const auto made = [](const roster::node& pairs) {
    groups set{{.lr = 1.0}};
    auto one = roster::checked("recipe", [&](const roster::place& here) {
      return roster::read_entry<registry::entry>(
          roster::node(roster::node::object{{"name", "optax.piecewise_interpolate_schedule"},
                                            {"interpolate_type", "linear"},
                                            {"init_value", 1.0},
                                            {"boundaries_and_scales", pairs}}),
          here);
    });
    auto running = registry::create(std::move(one), set, {.epochs = 20});
    for (int t = 0; t < 10; ++t) running.step();
    return set[0].lr;
  };
  const auto pair = [](const roster::node& boundary, const roster::node& scale) {
    return roster::node(roster::node::list{boundary, scale});
  };
  CHECK(made(roster::node(roster::node::list{pair(10, 0.5), pair("100 %", 0.5)})) == 0.5);
  CHECK(made(roster::node(roster::node::list{pair("8 epochs", 0.5), pair("60 %", 0.5)})) == 0.375);
  CHECK(test::refusal([&] { made(roster::node(roster::node::list{pair("10 epochs", 0.5), pair("50 %", 0.5)})); }) ==
        "optax.piecewise_interpolate_schedule: boundaries_and_scales[1][0] is 10, expected more than 10, the boundary "
        "before (from \"50 %\")");
  CHECK(test::refusal([&] { made(roster::node(roster::node::list{pair("soon", 0.5), 3})); }) ==
        "recipe: 2 problems\n"
        "  boundaries_and_scales[0][0] is \"soon\", expected an integer of at least 0, or a length such as "
        "\"5 epochs\", \"500 batches\" or \"10 %\"\n"
        "  boundaries_and_scales[1] is 3, expected a list of an integer and a real number, each at least 0");
  CHECK(test::refusal([&] { made(roster::node(roster::node::object{{"30", 0.5}})); }) ==
        "recipe: boundaries_and_scales is an object, expected a list of lists of an integer and a real number, each at "
        "least 0");
}

}  // namespace optax_tests
