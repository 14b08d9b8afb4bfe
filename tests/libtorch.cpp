#include "roster/libtorch.hpp"

#include <torch/nn/modules/linear.h>
#include <torch/optim/adagrad.h>

#include <catch2/catch_test_macros.hpp>
#include <string>
#include <utility>
#include <vector>

#include "roster/roster.hpp"

namespace test {

// As OneCycleLR will: the momentum moves with the epoch.
struct Cycling {
  double at(roster::group g, roster::epoch) const { return g.lr; }
  double momentum(roster::group, roster::epoch t) const { return 0.5 + 0.125 * static_cast<double>(t); }
};

}  // namespace test

namespace {

std::vector<double> learning_rates(torch::optim::Optimizer& optimizer) {
  std::vector<double> all;
  for (auto& group : optimizer.param_groups()) all.push_back(group.options().get_lr());
  return all;
}

torch::optim::SGD two_groups(torch::nn::Linear& model) {
  std::vector<torch::optim::OptimizerParamGroup> groups;
  groups.emplace_back(std::vector{model->weight}, std::make_unique<torch::optim::SGDOptions>(1.0));
  groups.emplace_back(std::vector{model->bias}, std::make_unique<torch::optim::SGDOptions>(0.5));
  return torch::optim::SGD(std::move(groups), torch::optim::SGDOptions(1.0));
}

// Somebody's training code, that knows LibTorch's type.
void train(torch::optim::LRScheduler& scheduler, int epochs) {
  for (int i = 0; i < epochs; ++i) scheduler.step();
}

}  // namespace

TEST_CASE("A scheduler sets the learning rates of a LibTorch optimizer's groups", "[libtorch]") {
  torch::nn::Linear model(10, 2);
  auto optimizer = two_groups(model);
  auto scheduler = roster::make<"StepLR">(optimizer, {.step_size = 2, .gamma = 0.5});
  CHECK(learning_rates(optimizer) == std::vector{1.0, 0.5});
  scheduler.step();
  scheduler.step();
  CHECK(learning_rates(optimizer) == std::vector{0.5, 0.25});
  CHECK(scheduler.last_epoch() == 2);
  CHECK(scheduler.base_lrs()[1] == 0.5);

  auto created = roster::create("StepLR", optimizer, {{"step_size", 1}, {"gamma", 0.5}});
  created.step();
  CHECK(learning_rates(optimizer) == std::vector{0.25, 0.125});
}

TEST_CASE("The optimizer's steps use the learning rate that was set", "[libtorch]") {
  auto parameter = torch::ones({1}, torch::requires_grad());
  torch::optim::SGD optimizer(std::vector{parameter}, 1.0);
  auto scheduler = roster::make<"StepLR">(optimizer, {.step_size = 1, .gamma = 0.25});
  scheduler.step();
  parameter.sum().backward();
  optimizer.step();
  CHECK(parameter.item<float>() == 0.75f);
}

TEST_CASE("The same object is a torch::optim::LRScheduler", "[libtorch]") {
  torch::nn::Linear model(10, 2);
  torch::optim::Adam optimizer(model->parameters(), 1.0);
  auto made = roster::make<"StepLR">(optimizer, {.step_size = 2, .gamma = 0.5});
  train(made, 2);
  CHECK(learning_rates(optimizer) == std::vector{0.5});
  CHECK(made.last_epoch() == 2);
  made.step();
  train(made, 1);
  CHECK(learning_rates(optimizer) == std::vector{0.25});

  auto created = roster::create("StepLR", optimizer, {{"step_size", 1}, {"gamma", 0.5}});
  train(created, 1);
  CHECK(learning_rates(optimizer) == std::vector{0.125});
  CHECK(created.get_last_lr()[0] == 0.125);
}

TEST_CASE("A state goes from one optimizer to another and brings the learning rates along", "[libtorch]") {
  torch::nn::Linear model(10, 2);
  auto optimizer = two_groups(model);
  auto scheduler = roster::make<"CosineAnnealingLR">(optimizer, {.T_max = 10});
  for (int i = 0; i < 4; ++i) scheduler.step();

  auto fresh = two_groups(model);
  auto resumed = roster::create("CosineAnnealingLR", fresh, {{"T_max", 10}});
  resumed.load_state_dict(scheduler.state_dict());
  CHECK(learning_rates(fresh) == learning_rates(optimizer));
  for (int i = 0; i < 10; ++i) {
    scheduler.step();
    resumed.step();
    CHECK(learning_rates(fresh) == learning_rates(optimizer));
  }

  torch::optim::SGD other(model->parameters(), 0.7);
  auto refused = roster::make<"CosineAnnealingLR">(other, {.T_max = 10});
  CHECK_THROWS_AS(refused.load_state_dict(scheduler.state_dict()), roster::error);
  CHECK(learning_rates(other) == std::vector{0.7});
  CHECK(refused.last_epoch() == 0);
}

TEST_CASE("A refused config leaves the optimizer as it was", "[libtorch]") {
  torch::nn::Linear model(10, 2);
  auto optimizer = two_groups(model);
  CHECK_THROWS_AS(roster::create("StepLR", optimizer, {{"step_size", 0}}), roster::error);
  CHECK_THROWS_AS(roster::create("StepLR", optimizer, {{"step_size", 1}, {"last_epoch", -9}}), roster::error);
  CHECK(learning_rates(optimizer) == std::vector{1.0, 0.5});
}

TEST_CASE("The momentum is SGD's and RMSprop's momentum, and the first beta of an Adam", "[libtorch]") {
  torch::nn::Linear model(10, 2);
  const auto step = [](torch::optim::Optimizer& optimizer) {
    roster::scheduler running(optimizer, roster::schedule(test::Cycling{}));
    running.step();
  };
  torch::optim::SGD sgd(model->parameters(), 1.0);
  step(sgd);
  CHECK(static_cast<torch::optim::SGDOptions&>(sgd.param_groups()[0].options()).momentum() == 0.625);
  torch::optim::RMSprop rmsprop(model->parameters(), 1.0);
  step(rmsprop);
  CHECK(static_cast<torch::optim::RMSpropOptions&>(rmsprop.param_groups()[0].options()).momentum() == 0.625);
  torch::optim::Adam adam(model->parameters(), 1.0);
  step(adam);
  CHECK(static_cast<torch::optim::AdamOptions&>(adam.param_groups()[0].options()).betas() == std::tuple{0.625, 0.999});
  torch::optim::AdamW adamw(model->parameters(), 1.0);
  step(adamw);
  CHECK(static_cast<torch::optim::AdamWOptions&>(adamw.param_groups()[0].options()).betas() ==
        std::tuple{0.625, 0.999});

  torch::optim::Adagrad adagrad(model->parameters(), 1.0);
  CHECK_THROWS_AS(step(adagrad), roster::error);
}
