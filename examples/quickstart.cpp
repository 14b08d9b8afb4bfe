// The main program of the Python article on the registry pattern: prints the registry and makes the three schedulers.
#include <torch/nn/modules/linear.h>
#include <torch/optim/sgd.h>

#include <iostream>
#include <roster/libtorch.hpp>
#include <roster/roster.hpp>

int main() {
  torch::nn::Linear model(10, 2);
  torch::optim::SGD optimizer(model->parameters(), /*lr=*/0.1);

  for (const auto name : roster::default_registry::names) std::cout << name << '\n';

  // The name is a literal: the compiler checks it, and the fields.
  auto step_lr = roster::make<"StepLR">(optimizer, {.step_size = 30, .gamma = 0.1});
  std::cout << "Created " << to_string(step_lr) << '\n';

  // The name and the fields come at run time.
  auto cosine_lr = roster::create("CosineAnnealingLR", optimizer, {{"T_max", 100}, {"eta_min", 0.001}});
  std::cout << "Created " << to_string(cosine_lr) << '\n';

  auto warm_restarts = roster::create("CosineAnnealingWarmRestarts", optimizer, {{"T_0", 100}, {"T_mult", 2}});
  std::cout << "Created " << to_string(warm_restarts) << '\n';

  try {
    roster::create("CosineAnealingLR", optimizer, {{"T_max", 100}});
  } catch (const roster::error& error) {
    std::cout << error.what() << '\n';
  }
}
