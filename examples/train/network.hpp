#pragma once

#include "data_parallel.hpp"  // before LibTorch's own

#include <torch/nn/modules/conv.h>
#include <torch/nn/modules/linear.h>

#include "fashion_mnist.hpp"
#include "result.hpp"

namespace train {

/// A small convolutional network: two convolutions with pooling, two linear layers.
struct network : torch::nn::Module {
  network();

  /// From images [N, 1, 28, 28] to scores (logits) [N, 10].
  torch::Tensor forward(torch::Tensor images);

  torch::nn::Conv2d conv1, conv2;
  torch::nn::Linear linear1, linear2;
};

/// How well the network does on these images, of which each rank looks at some. Records no gradients. The same bits for
/// any number of ranks.
result evaluate(network& model, const image_set& data, ranks& all);

}  // namespace train
