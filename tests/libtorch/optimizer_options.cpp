#include "roster/libtorch/optimizer_options.hpp"

#include <catch2/catch_test_macros.hpp>
#include <optional>
#include <string>
#include <tuple>

namespace libtorch_optimizer_options_tests {

template <class Config>
auto options(const Config& config) {
  return roster::libtorch_optimizer<Config>::options(config);
}

TEST_CASE("Each field of a config becomes the option of its name", "[libtorch_optimizer_options]") {
  const auto sgd =
      options(roster::SGD{.lr = 0.5, .momentum = 0.25, .dampening = 0.125, .weight_decay = 0.0625, .nesterov = true});
  CHECK(sgd.lr() == 0.5);
  CHECK(sgd.momentum() == 0.25);
  CHECK(sgd.dampening() == 0.125);
  CHECK(sgd.weight_decay() == 0.0625);
  CHECK(sgd.nesterov());

  const auto adamw =
      options(roster::AdamW{.lr = 0.5, .betas = {0.25, 0.125}, .eps = 2, .weight_decay = 4, .amsgrad = true});
  CHECK(adamw.betas() == std::make_tuple(0.25, 0.125));
  CHECK(adamw.eps() == 2);
  CHECK(adamw.weight_decay() == 4);
  CHECK(adamw.amsgrad());

  const auto rmsprop = options(
      roster::RMSprop{.lr = 0.5, .alpha = 0.25, .eps = 2, .weight_decay = 4, .momentum = 0.125, .centered = true});
  CHECK(rmsprop.alpha() == 0.25);
  CHECK(rmsprop.momentum() == 0.125);
  CHECK(rmsprop.centered());

  const auto adagrad = options(
      roster::Adagrad{.lr = 0.5, .lr_decay = 0.25, .weight_decay = 4, .initial_accumulator_value = 8, .eps = 2});
  CHECK(adagrad.lr_decay() == 0.25);
  CHECK(adagrad.initial_accumulator_value() == 8);
  CHECK(adagrad.eps() == 2);

  const auto lbfgs = options(
      roster::LBFGS{.lr = 0.5, .max_iter = 3, .max_eval = 5, .line_search_fn = roster::one_of<"strong_wolfe">()});
  CHECK(lbfgs.max_iter() == 3);
  CHECK(lbfgs.max_eval().value() == 5);
  CHECK(lbfgs.line_search_fn().value() == "strong_wolfe");
  const auto plain = options(roster::LBFGS{});
  CHECK_FALSE(plain.max_eval().has_value());
  CHECK_FALSE(plain.line_search_fn().has_value());
}

}  // namespace libtorch_optimizer_options_tests
