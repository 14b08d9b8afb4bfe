#include "roster/optimizers/adamw.hpp"

#include <catch2/catch_test_macros.hpp>

#include "support/optimizers.hpp"

namespace adamw_tests {

using roster::AdamW;

TEST_CASE("AdamW has torch::optim::AdamW's defaults", "[adamw]") {
  CHECK(test::fields(AdamW{}) ==
        R"({"lr": 0.001, "betas": [0.9, 0.999], "eps": 1e-08, "weight_decay": 0.01, "amsgrad": false})");
}

TEST_CASE("AdamW's fields have limits", "[adamw][message]") {
  CHECK(test::check_config(AdamW{.lr = 0, .betas = {0, 0}, .eps = 0, .weight_decay = 0}) == "");
  CHECK(test::check_config(AdamW{.lr = -1, .betas = {-0.5, 1}, .eps = -1, .weight_decay = -1}) ==
        "AdamW: 5 problems\n"
        "  lr is -1.0, expected a real number of at least 0\n"
        "  betas[0] is -0.5, expected a real number of at least 0 and below 1\n"
        "  betas[1] is 1.0, expected a real number of at least 0 and below 1\n"
        "  eps is -1.0, expected a real number of at least 0\n"
        "  weight_decay is -1.0, expected a real number of at least 0");
}

}  // namespace adamw_tests
