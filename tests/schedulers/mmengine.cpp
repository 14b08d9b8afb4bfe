#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "roster/roster.hpp"
#include "roster/run/all_registry.hpp"
#include "support/refusal.hpp"

namespace mmengine_tests {

using groups = std::vector<roster::plain_group>;
using types = roster::registry<roster::all_schedulers>;
using roster::mmengine::CosineRestartLR;
using roster::mmengine::param_scheduler;
using roster::mmengine::PolyLR;

std::string refusal(std::string_view name, roster::keywords fields) {
  groups set{{.lr = 1.0}};
  return test::refusal([&] { roster::all_registry::create(name, set, fields); });
}
std::string refusal(const roster::all_registry::entry& one) {
  groups set{{.lr = 1.0}};
  return test::refusal([&] { roster::all_registry::create(one, set); });
}

const roster::StepLR decay{.step_size = 2};

TEST_CASE("MMEngine's PolyLR needs the number of steps, and a degree of at least 0", "[mmengine][message]") {
  CHECK(refusal("mmengine.PolyLR", {}) == "mmengine.PolyLR: total_iters is missing, expected an integer of at least 1");
  CHECK(refusal(PolyLR{.total_iters = 0, .power = -1}) ==
        "mmengine.PolyLR: 2 problems\n"
        "  total_iters is 0, expected an integer of at least 1\n"
        "  power is -1.0, expected a real number of at least 0");
}

TEST_CASE("MMEngine's CosineRestartLR needs a weight for each period and one minimum", "[mmengine][message]") {
  CHECK(refusal(CosineRestartLR{.periods = std::vector<roster::steps>{}, .eta_min = 0.0}) ==
        "mmengine.CosineRestartLR: 2 problems\n"
        "  periods is empty, expected at least one period\n"
        "  restart_weights has 1 element, expected 0, one for each period");
  CHECK(refusal(CosineRestartLR{.periods = {3, 4}}) ==
        "mmengine.CosineRestartLR: 2 problems\n"
        "  restart_weights has 1 element, expected 2, one for each period\n"
        "  eta_min is missing, expected eta_min or eta_min_ratio");
  CHECK(refusal(CosineRestartLR{.periods = {3}, .eta_min = 0.1, .eta_min_ratio = 0.1}) ==
        "mmengine.CosineRestartLR: eta_min_ratio is given, but so is eta_min; give only one of them");
  CHECK(refusal(CosineRestartLR{.periods = {3, 0}, .restart_weights = {1, -1}, .eta_min = 0.1}) ==
        "mmengine.CosineRestartLR: 2 problems\n"
        "  periods[1] is 0, expected an integer of at least 1\n"
        "  restart_weights[1] is -1.0, expected a real number of at least 0");
}

TEST_CASE("The closed forms are the values of the steps, also after the end", "[mmengine]") {
  const auto compare = [](const auto& config) {
    groups set{{.lr = 1.0}, {.lr = 0.25}};
    auto running = roster::all_registry::create(config, set);
    for (int t = 0; t < 20; ++t) {
      INFO(t);
      const auto lr = running.at(t);
      for (std::size_t g = 0; g < 2; ++g) CHECK(std::abs(lr[g] - set[g].lr) < 1e-15);
      running.step();
    }
  };
  compare(PolyLR{.total_iters = 9, .eta_min = 0.01, .power = 1.5});
  compare(CosineRestartLR{.periods = {3, 1, 7}, .restart_weights = {0.5, 1, 0.7}, .eta_min_ratio = 0.1});
}

TEST_CASE("Problems with a range are reported with its path", "[mmengine][message]") {
  CHECK(refusal(param_scheduler{.schedulers = {{decay, {.begin = 5, .end = 5}}, {decay, {.begin = -1, .end = 0}}},
                                .epoch_length = 0}) ==
        "mmengine.param_scheduler: 4 problems\n"
        "  schedulers[0].end is 5, expected more than begin, which is 5\n"
        "  schedulers[1].begin is -1, expected an integer of at least 0\n"
        "  schedulers[1].end is 0, expected an integer of at least 1\n"
        "  epoch_length is 0, expected an integer of at least 1");
  CHECK(refusal(param_scheduler{.schedulers = std::vector<roster::entry<types, roster::mmengine::range>>{},
                                .epoch_length = 1}) ==
        "mmengine.param_scheduler: schedulers is empty, expected at least one scheduler");
  CHECK(refusal("mmengine.param_scheduler",
                {{"epoch_length", 1},
                 {"schedulers", roster::node(roster::node::list{roster::node(
                                    roster::node::object{{"name", "StepLR"}, {"step_size", 2}, {"ends", 3}})})}}) ==
        "mmengine.param_scheduler: schedulers[0].ends is not a field of StepLR (its fields: step_size, gamma, begin, "
        "end, by_epoch, name); did you mean end?");
}

TEST_CASE("A scheduler that ends before its range does is refused", "[mmengine][message]") {
  const roster::OneCycleLR ends{.max_lr = 1.0, .total_steps = 10, .cycle_momentum = false};
  CHECK(refusal(param_scheduler{.schedulers = {{decay}, {ends, {.begin = 5, .end = 17}}}, .epoch_length = 1}) ==
        "mmengine.param_scheduler: schedulers[1] ends after 10 steps, but takes 11 from begin to end");
  CHECK(refusal(param_scheduler{.schedulers = {{ends, {.begin = 5, .end = 16}}}, .epoch_length = 1}) == "");
}

TEST_CASE("Without the length of the run, a param_scheduler needs the length of an epoch", "[mmengine][message]") {
  CHECK(refusal(param_scheduler{.schedulers = {{decay}}}) ==
        "mmengine.param_scheduler: epoch_length is \"1 epoch\", which needs the length of the run, expected an integer "
        "of at least 1");
}

TEST_CASE("A param_scheduler ends with the first scheduler that ends and has no end", "[mmengine]") {
  constexpr auto never = std::numeric_limits<roster::epoch>::max();
  const roster::OneCycleLR ends{.max_lr = 1.0, .total_steps = 10, .cycle_momentum = false};
  CHECK(param_scheduler{.schedulers = {{decay, {.end = 5}}, {ends, {.end = 5}}}, .epoch_length = 4}.last() == never);
  CHECK(param_scheduler{.schedulers = {{ends, {.begin = 3, .by_epoch = false}}}, .epoch_length = 4}.last() == 13);
  CHECK(param_scheduler{.schedulers = {{ends, {.begin = 3}}}, .epoch_length = 4}.last() == 14 * 4 - 1);
  CHECK(param_scheduler{.schedulers = {{ends, {.begin = never - 5}}}, .epoch_length = 1}.last() == never);
  CHECK(param_scheduler{.schedulers = {{ends}}, .epoch_length = never}.last() == never);
}

TEST_CASE("Each scheduler is at its own step, from its begin on", "[mmengine]") {
  const param_scheduler two{.schedulers = {{decay, {.begin = 2, .end = 5, .by_epoch = false}}, {decay, {.begin = 1}}},
                            .epoch_length = 3};
  const auto own = [&](std::size_t i, roster::epoch t) { return two.epoch_of(i, t).value_or(-1); };
  CHECK(std::vector{own(0, 1), own(0, 2), own(0, 4), own(0, 5), own(0, 90)} ==
        std::vector<roster::epoch>{-1, 0, 2, 2, 2});
  CHECK(std::vector{own(1, 2), own(1, 3), own(1, 5), own(1, 6)} == std::vector<roster::epoch>{-1, 0, 0, 1});
  CHECK_FALSE(two.acts(0, 1));
  CHECK(two.acts(0, 4));
  CHECK_FALSE(two.acts(0, 5));
  CHECK(two.acts(1, 3));
  CHECK_FALSE(two.acts(1, 4));
}

}  // namespace mmengine_tests
