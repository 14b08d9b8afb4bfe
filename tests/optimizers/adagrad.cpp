#include "roster/optimizers/adagrad.hpp"

#include <catch2/catch_test_macros.hpp>

#include "support/optimizers.hpp"

namespace adagrad_tests {

using roster::Adagrad;

TEST_CASE("Adagrad has torch::optim::Adagrad's defaults", "[adagrad]") {
  CHECK(test::fields(Adagrad{}) ==
        R"({"lr": 0.01, "lr_decay": 0.0, "weight_decay": 0.0, "initial_accumulator_value": 0.0, "eps": 1e-10})");
}

TEST_CASE("Adagrad's fields have limits", "[adagrad][message]") {
  CHECK(test::check_config(Adagrad{.lr = 0, .eps = 0}) == "");
  CHECK(test::check_config(
            Adagrad{.lr = -1, .lr_decay = -1, .weight_decay = -1, .initial_accumulator_value = -1, .eps = -1}) ==
        "Adagrad: 5 problems\n"
        "  lr is -1.0, expected a real number of at least 0\n"
        "  lr_decay is -1.0, expected a real number of at least 0\n"
        "  weight_decay is -1.0, expected a real number of at least 0\n"
        "  initial_accumulator_value is -1.0, expected a real number of at least 0\n"
        "  eps is -1.0, expected a real number of at least 0");
}

TEST_CASE("The groups of an Adagrad begin with the same sum of squares", "[adagrad][message]") {
  const Adagrad optimizer{.initial_accumulator_value = 0.5};
  CHECK(test::check_group({.lr = 1, .initial_accumulator_value = 0.5}, optimizer) == "");
  CHECK(test::check_group({.initial_accumulator_value = 0.25}, optimizer) ==
        "groups[0]: initial_accumulator_value must equal the optimizer's: LibTorch keeps one for all groups");
}

}  // namespace adagrad_tests
