#include "roster/optimizers/adam.hpp"

#include <catch2/catch_test_macros.hpp>

#include "support/optimizers.hpp"

namespace adam_tests {

using roster::Adam;

TEST_CASE("Adam has torch::optim::Adam's defaults", "[adam]") {
  CHECK(test::fields(Adam{}) ==
        R"({"lr": 0.001, "betas": [0.9, 0.999], "eps": 1e-08, "weight_decay": 0.0, "amsgrad": false})");
}

TEST_CASE("Adam's fields have limits", "[adam][message]") {
  CHECK(test::check_config(Adam{.lr = 0, .betas = {0, 0}, .eps = 0, .weight_decay = 0}) == "");
  CHECK(test::check_config(Adam{.lr = -1, .betas = {-0.5, 1}, .eps = -1, .weight_decay = -1}) ==
        "Adam: 5 problems\n"
        "  lr is -1.0, expected a real number of at least 0\n"
        "  betas[0] is -0.5, expected a real number of at least 0 and below 1\n"
        "  betas[1] is 1.0, expected a real number of at least 0 and below 1\n"
        "  eps is -1.0, expected a real number of at least 0\n"
        "  weight_decay is -1.0, expected a real number of at least 0");
}

}  // namespace adam_tests
