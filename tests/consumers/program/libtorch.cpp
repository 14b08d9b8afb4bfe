#include <torch/optim/sgd.h>

#include <roster/libtorch/groups.hpp>
#include <roster/roster.hpp>

int main() {
  torch::optim::SGD optimizer(std::vector{torch::ones({1}, torch::requires_grad())}, 1.0);
  auto scheduler = roster::make<"StepLR">(optimizer, {.step_size = 1});
  scheduler.step();
  return optimizer.param_groups()[0].options().get_lr() == 0.1 ? 0 : 1;
}
