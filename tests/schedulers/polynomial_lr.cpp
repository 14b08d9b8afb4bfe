#include "roster/schedulers/polynomial_lr.hpp"

#include <catch2/catch_test_macros.hpp>
#include <cstdint>
#include <vector>

#include "support/fields.hpp"
#include "support/rule_values.hpp"

namespace polynomial_lr_tests {

using roster::PolynomialLR;
using list = std::vector<double>;
constexpr auto most = std::int64_t{1} << 53;

TEST_CASE("PolynomialLR falls to 0 in total_iters epochs, and stays there", "[polynomial_lr]") {
  const PolynomialLR line{.total_iters = 4};
  CHECK(test::close(test::stepped(line, 8, 6), {8, 6, 4, 2, 0, 0, 0}));
  CHECK(test::closed(line, 8, 6) == list{8, 6, 4, 2, 0, 0, 0});
  const PolynomialLR parabola{.total_iters = 4, .power = 2};
  CHECK(test::close(test::stepped(parabola, 16, 5), {16, 9, 4, 1, 0, 0}));
  CHECK(test::closed(parabola, 16, 5) == list{16, 9, 4, 1, 0, 0});
  // A line of five epochs
  CHECK(test::close(test::closed(PolynomialLR{}, 5, 6), {5, 4, 3, 2, 1, 0, 0}));
}

TEST_CASE("PolynomialLR may have one epoch, a power of 0, or the most epochs", "[polynomial_lr]") {
  CHECK(test::stepped(PolynomialLR{.total_iters = 1}, 8, 2) == list{8, 0, 0});
  CHECK(test::closed(PolynomialLR{.total_iters = 1}, 8, 2) == list{8, 0, 0});
  CHECK(test::stepped(PolynomialLR{.total_iters = 2, .power = 0}, 8, 3) == list{8, 8, 8, 8});
  CHECK(test::closed(PolynomialLR{.total_iters = 2, .power = 0}, 8, 3) == list{8, 8, 8, 8});
  const PolynomialLR longest{.total_iters = most};
  CHECK(longest.at({.index = 0, .lr = 8, .base_lr = 8}, most / 4) == 6);
  CHECK(longest.at({.index = 0, .lr = 8, .base_lr = 8}, most) == 0);
}

TEST_CASE("PolynomialLR's fields have limits", "[polynomial_lr][message]") {
  CHECK(test::check_config(PolynomialLR{.total_iters = most, .power = 0}) == "");
  CHECK(test::check_config(PolynomialLR{.total_iters = 0, .power = -1}) ==
        "PolynomialLR: 2 problems\n"
        "  total_iters is 0, expected an integer of at least 1\n"
        "  power is -1.0, expected a real number of at least 0");
}

}  // namespace polynomial_lr_tests
