#include <catch2/catch_test_macros.hpp>
#include <string>
#include <vector>

#include "roster/roster.hpp"
#include "roster/schedulers/megatron/schedulers.hpp"
#include "support/refusal.hpp"

namespace megatron_tests {

using registry = roster::scheduler_registry<roster::megatron::schedulers>;
using groups = std::vector<roster::plain_group>;
using rates = roster::per_group<double>;

/// What is wrong with these fields, after the name.
std::string refusal(std::size_t count, roster::keywords fields) {
  groups set(count, {.lr = 1.0});
  const auto said = test::refusal([&] { registry::create("megatron.OptimizerParamScheduler", set, fields); });
  const std::string_view name = "megatron.OptimizerParamScheduler: ";
  return said.starts_with(name) ? said.substr(name.size()) : said;
}

TEST_CASE("Megatron's fields have limits", "[megatron][message]") {
  CHECK(refusal(1, {}) ==
        "2 problems\n"
        "  max_lr is missing, expected a real number or a list with one for each group, each at least 0\n"
        "  lr_decay_steps is missing, expected an integer of at least 1");
  CHECK(refusal(1, {{"max_lr", -1},
                    {"lr_decay_steps", 0},
                    {"init_lr", -1},
                    {"min_lr", -1},
                    {"lr_warmup_steps", -1},
                    {"lr_warmup_fraction", 1},
                    {"lr_decay_style", "polynomial"},
                    {"start_wd", -1},
                    {"end_wd", -1},
                    {"wd_incr_steps", 0},
                    {"wd_incr_style", "sqrt"},
                    {"wsd_decay_steps", 0},
                    {"lr_wsd_decay_style", "sqrt"},
                    {"wd_mult", -1},
                    {"increment", 0}}) ==
        "15 problems\n"
        "  max_lr is -1.0, expected a real number of at least 0\n"
        "  lr_decay_steps is 0, expected an integer of at least 1\n"
        "  init_lr is -1.0, expected a real number of at least 0\n"
        "  min_lr is -1.0, expected a real number of at least 0\n"
        "  lr_warmup_steps is -1, expected an integer of at least 0\n"
        "  lr_warmup_fraction is 1.0, expected a real number of at least 0 and below 1\n"
        "  lr_decay_style is \"polynomial\", expected \"constant\", \"linear\", \"cosine\", \"inverse-square-root\" or "
        "\"WSD\"\n"
        "  start_wd is -1.0, expected a real number of at least 0\n"
        "  end_wd is -1.0, expected a real number of at least 0\n"
        "  wd_incr_steps is 0, expected an integer of at least 1\n"
        "  wd_incr_style is \"sqrt\", expected \"constant\", \"linear\" or \"cosine\"\n"
        "  wsd_decay_steps is 0, expected an integer of at least 1\n"
        "  lr_wsd_decay_style is \"sqrt\", expected \"exponential\", \"linear\", \"cosine\" or \"minus_sqrt\"\n"
        "  wd_mult is -1.0, expected a real number of at least 0\n"
        "  increment is 0, expected an integer of at least 1");
}

TEST_CASE("Megatron's first and last learning rates are at most the highest, in each group", "[megatron][message]") {
  CHECK(refusal(1, {{"max_lr", 1}, {"lr_decay_steps", 9}, {"init_lr", 2}, {"min_lr", 3}}) ==
        "2 problems\n"
        "  init_lr is 2.0, but max_lr is 1.0\n"
        "  min_lr is 3.0, but max_lr is 1.0");
  CHECK(refusal(2, {{"max_lr", {1, 0.1}}, {"lr_decay_steps", 9}, {"init_lr", 0.2}, {"min_lr", {0.5, 0.5}}}) ==
        "2 problems\n"
        "  init_lr is 0.2, but max_lr[1] is 0.1\n"
        "  min_lr[1] is 0.5, but max_lr[1] is 0.1");
  CHECK(refusal(2, {{"max_lr", {1, 1}}, {"lr_decay_steps", 9}, {"min_lr", {1, 1, 1}}}) ==
        "min_lr has 3 elements, expected 2, one for each group");
}

TEST_CASE("Megatron's warm-up is shorter than the decay, and given once", "[megatron][message]") {
  CHECK(refusal(1, {{"max_lr", 1}, {"lr_decay_steps", 9}, {"lr_warmup_steps", 9}}) ==
        "lr_warmup_steps is 9, but lr_decay_steps, which counts them, is 9");
  CHECK(refusal(1, {{"max_lr", 1}, {"lr_decay_steps", 9}, {"lr_warmup_steps", 2}, {"lr_warmup_fraction", 0.5}}) ==
        "lr_warmup_steps is 2, but lr_warmup_fraction is 0.5; give only one of them");
}

TEST_CASE("The decay of Megatron's WSD has a length that the run can hold", "[megatron][message]") {
  CHECK(refusal(1, {{"max_lr", 1}, {"lr_decay_steps", 9}, {"lr_decay_style", "WSD"}}) ==
        "wsd_decay_steps is missing, expected an integer of at least 1, for the decay of WSD");
  CHECK(refusal(1, {{"max_lr", 1},
                    {"lr_decay_steps", 10},
                    {"lr_warmup_fraction", 0.15},
                    {"lr_decay_style", "WSD"},
                    {"wsd_decay_steps", 9}}) ==
        "wsd_decay_steps is 9, but lr_decay_steps leaves 8.5 after the warm-up");
}

TEST_CASE("Megatron's weight decay has a start and an end, and grows from one to the other", "[megatron][message]") {
  CHECK(refusal(1, {{"max_lr", 1}, {"lr_decay_steps", 9}, {"start_wd", 0.1}}) ==
        "end_wd is missing: start_wd is given");
  CHECK(refusal(1, {{"max_lr", 1}, {"lr_decay_steps", 9}, {"end_wd", 0.1}}) == "start_wd is missing: end_wd is given");
  CHECK(
      refusal(
          1, {{"max_lr", 1}, {"lr_decay_steps", 9}, {"start_wd", 0.2}, {"end_wd", 0.1}, {"wd_incr_style", "linear"}}) ==
      "2 problems\n"
      "  start_wd is 0.2, but end_wd is 0.1\n"
      "  wd_incr_steps is missing, expected an integer of at least 1, for the way from start_wd to end_wd");
  CHECK(refusal(2, {{"max_lr", 1}, {"lr_decay_steps", 9}, {"start_wd", {0.1, 0.2}}, {"end_wd", {0.1, 0.3}}}) ==
        "end_wd[1] is 0.3, but start_wd[1] is 0.2; choose another wd_incr_style");
  CHECK(refusal(2, {{"max_lr", 1}, {"lr_decay_steps", 9}, {"start_wd", {0.1}}, {"end_wd", 0.1}}) ==
        "start_wd has 1 element, expected 2, one for each group");
}

TEST_CASE("Megatron's scheduler says why it cannot move the weight decay", "[megatron][message]") {
  CHECK(refusal(1, {{"max_lr", 1}, {"lr_decay_steps", 9}, {"start_wd", 0}, {"end_wd", 0}, {"parameter", "momentum"}}) ==
        "parameter is \"momentum\", but megatron.OptimizerParamScheduler moves the weight decay too, which only a "
        "scheduler of lr may do; leave out start_wd and end_wd");
  struct bare {
    double lr;
  };
  std::vector<bare> set{{.lr = 1}};
  CHECK(test::refusal([&] {
          registry::make<"megatron.OptimizerParamScheduler">(
              set, {.max_lr = 1, .lr_decay_steps = 9, .start_wd = 0.1, .end_wd = 0.1});
        }) ==
        "megatron.OptimizerParamScheduler: moves the weight decay, but group 0 of the optimizer has no weight decay; "
        "leave out start_wd and end_wd or choose another optimizer");
}

TEST_CASE("Megatron's scheduler sets the groups to their own values, and the weight decay only if it is given",
          "[megatron]") {
  groups set{{.lr = 7, .weight_decay = 7}, {.lr = 7, .weight_decay = 7}};
  auto running = registry::make<"megatron.OptimizerParamScheduler">(set, {.max_lr = {1, 0.5},
                                                                          .lr_decay_steps = 8,
                                                                          .min_lr = {0, 0.25},
                                                                          .start_wd = 0.0,
                                                                          .end_wd = rates{0.5, 1.0},
                                                                          .wd_incr_steps = roster::steps(4),
                                                                          .wd_incr_style = "linear",
                                                                          .wd_mult = {1, 0.5}});
  CHECK(set == groups{{.lr = 1, .weight_decay = 0}, {.lr = 0.5, .weight_decay = 0}});
  for (int t = 0; t < 2; ++t) running.step();
  CHECK(set == groups{{.lr = 0.75, .weight_decay = 0.25}, {.lr = 0.4375, .weight_decay = 0.25}});
  CHECK(running.base_lrs()[1] == 0.5);
  const auto state = running.state_dict();
  for (int t = 0; t < 9; ++t) running.step();
  CHECK(set == groups{{.lr = 0, .weight_decay = 0.5}, {.lr = 0.25, .weight_decay = 0.5}});
  running.load_state_dict(state);
  CHECK(set == groups{{.lr = 0.75, .weight_decay = 0.25}, {.lr = 0.4375, .weight_decay = 0.25}});

  groups still{{.lr = 7, .weight_decay = 7}};
  registry::make<"megatron.OptimizerParamScheduler">(still, {.max_lr = 1, .lr_decay_steps = 8});
  CHECK(still == groups{{.lr = 1, .weight_decay = 7}});
}

}  // namespace megatron_tests
