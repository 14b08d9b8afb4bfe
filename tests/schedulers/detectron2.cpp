#include <catch2/catch_test_macros.hpp>
#include <cstdint>
#include <string>
#include <vector>

#include "roster/roster.hpp"
#include "roster/schedulers/detectron2/schedulers.hpp"
#include "support/refusal.hpp"

namespace detectron2_tests {

using namespace roster::detectron2;
using registry = roster::scheduler_registry<roster::detectron2::schedulers>;
using groups = std::vector<roster::plain_group>;
using list = std::vector<double>;

std::string refusal(std::string_view name, roster::keywords fields) {
  groups set{{.lr = 1.0}};
  return test::refusal([&] { registry::create(name, set, fields); });
}

/// The learning rates of steps `first` to `last` of a group that starts from 1.
template <class Config>
std::vector<double> stepped(const Config& config, roster::epoch first, roster::epoch last) {
  groups set{{.lr = 1.0}};
  auto running = registry::create(config, set);
  std::vector<double> all;
  for (roster::epoch t = 0; t <= last; ++t) {
    if (t > 0) running.step();
    if (t >= first) all.push_back(set[0].lr);
  }
  return all;
}

TEST_CASE("detectron2's schedulers stay at their last value after the run", "[detectron2]") {
  CHECK(stepped(WarmupMultiStepLR{.max_iter = 4, .gamma = 0.5, .steps = {2}, .warmup_iters = 0}, 1, 7) ==
        list{1, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5});
  CHECK(stepped(WarmupCosineLR{.max_iter = 4, .base_lr_end = 0.25, .base_lr = 1.0, .warmup_iters = 0}, 4, 6) ==
        list{0.25, 0.25, 0.25});
  CHECK(stepped(WarmupPolyLR{.max_iters = 4, .warmup_iters = 0, .power = 1}, 3, 6) == list{0.25, 0.0, 0.0, 0.0});
  CHECK(stepped(WarmupPolyLR{.max_iters = 4, .warmup_iters = 0, .constant_ending = 0.5}, 4, 6) == list{0.5, 0.5, 0.5});
}

TEST_CASE("A warm-up of detectron2 may be as long as the run, and is not longer", "[detectron2]") {
  for (const bool rescale : {false, true}) {
    INFO(rescale);
    for (const std::int64_t warmup : {4, 1000}) {
      CHECK(stepped(WarmupMultiStepLR{.max_iter = 4,
                                      .steps = {},
                                      .warmup_factor = 0.0,
                                      .warmup_iters = warmup,
                                      .rescale_interval = rescale},
                    0, 6) == list{0, 0.25, 0.5, 0.75, 1, 1, 1});
      CHECK(stepped(WarmupMultiStepLR{.max_iter = 2,
                                      .steps = {},
                                      .warmup_factor = 0.5,
                                      .warmup_iters = warmup,
                                      .warmup_method = "constant",
                                      .rescale_interval = rescale},
                    0, 4) == list{0.5, 0.5, 1, 1, 1});
    }
  }
  CHECK(stepped(WarmupCosineLR{.max_iter = 4, .warmup_factor = 0.0, .rescale_interval = true}, 0, 5) ==
        list{0, 0.25, 0.5, 0.75, 1, 1});
}

TEST_CASE("A gamma of detectron2 that exceeds all numbers within the warm-up does not give NaN", "[detectron2]") {
  CHECK(stepped(
            WarmupMultiStepLR{.max_iter = 9, .gamma = 1e200, .steps = {1, 2}, .warmup_factor = 0.5, .warmup_iters = 4},
            0, 0) == list{0.5});
}

TEST_CASE("The steps of detectron2's WarmupMultiStepLR rise, and do not end the run", "[detectron2][message]") {
  const auto of = [](std::vector<std::int64_t> steps) {
    return refusal("detectron2.WarmupMultiStepLR", {{"max_iter", 30}, {"steps", steps}});
  };
  CHECK(of({}) == "");
  CHECK(of({1, 29, 31, 1000}) == "");
  CHECK(of({20, 10, 10, 40}) ==
        "detectron2.WarmupMultiStepLR: 2 problems\n"
        "  steps[1] is 10, expected more than 20, the step before\n"
        "  steps[2] is 10, expected more than 10, the step before");
  CHECK(of({20, 50, 40}) == "detectron2.WarmupMultiStepLR: steps[2] is 40, expected more than 50, the step before");
  CHECK(of({20, 30}) == "detectron2.WarmupMultiStepLR: steps[1] is 30, which is max_iter, the end of the run");
  CHECK(of({0, 3}) == "detectron2.WarmupMultiStepLR: steps[0] is 0, expected an integer of at least 1");
  CHECK(refusal("detectron2.WarmupMultiStepLR", {{"max_iter", 30000}}) ==
        "detectron2.WarmupMultiStepLR: steps[0] is 30000, which is max_iter, the end of the run");
}

TEST_CASE("detectron2's WarmupCosineLR needs base_lr to know which part base_lr_end is", "[detectron2][message]") {
  CHECK(refusal("detectron2.WarmupCosineLR", {}) == "");
  CHECK(refusal("detectron2.WarmupCosineLR", {{"base_lr_end", 0.01}}) ==
        "detectron2.WarmupCosineLR: base_lr is missing, expected the optimizer's learning rate, which base_lr_end is a "
        "part of");
  CHECK(refusal("detectron2.WarmupCosineLR", {{"base_lr_end", 0.01}, {"base_lr", 0.001}}) ==
        "detectron2.WarmupCosineLR: base_lr_end is 0.01, expected at most 0.001, which is base_lr");
  CHECK(refusal("detectron2.WarmupCosineLR", {{"base_lr_end", 0.01}, {"base_lr", 0}}) ==
        "detectron2.WarmupCosineLR: base_lr is 0.0, expected a real number above 0");
}

TEST_CASE("A warm-up longer than the run of detectron2's WarmupPolyLR is refused", "[detectron2][message]") {
  CHECK(refusal("detectron2.WarmupPolyLR", {{"max_iters", 500}}) ==
        "detectron2.WarmupPolyLR: warmup_iters is 1000, but max_iters, which counts them, is only 500");
  CHECK(refusal("detectron2.WarmupPolyLR", {}) ==
        "detectron2.WarmupPolyLR: max_iters is missing, expected an integer of at least 1");
}

TEST_CASE("detectron2's fields have limits", "[detectron2][message]") {
  CHECK(refusal("detectron2.WarmupMultiStepLR", {{"max_iter", 0},
                                                 {"gamma", 0},
                                                 {"warmup_factor", 1.5},
                                                 {"warmup_iters", -1},
                                                 {"warmup_method", "exponential"}}) ==
        "detectron2.WarmupMultiStepLR: 5 problems\n"
        "  max_iter is 0, expected an integer of at least 1\n"
        "  gamma is 0.0, expected a real number above 0\n"
        "  warmup_factor is 1.5, expected a real number from 0 to 1\n"
        "  warmup_iters is -1, expected an integer of at least 0\n"
        "  warmup_method is \"exponential\", expected \"linear\" or \"constant\"");
  CHECK(refusal("detectron2.WarmupPolyLR", {{"max_iters", 5}, {"power", -1}, {"constant_ending", 2}}) ==
        "detectron2.WarmupPolyLR: 2 problems\n"
        "  power is -1.0, expected a real number of at least 0\n"
        "  constant_ending is 2.0, expected a real number from 0 to 1");
}

}  // namespace detectron2_tests
