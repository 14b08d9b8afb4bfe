#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <limits>
#include <span>
#include <string>
#include <vector>

#include "roster/roster.hpp"
#include "roster/schedulers/transformers/schedulers.hpp"
#include "support/refusal.hpp"

namespace transformers_tests {

using registry = roster::scheduler_registry<roster::transformers::schedulers>;
using groups = std::vector<roster::plain_group>;
using numbers = std::vector<double>;

numbers copied(std::span<const double> values) { return {values.begin(), values.end()}; }

std::string refusal(std::string_view name, roster::keywords fields) {
  groups set{{.lr = 1.0}};
  return test::refusal([&] { registry::create(name, set, fields); });
}

/// The values of the groups after that many steps.
numbers after(int steps, const registry::entry& scheduler, const numbers& base) {
  groups set;
  for (const auto lr : base) set.push_back({.lr = lr});
  auto running = registry::create(scheduler, set);
  for (int t = 0; t < steps; ++t) running.step();
  return copied(running.get_last_lr());
}

/// The values of the groups after each metric.
std::vector<numbers> after(const roster::transformers::greedy& config, const numbers& base, const numbers& metrics) {
  groups set;
  for (const auto lr : base) set.push_back({.lr = lr});
  auto running = registry::create(config, set);
  std::vector<numbers> all;
  for (const auto metric : metrics) {
    running.step(metric);
    all.push_back(copied(running.get_last_lr()));
  }
  return all;
}

TEST_CASE("A warm-up longer than the run is refused", "[transformers][message]") {
  const auto of = [](std::string_view name) {
    return refusal(name, {{"num_warmup_steps", 20}, {"num_training_steps", 10}});
  };
  const std::string why = ": num_warmup_steps is 20, but num_training_steps, which counts them, is only 10";
  CHECK(of("transformers.linear") == "transformers.linear" + why);
  CHECK(of("transformers.cosine") == "transformers.cosine" + why);
  CHECK(of("transformers.cosine_with_restarts") == "transformers.cosine_with_restarts" + why);
  CHECK(of("transformers.polynomial") == "transformers.polynomial" + why);
  CHECK(refusal("transformers.cosine_warmup_with_min_lr",
                {{"num_warmup_steps", 20}, {"num_training_steps", 10}, {"min_lr", 0.1}}) ==
        "transformers.cosine_warmup_with_min_lr" + why);
  CHECK(refusal("transformers.warmup_stable_decay",
                {{"num_warmup_steps", 8}, {"num_decay_steps", 9}, {"num_training_steps", 16}}) ==
        "transformers.warmup_stable_decay: num_training_steps is 16, but num_warmup_steps and num_decay_steps together "
        "are 17");
}

TEST_CASE("A warm-up longer than the run and a missing minimum are reported together", "[transformers][message]") {
  CHECK(refusal("transformers.cosine_with_min_lr", {{"num_warmup_steps", 20}, {"num_training_steps", 10}}) ==
        "transformers.cosine_with_min_lr: 2 problems\n"
        "  num_warmup_steps is 20, but num_training_steps, which counts them, is only 10\n"
        "  min_lr is missing, expected min_lr or min_lr_rate");
}

TEST_CASE("transformers' schedulers need the length of the run", "[transformers][message]") {
  for (const std::string name :
       {"transformers.linear", "transformers.cosine", "transformers.cosine_with_restarts", "transformers.polynomial",
        "transformers.cosine_with_min_lr", "transformers.cosine_warmup_with_min_lr"}) {
    CHECK(refusal(name, {{"num_warmup_steps", 20}}) ==
          name + ": num_training_steps is missing, expected an integer of at least 1");
    CHECK(refusal(name, {{"num_training_steps", 20}}) ==
          name + ": num_warmup_steps is missing, expected an integer of at least 0");
  }
  CHECK(refusal("transformers.warmup_stable_decay", {{"num_warmup_steps", 8}, {"num_decay_steps", 9}}) ==
        "transformers.warmup_stable_decay: num_training_steps is missing, expected num_training_steps or "
        "num_stable_steps");
}

TEST_CASE("The minimum of a cosine is given once", "[transformers][message]") {
  CHECK(refusal("transformers.cosine_with_min_lr",
                {{"num_warmup_steps", 2}, {"num_training_steps", 10}, {"min_lr", 1e-5}, {"min_lr_rate", 0.1}}) ==
        "transformers.cosine_with_min_lr: min_lr_rate is 0.1, but min_lr is 1e-05; give only one of them");
  CHECK(refusal("transformers.cosine_with_min_lr", {{"num_warmup_steps", 2}, {"num_training_steps", 10}}) ==
        "transformers.cosine_with_min_lr: min_lr is missing, expected min_lr or min_lr_rate");
  CHECK(refusal("transformers.cosine_warmup_with_min_lr",
                {{"num_warmup_steps", 2}, {"num_training_steps", 10}, {"min_lr", 1e-5}, {"min_lr_rate", 0.1}}) ==
        "transformers.cosine_warmup_with_min_lr: min_lr_rate is 0.1, but min_lr is 1e-05; give only one of them");
  CHECK(refusal("transformers.cosine_warmup_with_min_lr", {{"num_warmup_steps", 2}, {"num_training_steps", 10}}) ==
        "transformers.cosine_warmup_with_min_lr: min_lr is missing, expected min_lr or min_lr_rate");
}

TEST_CASE("Unknown shapes are refused", "[transformers][message]") {
  CHECK(refusal("transformers.warmup_stable_decay", {{"num_warmup_steps", 2},
                                                     {"num_decay_steps", 3},
                                                     {"num_training_steps", 8},
                                                     {"warmup_type", "cos"},
                                                     {"decay_type", "exponential"}}) ==
        "transformers.warmup_stable_decay: 2 problems\n"
        "  warmup_type is \"cos\", expected \"linear\", \"cosine\" or \"1-sqrt\"; did you mean cosine?\n"
        "  decay_type is \"exponential\", expected \"linear\", \"cosine\" or \"1-sqrt\"");
  CHECK(refusal("transformers.greedy", {{"mode", "auto"}, {"threshold_mode", "relative"}}) ==
        "transformers.greedy: 2 problems\n"
        "  mode is \"auto\", expected \"min\" or \"max\"\n"
        "  threshold_mode is \"relative\", expected \"rel\" or \"abs\"");
}

TEST_CASE("Fields of transformers' schedulers have limits", "[transformers][message]") {
  CHECK(refusal("transformers.cosine", {{"num_warmup_steps", -5}, {"num_training_steps", 0}, {"num_cycles", -1}}) ==
        "transformers.cosine: 3 problems\n"
        "  num_warmup_steps is -5, expected an integer of at least 0\n"
        "  num_training_steps is 0, expected an integer of at least 1\n"
        "  num_cycles is -1.0, expected a real number of at least 0");
  CHECK(refusal("transformers.constant_with_warmup", {{"num_warmup_steps", -1}}) ==
        "transformers.constant_with_warmup: num_warmup_steps is -1, expected an integer of at least 0");
  CHECK(refusal("transformers.cosine_with_restarts",
                {{"num_warmup_steps", 2}, {"num_training_steps", 10}, {"num_cycles", 0}}) ==
        "transformers.cosine_with_restarts: num_cycles is 0, expected an integer of at least 1");
  CHECK(refusal("transformers.cosine_with_restarts",
                {{"num_warmup_steps", 2}, {"num_training_steps", 10}, {"num_cycles", 1.5}}) ==
        "transformers.cosine_with_restarts: num_cycles is 1.5, expected an integer of at least 1");
  CHECK(refusal("transformers.polynomial",
                {{"num_warmup_steps", 2}, {"num_training_steps", 10}, {"lr_end", -1e-7}, {"power", -1}}) ==
        "transformers.polynomial: 2 problems\n"
        "  lr_end is -1e-07, expected a real number of at least 0\n"
        "  power is -1.0, expected a real number of at least 0");
  CHECK(refusal("transformers.inverse_sqrt", {{"num_warmup_steps", 2}, {"timescale", 0}}) ==
        "transformers.inverse_sqrt: timescale is 0, expected an integer of at least 1");
  CHECK(refusal("transformers.cosine_with_min_lr",
                {{"num_warmup_steps", 2}, {"num_training_steps", 10}, {"min_lr_rate", 1.5}}) ==
        "transformers.cosine_with_min_lr: min_lr_rate is 1.5, expected a real number from 0 to 1");
  CHECK(refusal("transformers.cosine_warmup_with_min_lr",
                {{"num_warmup_steps", 2}, {"num_training_steps", 10}, {"min_lr", -1}, {"warmup_lr_rate", 2}}) ==
        "transformers.cosine_warmup_with_min_lr: 2 problems\n"
        "  min_lr is -1.0, expected a real number of at least 0\n"
        "  warmup_lr_rate is 2.0, expected a real number from 0 to 1");
  CHECK(refusal("transformers.warmup_stable_decay",
                {{"num_warmup_steps", 2}, {"num_decay_steps", -1}, {"num_stable_steps", -1}, {"min_lr_ratio", 2}}) ==
        "transformers.warmup_stable_decay: 3 problems\n"
        "  num_decay_steps is -1, expected an integer of at least 0\n"
        "  num_stable_steps is -1, expected an integer of at least 0\n"
        "  min_lr_ratio is 2.0, expected a real number from 0 to 1");
  CHECK(refusal("transformers.greedy", {{"factor", 1}, {"window_size", 0}, {"reset_start", -1}}) ==
        "transformers.greedy: 3 problems\n"
        "  factor is 1.0, expected a real number above 0 and below 1\n"
        "  window_size is 0, expected an integer of at least 1\n"
        "  reset_start is -1, expected an integer of at least 0");
  CHECK(refusal("transformers.greedy", {{"factor", 0}}) ==
        "transformers.greedy: factor is 0.0, expected a real number above 0 and below 1");
}

TEST_CASE("A greedy minimum above the maximum is refused", "[transformers][message]") {
  CHECK(refusal("transformers.greedy", {{"max_lr", 5e-5}}) ==
        "transformers.greedy: min_lr is 0.001, but max_lr is 5e-05");
  CHECK(refusal("transformers.greedy", {{"min_lr", numbers{0.2}}, {"max_lr", 0.1}}) ==
        "transformers.greedy: min_lr[0] is 0.2, but max_lr is 0.1");
  CHECK(refusal("transformers.greedy", {{"min_lr", 0.2}, {"max_lr", numbers{0.1}}}) ==
        "transformers.greedy: min_lr is 0.2, but max_lr[0] is 0.1");
  groups two{{.lr = 1.0}, {.lr = 1.0}};
  CHECK(test::refusal([&] {
          registry::create("transformers.greedy", two, {{"min_lr", numbers{0, 0.2}}, {"max_lr", numbers{1, 0.1}}});
        }) == "transformers.greedy: min_lr[1] is 0.2, but max_lr[1] is 0.1");
  CHECK(test::refusal([&] {
          registry::create("transformers.greedy", two, {{"min_lr", numbers{0, 0, 0.2}}, {"max_lr", numbers{1, 1}}});
        }) == "transformers.greedy: min_lr has 3 elements, expected 2, one for each group");
}

TEST_CASE("Lengths are parts of the run", "[transformers]") {
  groups set{{.lr = 1.0}};
  const registry::entry scheduler(
      roster::transformers::linear{.num_warmup_steps = roster::percent(3), .num_training_steps = roster::percent(100)},
      {.every = "batch"});
  auto running = registry::create(scheduler, set, {.epochs = 4, .batches_per_epoch = 25});
  CHECK(running.at(3) == numbers{1});
  CHECK(running.at(99) == numbers{1.0 / 97});
  CHECK(running.at(100) == numbers{0});
  // The rules that compare lengths wait for the length of the run.
  groups other{{.lr = 1.0}};
  const registry::entry too_long(
      roster::transformers::linear{.num_warmup_steps = roster::epochs(5), .num_training_steps = roster::percent(100)},
      {.every = "batch"});
  CHECK(
      test::refusal([&] { registry::create(too_long, other, {.epochs = 4, .batches_per_epoch = 25}); }) ==
      "transformers.linear: num_warmup_steps is 125, but num_training_steps, which counts them, is only 100 (from \"5 "
      "epochs\")");
}

TEST_CASE("Each group ends at the last learning rate, from its own base value", "[transformers]") {
  const numbers base{0.5, 0.25, 0.125};
  CHECK(after(10, roster::transformers::polynomial{.num_warmup_steps = 2, .num_training_steps = 10, .lr_end = 0.0625},
              base) == numbers{0.0625, 0.0625, 0.0625});
  CHECK(
      after(10,
            roster::transformers::cosine_with_min_lr{.num_warmup_steps = 2, .num_training_steps = 10, .min_lr = 0.0625},
            base) == numbers{0.0625, 0.0625, 0.0625});
  CHECK(after(10,
              roster::transformers::cosine_warmup_with_min_lr{
                  .num_warmup_steps = 2, .num_training_steps = 10, .min_lr = 0.0625},
              base) == numbers{0.0625, 0.0625, 0.0625});
}

TEST_CASE("A group that starts below the last learning rate stays where it starts", "[transformers]") {
  const numbers base{0.5, 0.01, 0};  // the last group is frozen
  for (const int step : {2, 5, 10, 12}) {
    const auto polynomial = after(
        step, roster::transformers::polynomial{.num_warmup_steps = 2, .num_training_steps = 10, .lr_end = 0.1}, base);
    const auto cosine = after(
        step, roster::transformers::cosine_with_min_lr{.num_warmup_steps = 2, .num_training_steps = 10, .min_lr = 0.1},
        base);
    const auto ahead = after(
        step,
        roster::transformers::cosine_warmup_with_min_lr{.num_warmup_steps = 2, .num_training_steps = 10, .min_lr = 0.1},
        base);
    for (const std::size_t group : {1u, 2u}) {
      CHECK(polynomial[group] == base[group]);
      CHECK(cosine[group] == base[group]);
      CHECK(ahead[group] == base[group]);
    }
  }
}

TEST_CASE("The groups of greedy have limits of their own", "[transformers]") {
  const roster::transformers::greedy config{.factor = 0.5, .patience = 0, .min_lr = {0.25, 0.75}, .max_lr = {2.0, 1.5}};
  CHECK(after(config, {1, 1}, {5, 4, 4, 4, 4, 4}) ==
        std::vector<numbers>{{2, 1.5}, {2, 1.5}, {1, 0.75}, {0.5, 0.75}, {0.25, 0.75}, {0.25, 0.75}});
}

TEST_CASE("Greedy starts again after reset_start reductions at the minimum", "[transformers]") {
  const roster::transformers::greedy config{.factor = 0.5, .patience = 0, .min_lr = 0.5, .reset_start = 2};
  CHECK(after(config, {1}, {5, 5, 5, 5, 5}) == std::vector<numbers>{{1}, {0.5}, {1}, {1}, {0.5}});
  groups set{{.lr = 1.0}};
  auto running = registry::create(config, set);
  for (int t = 0; t < 3; ++t) running.step(5.0);
  set.push_back({.lr = 0.75});  // joins, and then has a value to start again from
  for (int t = 0; t < 3; ++t) running.step(5.0);
  CHECK(copied(running.base_lrs()) == numbers{1, 0.75});
  CHECK(copied(running.get_last_lr()) == numbers{1, 0.75});
}

TEST_CASE("A mean of greedy recovers from a bad metric", "[transformers]") {
  // A mean of the last two metrics that falls is an improvement, and raises.
  const roster::transformers::greedy config{
      .factor = 0.5, .patience = 0, .min_lr = 0.0, .max_lr = 1024.0, .smooth = true, .window_size = 2};
  const auto last = [&](double bad) { return after(config, {1}, {8, bad, 7, 6, 5, 4}).back(); };
  constexpr auto infinity = std::numeric_limits<double>::infinity();
  // 8 raises and the bad metric reduces; the means 7.5, 6.5, 5.5 and 4.5 raise.
  CHECK(last(std::nan("")) == numbers{16});
  CHECK(last(infinity) == numbers{16});
  // As long as it is in the window, it reduces twice; then the means are 6.5, 5.5 and 4.5.
  CHECK(last(1e20) == numbers{4});
  // Before any metric is finite, there is no mean.
  CHECK(after(config, {1}, {std::nan(""), 5, 4}) == std::vector<numbers>{{0.5}, {1}, {2}});
}

}  // namespace transformers_tests
