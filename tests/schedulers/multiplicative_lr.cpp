#include "roster/schedulers/multiplicative_lr.hpp"

#include <catch2/catch_test_macros.hpp>
#include <vector>

#include "roster/files/json.hpp"
#include "support/fields.hpp"
#include "support/rule_values.hpp"

namespace multiplicative_lr_tests {

using roster::MultiplicativeLR;
using list = std::vector<double>;

double half(roster::epoch) { return 0.5; }
double epoch_itself(roster::epoch t) { return static_cast<double>(t); }

TEST_CASE("MultiplicativeLR multiplies by the function of each epoch, from epoch 1 on", "[multiplicative_lr]") {
  CHECK(test::stepped(MultiplicativeLR{.lr_lambda = epoch_itself}, 1, 4) == list{1, 1, 2, 6, 24});
  static_assert(!roster::detail::has_at<MultiplicativeLR>, "its value follows from all the epochs before");
}

TEST_CASE("MultiplicativeLR may have a function for each group", "[multiplicative_lr]") {
  const MultiplicativeLR two{.lr_lambda = {half, epoch_itself}};
  CHECK(test::stepped(two, 8, 3, 0) == list{8, 4, 2, 1});
  CHECK(test::stepped(two, 8, 3, 1) == list{8, 8, 16, 48});
}

TEST_CASE("MultiplicativeLR is saved without its functions, one null for each group", "[multiplicative_lr]") {
  CHECK(roster::to_json(roster::node(MultiplicativeLR{.lr_lambda = half}.attributes(3, 2))) ==
        R"({"lr_lambdas": [null, null]})");
}

TEST_CASE("MultiplicativeLR refuses empty functions", "[multiplicative_lr][message]") {
  CHECK(test::check_config(MultiplicativeLR{.lr_lambda = half}) == "");
  CHECK(test::check_config(MultiplicativeLR{.lr_lambda = roster::lr_function()}) ==
        "MultiplicativeLR: lr_lambda is empty, expected a function");
}

}  // namespace multiplicative_lr_tests
