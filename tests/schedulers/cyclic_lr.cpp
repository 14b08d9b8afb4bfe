#include "roster/schedulers/cyclic_lr.hpp"

#include <catch2/catch_test_macros.hpp>
#include <cstdint>
#include <functional>
#include <vector>

#include "roster/files/json.hpp"
#include "support/fields.hpp"
#include "support/rule_values.hpp"

namespace cyclic_lr_tests {

using roster::CyclicLR;
using list = std::vector<double>;

TEST_CASE("A group of CyclicLR may be frozen at 0", "[cyclic_lr]") {
  const CyclicLR config{.base_lr = {1e-4, 0}, .max_lr = {1e-3, 0}, .step_size_up = 2};
  CHECK(test::check_config(config) == "");
  CHECK(config.base({.index = 1, .lr = 7, .base_lr = 7}) == 0);
  for (roster::epoch t = 0; t < 9; ++t) CHECK(config.at({.index = 1, .lr = 7, .base_lr = 0}, t) == 0);
}

TEST_CASE("CyclicLR goes from base_lr to max_lr in step_size_up epochs, and back in as many", "[cyclic_lr]") {
  const CyclicLR config{.base_lr = 1, .max_lr = 5, .step_size_up = 2};
  // The optimizer's learning rate is ignored.
  CHECK(test::closed(config, 99, 9) == list{1, 3, 5, 3, 1, 3, 5, 3, 1, 3});
}

TEST_CASE("CyclicLR may fall in another number of epochs, or immediately", "[cyclic_lr]") {
  CHECK(test::close(test::closed(CyclicLR{.base_lr = 1, .max_lr = 7, .step_size_up = 2, .step_size_down = 6}, 1, 9),
                    {1, 4, 7, 6, 5, 4, 3, 2, 1, 4}));
  CHECK(test::closed(CyclicLR{.base_lr = 0, .max_lr = 4, .step_size_up = 4, .step_size_down = 0}, 1, 5) ==
        list{0, 1, 2, 3, 0, 1});
}

TEST_CASE("The cycles of mode triangular2 are each half as high", "[cyclic_lr]") {
  CHECK(test::closed(CyclicLR{.base_lr = 1, .max_lr = 5, .step_size_up = 2, .mode = "triangular2"}, 1, 10) ==
        list{1, 3, 5, 3, 1, 2, 3, 2, 1, 1.5, 2});
}

TEST_CASE("In mode exp_range, a cycle's height falls by gamma every epoch", "[cyclic_lr]") {
  CHECK(test::closed(CyclicLR{.base_lr = 1, .max_lr = 5, .step_size_up = 2, .mode = "exp_range", .gamma = 0.5}, 1, 6) ==
        list{1, 2, 2, 1.25, 1, 1 + 2 / 32.0, 1 + 4 / 64.0});
}

TEST_CASE("A scale_fn takes the cycle, from 1 on, or the epoch", "[cyclic_lr]") {
  const auto inverse = [](double x) { return x == 0 ? 0 : 1 / x; };
  CHECK(test::closed(CyclicLR{.base_lr = 0, .max_lr = 4, .step_size_up = 2, .scale_fn = inverse}, 1, 6) ==
        list{0, 2, 4, 2, 0, 1, 2});
  CHECK(test::closed(
            CyclicLR{.base_lr = 0, .max_lr = 4, .step_size_up = 2, .scale_fn = inverse, .scale_mode = "iterations"}, 1,
            6) == list{0, 2, 2, 2 / 3.0, 0, 2 / 5.0, 4 / 6.0});
}

TEST_CASE("CyclicLR moves the momentum the other way, unless cycle_momentum is false", "[cyclic_lr]") {
  const CyclicLR config{
      .base_lr = 1, .max_lr = 5, .step_size_up = 2, .mode = "triangular2", .base_momentum = 0.5, .max_momentum = 0.75};
  CHECK(config.moves_momentum());
  CHECK(test::momenta(config, 6) == list{0.75, 0.625, 0.5, 0.625, 0.75, 0.6875, 0.625});
  CHECK_FALSE(CyclicLR{.base_lr = 1, .max_lr = 5, .cycle_momentum = false}.moves_momentum());
}

TEST_CASE("CyclicLR may have values for each group", "[cyclic_lr]") {
  const CyclicLR two{
      .base_lr = {1, 10}, .max_lr = {5, 30}, .step_size_up = 2, .base_momentum = {0.5, 0.25}, .max_momentum = 0.75};
  CHECK(test::closed(two, 1, 2, 0) == list{1, 3, 5});
  CHECK(test::closed(two, 1, 2, 1) == list{10, 20, 30});
  CHECK(test::momenta(two, 2, 1) == list{0.75, 0.5, 0.25});
}

TEST_CASE("CyclicLR is saved as PyTorch's", "[cyclic_lr]") {
  const auto saved = [](const CyclicLR& config) { return roster::to_json(roster::node(config.attributes(3, 2))); };
  CHECK(saved({.base_lr = 1, .max_lr = 5, .step_size_up = 1, .step_size_down = 3}) ==
        R"({"max_lrs": [5.0, 5.0], "total_size": 4.0, "step_ratio": 0.25, "mode": "triangular", "gamma": 1.0, )"
        R"("scale_mode": "cycle", "_scale_fn_custom": null, "cycle_momentum": true, "base_momentums": [0.8, 0.8], )"
        R"("max_momentums": [0.9, 0.9]})");
  CHECK(saved({.base_lr = 1, .max_lr = {5, 6}, .mode = "exp_range", .cycle_momentum = false}) ==
        R"({"max_lrs": [5.0, 6.0], "total_size": 4000.0, "step_ratio": 0.5, "mode": "exp_range", "gamma": 1.0, )"
        R"("scale_mode": "iterations", "_scale_fn_custom": null, "cycle_momentum": false})");
}

TEST_CASE("CyclicLR's fields have limits", "[cyclic_lr][message]") {
  constexpr auto most = std::int64_t{1} << 53;
  CHECK(test::check_config(CyclicLR{.base_lr = 0, .max_lr = 1, .step_size_up = most, .step_size_down = most}) == "");
  CHECK(test::check_config(CyclicLR{.base_lr = {0, -1},
                                    .max_lr = -1,
                                    .step_size_up = 0,
                                    .step_size_down = -1,
                                    .gamma = 0,
                                    .scale_fn = std::function<double(double)>(),
                                    .base_momentum = 1,
                                    .max_momentum = {0.5, -1}}) ==
        "CyclicLR: 8 problems\n"
        "  base_lr[1] is -1.0, expected a real number of at least 0\n"
        "  max_lr is -1.0, expected a real number of at least 0\n"
        "  step_size_up is 0, expected an integer of at least 1\n"
        "  step_size_down is -1, expected an integer of at least 0\n"
        "  gamma is 0.0, expected a real number above 0\n"
        "  scale_fn is empty, expected a function\n"
        "  base_momentum is 1.0, expected a real number of at least 0 and below 1\n"
        "  max_momentum[1] is -1.0, expected a real number of at least 0 and below 1");
}

}  // namespace cyclic_lr_tests
