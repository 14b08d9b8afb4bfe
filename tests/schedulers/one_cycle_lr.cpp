#include "roster/schedulers/one_cycle_lr.hpp"

#include <catch2/catch_test_macros.hpp>
#include <cstdint>
#include <string>
#include <vector>

#include "roster/files/json.hpp"
#include "support/fields.hpp"
#include "support/rule_values.hpp"

namespace one_cycle_lr_tests {

using roster::OneCycleLR;
using list = std::vector<double>;

/// Rises in a quarter of 8 steps: the peak is at epoch 8 / 4 - 1 = 1, and the end at epoch 7, 6 epochs later.
OneCycleLR line() {
  return {.max_lr = 16,
          .total_steps = 8,
          .pct_start = 0.25,
          .anneal_strategy = "linear",
          .base_momentum = 0.5,
          .max_momentum = 0.75,
          .div_factor = 4,
          .final_div_factor = 1};
}

TEST_CASE("A group of OneCycleLR may be frozen at 0", "[one_cycle_lr]") {
  const OneCycleLR config{.max_lr = {1e-3, 0}, .total_steps = 10};
  CHECK(test::check_config(config) == "");
  CHECK(config.base({.index = 1, .lr = 7, .base_lr = 7}) == 0);
  for (roster::epoch t = 0; t < 10; ++t) CHECK(config.at({.index = 1, .lr = 7, .base_lr = 0}, t) == 0);
}

TEST_CASE("OneCycleLR rises from max_lr / div_factor, and falls to the end", "[one_cycle_lr]") {
  CHECK(test::closed(line(), 99, 7) == list{4, 16, 14, 12, 10, 8, 6, 4});
  auto far_down = line();
  far_down.final_div_factor = 4;
  CHECK(test::closed(far_down, 99, 7) == list{4, 16, 13.5, 11, 8.5, 6, 3.5, 1});
}

TEST_CASE("OneCycleLR anneals along half a cosine by default", "[one_cycle_lr]") {
  // To the peak in 2 epochs, and down in 3, by 60° each
  const OneCycleLR config{.max_lr = 16, .total_steps = 6, .pct_start = 0.5, .div_factor = 4, .final_div_factor = 0.25};
  CHECK(test::close(test::closed(config, 99, 5), {4, 10, 16, 16, 16, 16}));
  OneCycleLR lower = config;
  lower.final_div_factor = 1;
  CHECK(test::close(test::closed(lower, 99, 5), {4, 10, 16, 13, 7, 4}));
}

TEST_CASE("Three phases fall as they rose, and then to the end", "[one_cycle_lr]") {
  // The peak is at epoch 8 / 4 - 1 = 1, the first value again at 2 × 8 / 4 - 2 = 2, the last at 7.
  auto three = line();
  three.three_phase = true;
  three.max_lr = 24;
  three.final_div_factor = 6;
  CHECK(test::closed(three, 99, 7) == list{6, 24, 6, 5, 4, 3, 2, 1});
  CHECK(test::momenta(three, 4) == list{0.75, 0.5, 0.75, 0.75, 0.75});
}

TEST_CASE("OneCycleLR moves the momentum the other way, unless cycle_momentum is false", "[one_cycle_lr]") {
  auto config = line();
  config.max_momentum = 0.875;
  CHECK(config.moves_momentum());
  CHECK(test::momenta(config, 7) == list{0.875, 0.5, 0.5625, 0.625, 0.6875, 0.75, 0.8125, 0.875});
  config.cycle_momentum = false;
  CHECK_FALSE(config.moves_momentum());
}

TEST_CASE("OneCycleLR may have values for each group", "[one_cycle_lr]") {
  auto two = line();
  two.max_lr = {16, 32};
  two.base_momentum = {0.5, 0.25};
  CHECK(test::closed(two, 99, 2, 0) == list{4, 16, 14});
  CHECK(test::closed(two, 99, 2, 1) == list{8, 32, 28});
  CHECK(test::momenta(two, 1, 1) == list{0.75, 0.25});
}

TEST_CASE("OneCycleLR ends with its steps, which may be given as epochs times steps_per_epoch", "[one_cycle_lr]") {
  CHECK(line().last() == 8);
  auto product = line();
  product.total_steps.reset();
  product.epochs = 2;
  product.steps_per_epoch = 4;
  CHECK(test::check_config(product) == "");
  CHECK(product.last() == 8);
  CHECK(test::closed(product, 99, 7) == test::closed(line(), 99, 7));
  product.total_steps = 8;
  CHECK(test::check_config(product) == "");
  // The step after the last batch keeps the value.
  CHECK(test::closed(line(), 99, 8)[8] == 4);
}

TEST_CASE("OneCycleLR begins at the peak if its rise has no steps, and ends there if it has all", "[one_cycle_lr]") {
  auto config = line();
  config.pct_start = 0;
  config.total_steps = 2;
  CHECK(test::check_config(config) == "");
  CHECK(test::closed(config, 99, 1) == list{10, 4});  // the peak would be at epoch -1
  config.pct_start = 1;
  config.total_steps = 4;
  CHECK(test::check_config(config) == "");
  CHECK(test::closed(config, 99, 3) == list{4, 8, 12, 16});
}

TEST_CASE("OneCycleLR needs a number of steps", "[one_cycle_lr][message]") {
  const std::string missing = "OneCycleLR: total_steps is missing, expected total_steps, or epochs and steps_per_epoch";
  CHECK(test::check_config(OneCycleLR{.max_lr = 1}) == missing);
  CHECK(test::check_config(OneCycleLR{.max_lr = 1, .epochs = 3}) == missing);
  CHECK(test::check_config(OneCycleLR{.max_lr = 1, .steps_per_epoch = 3}) == missing);
  CHECK(test::check_config(OneCycleLR{.max_lr = 1, .total_steps = 5, .epochs = 3}) == "");
  constexpr auto most = std::int64_t{1} << 53;
  CHECK(test::check_config(OneCycleLR{.max_lr = 1, .epochs = most / 2, .steps_per_epoch = 2}) == "");
  CHECK(test::check_config(OneCycleLR{.max_lr = 1, .epochs = most / 2 + 1, .steps_per_epoch = 2}) ==
        "OneCycleLR: epochs times steps_per_epoch is more than 2^53 steps");
  CHECK(test::check_config(OneCycleLR{.max_lr = 1, .total_steps = 5, .epochs = 3, .steps_per_epoch = 2}) ==
        "OneCycleLR: total_steps is 5, but epochs times steps_per_epoch is 6; give only one of them");
}

TEST_CASE("OneCycleLR's fields have limits", "[one_cycle_lr][message]") {
  CHECK(test::check_config(OneCycleLR{.max_lr = -1,
                                      .total_steps = 0,
                                      .epochs = 0,
                                      .steps_per_epoch = 0,
                                      .pct_start = 1.5,
                                      .base_momentum = 1,
                                      .max_momentum = -1,
                                      .div_factor = 0,
                                      .final_div_factor = 0}) ==
        "OneCycleLR: 9 problems\n"
        "  max_lr is -1.0, expected a real number of at least 0\n"
        "  total_steps is 0, expected an integer of at least 1\n"
        "  epochs is 0, expected an integer of at least 1\n"
        "  steps_per_epoch is 0, expected an integer of at least 1\n"
        "  pct_start is 1.5, expected a real number from 0 to 1\n"
        "  base_momentum is 1.0, expected a real number of at least 0 and below 1\n"
        "  max_momentum is -1.0, expected a real number of at least 0 and below 1\n"
        "  div_factor is 0.0, expected a real number above 0\n"
        "  final_div_factor is 0.0, expected a real number above 0");
  CHECK(test::check_config(OneCycleLR{.max_lr = 1, .total_steps = 2, .pct_start = 0.5}) ==
        "OneCycleLR: pct_start is 0.5, which leaves a single one of 2 steps for the rise; choose more");
}

TEST_CASE("OneCycleLR is saved as PyTorch's, with its phases", "[one_cycle_lr]") {
  const std::string first = R"({"end_step": 1.0, "start_lr": "initial_lr", "end_lr": "max_lr", )"
                            R"("start_momentum": "max_momentum", "end_momentum": "base_momentum"})";
  const std::string end = R"("_anneal_func_type": "linear", "cycle_momentum": true})";
  auto config = line();
  CHECK(roster::to_json(roster::node(config.attributes(3, 2))) ==
        R"({"total_steps": 8, "_schedule_phases": [)" + first +
            R"(, {"end_step": 7.0, "start_lr": "max_lr", "end_lr": "min_lr", )"
            R"("start_momentum": "base_momentum", "end_momentum": "max_momentum"}], )" +
            end);
  config.three_phase = true;
  CHECK(roster::to_json(roster::node(config.attributes(3, 2))) ==
        R"({"total_steps": 8, "_schedule_phases": [)" + first +
            R"(, {"end_step": 2.0, "start_lr": "max_lr", "end_lr": "initial_lr", )"
            R"("start_momentum": "base_momentum", "end_momentum": "max_momentum"})"
            R"(, {"end_step": 7.0, "start_lr": "initial_lr", "end_lr": "min_lr", )"
            R"("start_momentum": "max_momentum", "end_momentum": "max_momentum"}], )" +
            end);
}

}  // namespace one_cycle_lr_tests
