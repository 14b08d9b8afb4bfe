#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <string>
#include <vector>

#include "roster/roster.hpp"
#include "roster/schedulers/deepspeed/schedulers.hpp"
#include "support/refusal.hpp"

namespace deepspeed_tests {

using registry = roster::scheduler_registry<roster::deepspeed::schedulers>;
using groups = std::vector<roster::plain_group>;

std::string refusal(std::string_view name, roster::keywords fields, std::size_t count = 1) {
  groups set(count, {.lr = 1.0, .momentum = 0.5});
  return test::refusal([&] { registry::create(name, set, fields); });
}

TEST_CASE("A warm-up that DeepSpeed's run cannot hold is refused", "[deepspeed][message]") {
  CHECK(refusal("deepspeed.WarmupDecayLR", {{"total_num_steps", 10}, {"warmup_num_steps", 11}}) ==
        "deepspeed.WarmupDecayLR: warmup_num_steps is 11, but total_num_steps, which counts them, is only 10");
  CHECK(refusal("deepspeed.WarmupDecayLR", {{"total_num_steps", 10}, {"warmup_num_steps", 10}}) == "");
  CHECK(refusal("deepspeed.WarmupCosineLR", {{"total_num_steps", 500}}) ==
        "deepspeed.WarmupCosineLR: warmup_num_steps is 1000, but total_num_steps, which counts them, is only 500");
}

TEST_CASE("DeepSpeed's decays need the length of the run", "[deepspeed][message]") {
  CHECK(refusal("deepspeed.WarmupDecayLR", {}) ==
        "deepspeed.WarmupDecayLR: total_num_steps is missing, expected an integer of at least 1");
  CHECK(refusal("deepspeed.WarmupCosineLR", {}) ==
        "deepspeed.WarmupCosineLR: total_num_steps is missing, expected an integer of at least 1");
}

TEST_CASE("DeepSpeed's fields have limits", "[deepspeed][message]") {
  CHECK(refusal("deepspeed.WarmupLR",
                {{"warmup_min_lr", -0.1}, {"warmup_max_lr", -1}, {"warmup_num_steps", 0}, {"warmup_type", "lin"}}) ==
        "deepspeed.WarmupLR: 4 problems\n"
        "  warmup_min_lr is -0.1, expected a real number of at least 0\n"
        "  warmup_max_lr is -1.0, expected a real number of at least 0\n"
        "  warmup_num_steps is 0, expected an integer of at least 1\n"
        "  warmup_type is \"lin\", expected \"log\" or \"linear\"; did you mean linear?");
  CHECK(
      refusal("deepspeed.WarmupCosineLR", {{"total_num_steps", 0}, {"warmup_min_ratio", 2}, {"cos_min_ratio", -0.5}}) ==
      "deepspeed.WarmupCosineLR: 3 problems\n"
      "  total_num_steps is 0, expected an integer of at least 1\n"
      "  warmup_min_ratio is 2.0, expected a real number from 0 to 1\n"
      "  cos_min_ratio is -0.5, expected a real number from 0 to 1");
  CHECK(refusal("deepspeed.OneCycle", {{"cycle_min_lr", 0.1},
                                       {"cycle_max_lr", 1},
                                       {"decay_lr_rate", -1},
                                       {"cycle_first_step_size", 0},
                                       {"cycle_second_step_size", -1},
                                       {"cycle_first_stair_count", -1},
                                       {"cycle_second_stair_count", -1},
                                       {"decay_step_size", -1},
                                       {"cycle_min_mom", -1},
                                       {"cycle_max_mom", 1},
                                       {"decay_mom_rate", -1}}) ==
        "deepspeed.OneCycle: 9 problems\n"
        "  decay_lr_rate is -1.0, expected a real number of at least 0\n"
        "  cycle_first_step_size is 0, expected an integer of at least 1\n"
        "  cycle_second_step_size is -1, expected an integer of at least 0\n"
        "  cycle_first_stair_count is -1, expected an integer of at least 0\n"
        "  cycle_second_stair_count is -1, expected an integer of at least 0\n"
        "  decay_step_size is -1, expected an integer of at least 0\n"
        "  cycle_min_mom is -1.0, expected a real number of at least 0 and below 1\n"
        "  cycle_max_mom is 1.0, expected a real number of at least 0 and below 1\n"
        "  decay_mom_rate is -1.0, expected a real number of at least 0");
  CHECK(refusal("deepspeed.LRRangeTest",
                {{"lr_range_test_min_lr", -1}, {"lr_range_test_step_size", 0}, {"lr_range_test_step_rate", -1}}) ==
        "deepspeed.LRRangeTest: 3 problems\n"
        "  lr_range_test_min_lr is -1.0, expected a real number of at least 0\n"
        "  lr_range_test_step_size is 0, expected an integer of at least 1\n"
        "  lr_range_test_step_rate is -1.0, expected a real number of at least 0");
}

TEST_CASE("DeepSpeed's lists have a value for each group", "[deepspeed][message]") {
  const std::vector<double> two{0.1, 0.2};
  CHECK(refusal("deepspeed.WarmupLR", {{"warmup_max_lr", two}}) ==
        "deepspeed.WarmupLR: warmup_max_lr has 2 elements, expected 1, one for each group");
  CHECK(refusal("deepspeed.WarmupLR", {{"warmup_max_lr", std::vector<double>()}}) ==
        "deepspeed.WarmupLR: warmup_max_lr is empty, expected null or a real number or a list with one for each group, "
        "each at least 0");
  CHECK(refusal("deepspeed.WarmupLR", {{"warmup_max_lr", "high"}}) ==
        "deepspeed.WarmupLR: warmup_max_lr is \"high\", expected null or a real number or a list with one for each "
        "group, each at least 0");
  CHECK(refusal("deepspeed.OneCycle", {{"cycle_min_lr", two}, {"cycle_max_lr", 1}, {"cycle_max_mom", two}}, 3) ==
        "deepspeed.OneCycle: 2 problems\n"
        "  cycle_min_lr has 2 elements, expected 3, one for each group\n"
        "  cycle_max_mom has 2 elements, expected 3, one for each group");
}

TEST_CASE("DeepSpeed's limits are the base values, or else the group's learning rate", "[deepspeed]") {
  groups set(3, {.lr = 4.0, .momentum = 0.5});
  const std::vector<double> expected{1, 4, 3};
  auto warmup = registry::make<"deepspeed.WarmupLR">(
      set, {.warmup_min_lr = {0.5, 0.25, 0}, .warmup_max_lr = {1, std::nullopt, 3}, .warmup_num_steps = 2});
  CHECK(std::ranges::equal(warmup.base_lrs(), expected));
  CHECK(set == groups{{.lr = 0.5, .momentum = 0.5}, {.lr = 0.25, .momentum = 0.5}, {.lr = 0, .momentum = 0.5}});
  for (int t = 0; t < 3; ++t) warmup.step();
  CHECK(set == groups{{.lr = 1, .momentum = 0.5}, {.lr = 4, .momentum = 0.5}, {.lr = 3, .momentum = 0.5}});

  set.erase(set.begin());  // not told apart: the order is kept
  auto decay = registry::make<"deepspeed.WarmupDecayLR">(
      set, {.total_num_steps = 4, .warmup_max_lr = {8, 16}, .warmup_num_steps = 2, .warmup_type = "linear"});
  CHECK(std::ranges::equal(decay.base_lrs(), std::vector<double>{8, 16}));
  for (int t = 0; t < 2; ++t) decay.step();
  CHECK(set == groups{{.lr = 4, .momentum = 0.5}, {.lr = 8, .momentum = 0.5}});
}

TEST_CASE("DeepSpeed's OneCycle moves the momentum against the learning rate, from the first step on", "[deepspeed]") {
  groups set{{.lr = 9.0, .momentum = 0.5, .weight_decay = 0.25}};
  auto cycle = registry::make<"deepspeed.OneCycle">(
      set,
      {.cycle_min_lr = 1, .cycle_max_lr = 3, .cycle_first_step_size = 2, .cycle_min_mom = 0.5, .cycle_max_mom = 0.75});
  std::vector<double> lr, momentum;
  for (int t = 0; t < 7; ++t) {
    if (t > 0) cycle.step();
    lr.push_back(set[0].lr);
    momentum.push_back(set[0].momentum);
  }
  CHECK(lr == std::vector<double>{1, 2, 3, 2, 1, 1, 1});
  CHECK(momentum == std::vector{0.75, 0.625, 0.5, 0.625, 0.75, 0.75, 0.75});
  CHECK(set[0].weight_decay == 0.25);
}

TEST_CASE("DeepSpeed's OneCycle leaves the momentum alone without cycle_momentum", "[deepspeed]") {
  groups set{{.lr = 9.0, .momentum = 0.5}};
  auto cycle =
      registry::make<"deepspeed.OneCycle">(set, {.cycle_min_lr = 1, .cycle_max_lr = 3, .cycle_momentum = false});
  for (int t = 0; t < 5; ++t) cycle.step();
  CHECK(set[0].momentum == 0.5);
}

TEST_CASE("The momentum of DeepSpeed's OneCycle stays below 1", "[deepspeed]") {
  groups set{{.lr = 9.0}, {.lr = 9.0}};
  auto cycle = registry::make<"deepspeed.OneCycle">(set, {.cycle_min_lr = 1,
                                                          .cycle_max_lr = 3,
                                                          .cycle_first_step_size = 1,
                                                          .decay_step_size = 1,
                                                          .cycle_max_mom = {0.5, 0.995},
                                                          .decay_mom_rate = 0.25});
  std::vector<double> first, second;
  for (int t = 0; t < 8; ++t) {
    if (t > 0) cycle.step();
    first.push_back(set[0].momentum);
    second.push_back(set[1].momentum);
  }
  CHECK(std::vector(first.begin() + 2, first.end()) == std::vector{0.5, 0.625, 0.75, 0.875, 0.99, 0.99});
  CHECK(*std::ranges::max_element(second) == 0.995);
}

TEST_CASE("A group that DeepSpeed's schedulers freeze at 0 stays there, however fast the others change",
          "[deepspeed]") {
  groups set(1, {.lr = 9.0, .momentum = 0.5});
  auto test = registry::make<"deepspeed.LRRangeTest">(
      set, {.lr_range_test_min_lr = 0, .lr_range_test_step_size = 1, .lr_range_test_step_rate = 1e308});
  for (int t = 0; t < 3; ++t) test.step();
  CHECK(set[0].lr == 0);

  auto cycle = registry::make<"deepspeed.OneCycle">(set, {.cycle_min_lr = 0,
                                                          .cycle_max_lr = 1,
                                                          .decay_lr_rate = 1e308,
                                                          .cycle_first_step_size = 1,
                                                          .decay_step_size = 1,
                                                          .cycle_min_mom = 0,
                                                          .cycle_max_mom = 0,
                                                          .decay_mom_rate = 1e308});
  for (int t = 0; t < 6; ++t) cycle.step();
  CHECK(set == groups{{.lr = 0, .momentum = 0}});
}

}  // namespace deepspeed_tests
