#include "roster/optimizers/lbfgs.hpp"

#include <catch2/catch_test_macros.hpp>
#include <optional>

#include "roster/fields/one_of.hpp"
#include "support/optimizers.hpp"

namespace lbfgs_tests {

using roster::LBFGS;

TEST_CASE("LBFGS has torch::optim::LBFGS's defaults", "[lbfgs]") {
  CHECK(test::fields(LBFGS{}) ==
        R"({"lr": 1.0, "max_iter": 20, "max_eval": null, "tolerance_grad": 1e-07, "tolerance_change": 1e-09, )"
        R"("history_size": 100, "line_search_fn": null})");
}

TEST_CASE("LBFGS's fields have limits", "[lbfgs][message]") {
  CHECK(test::check_config(
            LBFGS{.max_eval = 1, .history_size = 1'000'000, .line_search_fn = roster::one_of<"strong_wolfe">()}) == "");
  CHECK(test::check_config(LBFGS{.lr = -1,
                                 .max_iter = 0,
                                 .max_eval = 0,
                                 .tolerance_grad = -1,
                                 .tolerance_change = -1,
                                 .history_size = 1'000'001}) ==
        "LBFGS: 6 problems\n"
        "  lr is -1.0, expected a real number of at least 0\n"
        "  max_iter is 0, expected an integer of at least 1\n"
        "  max_eval is 0, expected an integer of at least 1\n"
        "  tolerance_grad is -1.0, expected a real number of at least 0\n"
        "  tolerance_change is -1.0, expected a real number of at least 0\n"
        "  history_size is 1000001, expected an integer from 1 to 1000000");
}

TEST_CASE("A line search is a name or null", "[lbfgs][message]") {
  std::optional<roster::one_of<"strong_wolfe">> field;
  CHECK(test::read(field, "strong_wolf") ==
        "x: is \"strong_wolf\", expected \"strong_wolfe\"; did you mean strong_wolfe?");
  CHECK(test::read(field, "strong_wolfe") == "");
  CHECK(field->name() == "strong_wolfe");
}

TEST_CASE("LBFGS has no parameter groups", "[lbfgs][message]") {
  CHECK(test::check_group(LBFGS{}, LBFGS{}) == "groups[0]: is not allowed: LBFGS has no parameter groups");
}

}  // namespace lbfgs_tests
