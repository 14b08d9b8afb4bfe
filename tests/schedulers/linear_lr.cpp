#include "roster/schedulers/linear_lr.hpp"

#include <catch2/catch_test_macros.hpp>
#include <cstdint>
#include <vector>

#include "support/fields.hpp"
#include "support/rule_values.hpp"

namespace linear_lr_tests {

using roster::LinearLR;
using list = std::vector<double>;
constexpr auto most = std::int64_t{1} << 53;

TEST_CASE("LinearLR goes from start_factor to end_factor in equal amounts, and stays there", "[linear_lr]") {
  const LinearLR rising{.start_factor = 0.25, .total_iters = 3};
  const list expected{2, 4, 6, 8, 8};
  CHECK(test::stepped(rising, 8, 4) == expected);
  CHECK(test::closed(rising, 8, 4) == expected);
  const LinearLR falling{.start_factor = 1, .end_factor = 0, .total_iters = 4};
  CHECK(test::stepped(falling, 8, 5) == list{8, 6, 4, 2, 0, 0});
  CHECK(test::closed(falling, 8, 5) == list{8, 6, 4, 2, 0, 0});
  // From a third to one, in five epochs
  CHECK(test::close(test::stepped(LinearLR{}, 15, 6), {5, 7, 9, 11, 13, 15, 15}));
  CHECK(test::close(test::closed(LinearLR{}, 15, 6), {5, 7, 9, 11, 13, 15, 15}));
}

TEST_CASE("LinearLR may have one epoch or the most epochs", "[linear_lr]") {
  const LinearLR at_once{.start_factor = 0.5, .total_iters = 1};
  CHECK(test::stepped(at_once, 8, 2) == list{4, 8, 8});
  CHECK(test::closed(at_once, 8, 2) == list{4, 8, 8});
  const LinearLR longest{.start_factor = 0.5, .total_iters = most};
  CHECK(longest.at({.index = 0, .lr = 8, .base_lr = 8}, most / 2) == 6);
  CHECK(longest.at({.index = 0, .lr = 8, .base_lr = 8}, most) == 8);
}

TEST_CASE("LinearLR's fields have limits", "[linear_lr][message]") {
  CHECK(test::check_config(LinearLR{.start_factor = 1, .end_factor = 0, .total_iters = most}) == "");
  CHECK(test::check_config(LinearLR{.start_factor = 0, .end_factor = 1.5, .total_iters = 0}) ==
        "LinearLR: 3 problems\n"
        "  start_factor is 0.0, expected a real number above 0 and at most 1\n"
        "  end_factor is 1.5, expected a real number from 0 to 1\n"
        "  total_iters is 0, expected an integer of at least 1");
}

}  // namespace linear_lr_tests
