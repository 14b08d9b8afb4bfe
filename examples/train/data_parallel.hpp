#pragma once

#include "ranks/ranks.hpp"  // before LibTorch's own

#include <cstdint>
#include <functional>

#include <torch/nn/module.h>

namespace train {

// Data-parallel training: each process has the whole model and computes a part of each batch. Take this file, its .cpp
// and ranks/ into a program of your own.

/// Copies rank 0's parameters and buffers to all ranks.
void broadcast(ranks& all, torch::nn::Module& model);

/// Writes the sums of some of the items, from `begin` up to `end`, into a row.
using write_sums = std::function<void(std::int64_t begin, std::int64_t end, torch::Tensor row)>;

/// The sum of the rows of all parts into which `count` items are cut: [width]. Each rank computes some parts. With
/// `parts` above 0, the rows are added in the parts' order: the same bits for any number of ranks. With 0, each rank
/// computes one part, and the order is any: faster, but equal only to float rounding. A part without items is zero.
torch::Tensor sum_of_parts(ranks& all, std::int64_t count, std::int64_t parts, std::int64_t width,
                           torch::ScalarType type, const write_sums& write);

/// A batch, or a part of one.
struct batch_result {
  torch::Tensor loss;    ///< the mean of its samples' losses: a number
  torch::Tensor counts;  ///< what else is counted in it, [C]: right answers
};

/// Computes the gradients of a batch's mean loss, the same on all ranks, and returns what all its parts together gave.
/// `forward` returns the result of the samples from `begin` up to `end`, with `counts` of size `counted`. The batch of
/// `count` samples is cut into `shards` parts, as in `sum_of_parts`. A parameter that the loss does not depend on gets
/// a gradient of zeros. The parts are computed one by one: a BatchNorm sees only its part, and random numbers (dropout)
/// have to depend on the part, not on the rank.
batch_result backward(ranks& all, torch::nn::Module& model, std::int64_t count, std::int64_t shards,
                      std::int64_t counted,
                      const std::function<batch_result(std::int64_t begin, std::int64_t end)>& forward);

}  // namespace train
