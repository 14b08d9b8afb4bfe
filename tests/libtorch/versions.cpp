#include "roster/libtorch/versions.hpp"

#include <torch/nn/modules/linear.h>
#include <torch/optim/adam.h>
#include <torch/optim/sgd.h>

#include <catch2/catch_test_macros.hpp>
#include <cstddef>
#include <memory>
#include <tuple>
#include <utility>
#include <vector>

namespace versions_tests {

template <class Options>
Options& options(torch::optim::Optimizer& optimizer, std::size_t group) {
  return dynamic_cast<Options&>(optimizer.param_groups()[group].options());
}

/// A group for the weight and one for the bias
std::vector<torch::optim::OptimizerParamGroup> two_groups(torch::nn::Linear& model) {
  std::vector<torch::optim::OptimizerParamGroup> groups;
  groups.emplace_back(std::vector{model->weight});
  groups.emplace_back(std::vector{model->bias});
  return groups;
}

TEST_CASE("A group gets exactly its options, even those that equal LibTorch's defaults", "[versions]") {
  torch::nn::Linear model(2, 1);
  const auto whole = torch::optim::SGDOptions(0.5).momentum(0.75).weight_decay(0.25);
  torch::optim::SGD sgd(two_groups(model), whole);
  const auto plain = torch::optim::SGDOptions(0.125);  // momentum and weight_decay are 0, LibTorch's default
  roster::detail::set_group_options(sgd, 1, plain);
  CHECK(options<torch::optim::SGDOptions>(sgd, 1) == plain);
  CHECK(options<torch::optim::SGDOptions>(sgd, 0) == whole);
  CHECK(dynamic_cast<const torch::optim::SGDOptions&>(sgd.defaults()) == whole);

  torch::optim::Adam adam(two_groups(model), torch::optim::AdamOptions(0.5).betas({0.5, 0.75}));
  roster::detail::set_group_options(adam, 0, torch::optim::AdamOptions());
  CHECK(options<torch::optim::AdamOptions>(adam, 0) == torch::optim::AdamOptions());
  CHECK(options<torch::optim::AdamOptions>(adam, 1).betas() == std::make_tuple(0.5, 0.75));
}

TEST_CASE("A group's step uses the options that it was given", "[versions]") {
  torch::nn::Linear model(2, 1);
  {
    const torch::NoGradGuard guard;
    model->weight.fill_(1.0);
    model->bias.fill_(1.0);
  }
  torch::optim::SGD sgd(two_groups(model), torch::optim::SGDOptions(0.5));
  const torch::optim::SGDOptions quarter(0.25);
  roster::detail::set_group_options(sgd, 1, quarter);
  model->forward(torch::ones({1, 2})).sum().backward();  // every gradient is 1
  sgd.step();
  CHECK(torch::equal(model->weight, torch::full({1, 2}, 0.5)));
  CHECK(torch::equal(model->bias, torch::full({1}, 0.75)));
}

}  // namespace versions_tests
