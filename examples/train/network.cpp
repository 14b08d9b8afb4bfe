#include "network.hpp"

#include <torch/nn/functional/loss.h>

#include <algorithm>
#include <cstdint>
#include <utility>

namespace train {

network::network()
    : conv1(register_module("conv1", torch::nn::Conv2d(torch::nn::Conv2dOptions(1, 8, 5)))),
      conv2(register_module("conv2", torch::nn::Conv2d(torch::nn::Conv2dOptions(8, 16, 5)))),
      linear1(register_module("linear1", torch::nn::Linear(16 * 4 * 4, 64))),
      linear2(register_module("linear2", torch::nn::Linear(64, 10))) {}

torch::Tensor network::forward(torch::Tensor images) {
  auto x = torch::max_pool2d(conv1(std::move(images)), 2).relu();  // [N, 8, 12, 12]
  x = torch::max_pool2d(conv2(x), 2).relu();                       // [N, 16, 4, 4]
  return linear2(linear1(x.flatten(1)).relu());
}

result evaluate(network& model, const image_set& data, ranks& all) {
  constexpr std::int64_t batch = 1000;  // limits the memory for activations
  const auto sum = torch::nn::functional::CrossEntropyFuncOptions().reduction(torch::kSum);
  const torch::NoGradGuard no_gradients;
  const std::int64_t count = data.labels.size(0), batches = (count + batch - 1) / batch;
  const auto sums =
      sum_of_parts(all, batches, batches, 2, torch::kFloat64, [&](std::int64_t n, std::int64_t, torch::Tensor row) {
        const auto end = std::min((n + 1) * batch, count);
        const auto labels = data.labels.slice(0, n * batch, end);
        const auto scores = model.forward(data.images.slice(0, n * batch, end));
        row[0] = torch::nn::functional::cross_entropy(scores, labels, sum);
        row[1] = scores.argmax(1).eq(labels).sum();
      });
  return {sums[0].item<double>() / static_cast<double>(count), sums[1].item<double>() / static_cast<double>(count)};
}

}  // namespace train
