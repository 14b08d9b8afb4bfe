#include "roster/optimizers/sgd.hpp"

#include <catch2/catch_test_macros.hpp>
#include <string>

#include "support/optimizers.hpp"

namespace sgd_tests {

using roster::SGD;

TEST_CASE("SGD has torch::optim::SGD's defaults", "[sgd]") {
  CHECK(test::fields(SGD{.lr = 0.5}) ==
        R"({"lr": 0.5, "momentum": 0.0, "dampening": 0.0, "weight_decay": 0.0, "nesterov": false})");
}

TEST_CASE("SGD's fields have limits", "[sgd][message]") {
  CHECK(test::check_config(SGD{.lr = 0, .momentum = 0.999, .dampening = -1}) == "");
  CHECK(test::check_config(SGD{.lr = -1, .momentum = -0.5, .weight_decay = -0.25}) ==
        "SGD: 3 problems\n"
        "  lr is -1.0, expected a real number of at least 0\n"
        "  momentum is -0.5, expected a real number of at least 0 and below 1\n"
        "  weight_decay is -0.25, expected a real number of at least 0");
}

TEST_CASE("Nesterov's momentum needs a momentum, and no dampening", "[sgd][message]") {
  const std::string refused = "SGD: nesterov needs a momentum above 0 and a dampening of 0";
  CHECK(test::check_config(SGD{.lr = 1, .nesterov = true}) == refused);
  CHECK(test::check_config(SGD{.lr = 1, .momentum = 0.9, .dampening = 0.1, .nesterov = true}) == refused);
  CHECK(test::check_config(SGD{.lr = 1, .momentum = 0.9, .nesterov = true}) == "");
  CHECK(test::check_config(SGD{.lr = 1, .dampening = 0.1}) == "");
}

}  // namespace sgd_tests
