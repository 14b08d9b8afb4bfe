#include "roster/optimizers/rmsprop.hpp"

#include <catch2/catch_test_macros.hpp>

#include "support/optimizers.hpp"

namespace rmsprop_tests {

using roster::RMSprop;

TEST_CASE("RMSprop has torch::optim::RMSprop's defaults", "[rmsprop]") {
  CHECK(test::fields(RMSprop{}) ==
        R"({"lr": 0.01, "alpha": 0.99, "eps": 1e-08, "weight_decay": 0.0, "momentum": 0.0, "centered": false})");
}

TEST_CASE("RMSprop's fields have limits", "[rmsprop][message]") {
  CHECK(test::check_config(RMSprop{.lr = 0, .alpha = 1, .eps = 0, .momentum = 0.999}) == "");
  CHECK(test::check_config(RMSprop{.lr = -1, .alpha = 1.5, .eps = -1, .weight_decay = -1, .momentum = -1}) ==
        "RMSprop: 5 problems\n"
        "  lr is -1.0, expected a real number of at least 0\n"
        "  alpha is 1.5, expected a real number from 0 to 1\n"
        "  eps is -1.0, expected a real number of at least 0\n"
        "  weight_decay is -1.0, expected a real number of at least 0\n"
        "  momentum is -1.0, expected a real number of at least 0 and below 1");
}

}  // namespace rmsprop_tests
