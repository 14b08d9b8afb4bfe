#include "roster/libtorch_optimizers.hpp"

#include <torch/nn/modules/linear.h>

#include <catch2/catch_test_macros.hpp>
#include <string>
#include <string_view>
#include <tuple>

namespace {

using registry = roster::default_optimizers;

static_assert(registry::size() == 6 && registry::names[0] == "SGD");

std::string refusal(std::string_view name, roster::keywords fields) {
  try {
    torch::nn::Linear model(2, 1);
    registry::create(name, model->parameters(), fields);
  } catch (const roster::error& error) {
    return error.what();
  }
  return "";
}

template <class Config>
auto options_of(const Config& config) {
  return roster::libtorch_optimizer<Config>::options(config);
}

template <class Options>
Options& options(torch::optim::Optimizer& optimizer) {
  return dynamic_cast<Options&>(optimizer.param_groups()[0].options());
}

}  // namespace

TEST_CASE("An optimizer is made by name, with every field", "[optimizers]") {
  torch::nn::Linear model(2, 1);
  const auto sgd =
      registry::create("SGD", model->parameters(),
                       {{"lr", 0.1}, {"momentum", 0.9}, {"weight_decay", 5e-4}, {"nesterov", true}, {"dampening", 0}});
  REQUIRE(dynamic_cast<torch::optim::SGD*>(sgd.get()));
  auto& set = options<torch::optim::SGDOptions>(*sgd);
  CHECK(set.lr() == 0.1);
  CHECK(set.momentum() == 0.9);
  CHECK(set.weight_decay() == 5e-4);
  CHECK(set.nesterov());
  CHECK(sgd->param_groups()[0].params().size() == 2);

  const auto adam = registry::create("Adam", model->parameters(), {{"betas", {0.8, 0.99}}, {"amsgrad", true}});
  CHECK(options<torch::optim::AdamOptions>(*adam).betas() == std::tuple{0.8, 0.99});
  CHECK(options<torch::optim::AdamOptions>(*adam).amsgrad());
  const auto adamw = registry::create("AdamW", model->parameters(), {{"lr", 0.25}, {"eps", 1e-6}});
  CHECK(options<torch::optim::AdamWOptions>(*adamw).lr() == 0.25);
  CHECK(options<torch::optim::AdamWOptions>(*adamw).eps() == 1e-6);
}

TEST_CASE("The defaults are LibTorch's", "[optimizers]") {
  CHECK(options_of(roster::SGD{.lr = 0.1}) == torch::optim::SGDOptions(0.1));
  CHECK(options_of(roster::Adam{}) == torch::optim::AdamOptions());
  CHECK(options_of(roster::AdamW{}) == torch::optim::AdamWOptions());
}

TEST_CASE("An optimizer of a literal name has its own type", "[optimizers]") {
  torch::nn::Linear model(2, 1);
  const std::unique_ptr<torch::optim::SGD> sgd = registry::make<"SGD">(model->parameters(), {.lr = 0.5});
  CHECK(options<torch::optim::SGDOptions>(*sgd).lr() == 0.5);
  CHECK_THROWS_AS(registry::make<"SGD">(model->parameters(), {.lr = -1}), roster::error);
  CHECK_THROWS_AS(registry::create(roster::SGD{.lr = -1}, model->parameters()), roster::error);
}

TEST_CASE("What is wrong with an optimizer, word for word", "[optimizers][message]") {
  CHECK(refusal("Sgd", {}) ==
        "optimizer: name is \"Sgd\", expected the name of an optimizer (SGD, Adam, AdamW, RMSprop, Adagrad, LBFGS); "
        "did you mean SGD?");
  CHECK(refusal("SGD", {{"learning_rate", 1}}) ==
        "SGD: 2 problems\n"
        "  learning_rate is no field of SGD, which has lr, momentum, dampening, weight_decay and nesterov\n"
        "  lr is missing, expected a real number, at least 0");
  CHECK(refusal("SGD", {{"lr", 0.1}, {"nesterov", true}}) ==
        "SGD: nesterov needs a momentum above 0 and a dampening of 0");
  CHECK(refusal("Adam", {{"betas", {1, 0.5, 0.2}}}) == "Adam: betas has 3 elements, expected a list of 2 real numbers");
  CHECK(refusal("AdamW", {{"betas", {1, 0.5}}, {"lr", -1}}) ==
        "AdamW: 2 problems\n"
        "  betas[0] is 1.0, expected a real number, at least 0 and below 1\n"
        "  lr is -1.0, expected a real number, at least 0");
}
