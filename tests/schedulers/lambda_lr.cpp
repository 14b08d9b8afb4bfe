#include "roster/schedulers/lambda_lr.hpp"

#include <catch2/catch_test_macros.hpp>
#include <vector>

#include "roster/files/json.hpp"
#include "support/fields.hpp"
#include "support/rule_values.hpp"

namespace lambda_lr_tests {

using roster::LambdaLR;
using list = std::vector<double>;

double inverse(roster::epoch t) { return 1.0 / static_cast<double>(1 + t); }
double doubled(roster::epoch t) { return 2.0 * static_cast<double>(t); }

TEST_CASE("LambdaLR is the base value times the function of the epoch", "[lambda_lr]") {
  CHECK(test::closed(LambdaLR{.lr_lambda = inverse}, 12, 3) == list{12, 6, 4, 3});
}

TEST_CASE("LambdaLR may have a function for each group", "[lambda_lr]") {
  const LambdaLR two{.lr_lambda = {inverse, doubled}};
  CHECK(test::closed(two, 12, 3, 0) == list{12, 6, 4, 3});
  CHECK(test::closed(two, 12, 3, 1) == list{0, 24, 48, 72});
}

TEST_CASE("LambdaLR is saved without its functions, one null for each group", "[lambda_lr]") {
  CHECK(roster::to_json(roster::node(LambdaLR{.lr_lambda = inverse}.attributes(3, 2))) ==
        R"({"lr_lambdas": [null, null]})");
}

TEST_CASE("LambdaLR refuses empty functions", "[lambda_lr][message]") {
  CHECK(test::check_config(LambdaLR{.lr_lambda = inverse}) == "");
  CHECK(test::check_config(LambdaLR{.lr_lambda = roster::lr_function()}) ==
        "LambdaLR: lr_lambda is empty, expected a function");
  CHECK(test::check_config(LambdaLR{.lr_lambda = {inverse, {}}}) ==
        "LambdaLR: lr_lambda[1] is empty, expected a function");
}

}  // namespace lambda_lr_tests
