#include "roster/schedulers/constant_lr.hpp"

#include <catch2/catch_test_macros.hpp>
#include <cstdint>
#include <vector>

#include "support/fields.hpp"
#include "support/rule_values.hpp"

namespace constant_lr_tests {

using roster::ConstantLR;
using list = std::vector<double>;
constexpr auto most = std::int64_t{1} << 53;

TEST_CASE("ConstantLR multiplies by factor before epoch total_iters, and not afterwards", "[constant_lr]") {
  const ConstantLR quarter{.factor = 0.25, .total_iters = 3};
  const list expected{2, 2, 2, 8, 8};
  CHECK(test::stepped(quarter, 8, 4) == expected);
  CHECK(test::closed(quarter, 8, 4) == expected);
  // A third, for five epochs
  CHECK(test::closed(ConstantLR{}, 3, 6) == list{1, 1, 1, 1, 1, 3, 3});
}

TEST_CASE("ConstantLR may last one epoch or all epochs, and may have a factor of 1", "[constant_lr]") {
  CHECK(test::stepped(ConstantLR{.factor = 0.5, .total_iters = 1}, 8, 2) == list{4, 8, 8});
  CHECK(test::closed(ConstantLR{.factor = 0.5, .total_iters = 1}, 8, 2) == list{4, 8, 8});
  const ConstantLR longest{.factor = 0.5, .total_iters = most};
  CHECK(longest.at({.index = 0, .lr = 8, .base_lr = 8}, most - 1) == 4);
  CHECK(longest.at({.index = 0, .lr = 8, .base_lr = 8}, most) == 8);
  CHECK(longest.next({.index = 0, .lr = 4, .base_lr = 8}, most) == 8);
  CHECK(test::stepped(ConstantLR{.factor = 1, .total_iters = 1}, 8, 2) == list{8, 8, 8});
}

TEST_CASE("ConstantLR's fields have limits", "[constant_lr][message]") {
  CHECK(test::check_config(ConstantLR{.factor = 1, .total_iters = most}) == "");
  CHECK(test::check_config(ConstantLR{.factor = 1.5, .total_iters = 0}) ==
        "ConstantLR: 2 problems\n"
        "  factor is 1.5, expected a real number above 0 and at most 1\n"
        "  total_iters is 0, expected an integer of at least 1");
}

}  // namespace constant_lr_tests
