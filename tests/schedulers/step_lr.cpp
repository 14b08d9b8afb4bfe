#include "roster/schedulers/step_lr.hpp"

#include <catch2/catch_test_macros.hpp>
#include <cstdint>
#include <vector>

#include "support/fields.hpp"
#include "support/rule_values.hpp"

namespace step_lr_tests {

using roster::StepLR;
using list = std::vector<double>;
constexpr auto most = std::int64_t{1} << 53;

TEST_CASE("StepLR multiplies by gamma at each step_size-th epoch", "[step_lr]") {
  const StepLR halving{.step_size = 2, .gamma = 0.5};
  const list expected{8, 8, 4, 4, 2, 2, 1};
  CHECK(test::stepped(halving, 8, 6) == expected);
  CHECK(test::closed(halving, 8, 6) == expected);
  // gamma is 0.1.
  CHECK(test::stepped(StepLR{.step_size = 2}, 1, 5) == list{1, 1, 0.1, 0.1, 0.1 * 0.1, 0.1 * 0.1});
}

TEST_CASE("A StepLR of step_size 1 decays at every epoch but the first", "[step_lr]") {
  const StepLR every{.step_size = 1, .gamma = 0.5};
  CHECK(test::stepped(every, 1, 3) == list{1, 0.5, 0.25, 0.125});
  CHECK(test::closed(every, 1, 3) == list{1, 0.5, 0.25, 0.125});
}

TEST_CASE("StepLR may raise the learning rate or leave it unchanged", "[step_lr]") {
  CHECK(test::stepped(StepLR{.step_size = 1, .gamma = 2}, 1, 3) == list{1, 2, 4, 8});
  CHECK(test::stepped(StepLR{.step_size = 1, .gamma = 1}, 3, 2) == list{3, 3, 3});
}

TEST_CASE("The largest step_size is allowed", "[step_lr][message]") {
  const StepLR longest{.step_size = most, .gamma = 0.5};
  CHECK(test::check_config(longest) == "");
  CHECK(test::stepped(longest, 1, 2) == list{1, 1, 1});
  CHECK(longest.next({.index = 0, .lr = 1, .base_lr = 1}, most - 1) == 1);
  CHECK(longest.next({.index = 0, .lr = 1, .base_lr = 1}, most) == 0.5);
  CHECK(longest.at({.index = 0, .lr = 1, .base_lr = 1}, most - 1) == 1);
  CHECK(longest.at({.index = 0, .lr = 1, .base_lr = 1}, most) == 0.5);
  CHECK(test::check_config(StepLR{.step_size = most + 1}) ==
        "StepLR: step_size is 9007199254740993, expected an integer from 1 to 2^53");
}

TEST_CASE("StepLR's fields have limits", "[step_lr][message]") {
  CHECK(test::check_config(StepLR{.step_size = 0, .gamma = 0}) ==
        "StepLR: 2 problems\n"
        "  step_size is 0, expected an integer of at least 1\n"
        "  gamma is 0.0, expected a real number above 0");
}

}  // namespace step_lr_tests
