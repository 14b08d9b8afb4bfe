#include "roster/schedulers/exponential_lr.hpp"

#include <catch2/catch_test_macros.hpp>
#include <cstdint>
#include <vector>

#include "support/fields.hpp"
#include "support/rule_values.hpp"

namespace exponential_lr_tests {

using roster::ExponentialLR;
using list = std::vector<double>;

TEST_CASE("ExponentialLR multiplies by gamma every epoch but the first", "[exponential_lr]") {
  CHECK(test::stepped(ExponentialLR{.gamma = 0.5}, 8, 4) == list{8, 4, 2, 1, 0.5});
  CHECK(test::closed(ExponentialLR{.gamma = 0.5}, 8, 4) == list{8, 4, 2, 1, 0.5});
  CHECK(test::stepped(ExponentialLR{.gamma = 2}, 1, 3) == list{1, 2, 4, 8});
  CHECK(test::closed(ExponentialLR{.gamma = 1}, 3, 2) == list{3, 3, 3});
}

TEST_CASE("ExponentialLR reaches 0 after many epochs", "[exponential_lr]") {
  const ExponentialLR halving{.gamma = 0.5};
  CHECK(halving.at({.index = 0, .lr = 1, .base_lr = 1}, 1074) == 0x1p-1074);
  CHECK(halving.at({.index = 0, .lr = 1, .base_lr = 1}, std::int64_t{1} << 53) == 0);
}

TEST_CASE("ExponentialLR's gamma must be above 0", "[exponential_lr][message]") {
  CHECK(test::check_config(ExponentialLR{.gamma = 1e-300}) == "");
  CHECK(test::check_config(ExponentialLR{.gamma = 0}) == "ExponentialLR: gamma is 0.0, expected a real number above 0");
}

}  // namespace exponential_lr_tests
