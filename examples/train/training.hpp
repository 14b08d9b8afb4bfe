#pragma once

#include "roster/libtorch.hpp"  // before LibTorch's own

#include <cstdint>
#include <memory>
#include <vector>

#include <torch/optim/optimizer.h>

#include "fashion_mnist.hpp"
#include "network.hpp"
#include "picture.hpp"
#include "progress.hpp"
#include "roster/files.hpp"
#include "roster/roster.hpp"

namespace train {

/// A training run between two epochs: all that it depends on except the data and the random numbers, which come from
/// LibTorch's default generator.
struct training {
  /// Before the first epoch. Seeds the generator. Throws a roster::error if the network has no parameters for a group.
  training(roster::recipe<> given, std::int64_t images_an_epoch);

  roster::recipe<> recipe;
  std::int64_t images;  ///< in each epoch

  network model;
  std::unique_ptr<torch::optim::Optimizer> optimizer;
  roster::default_registry::any_scheduler<torch::optim::Optimizer> scheduler;
  std::int64_t epochs_done = 0;
  double loss = 0;            ///< mean training loss of the last epoch
  std::vector<point> points;  ///< one for each batch

  std::int64_t batches() const { return (images + recipe.batch_size - 1) / recipe.batch_size; }
};

/// Trains for one epoch, with images chosen from `data` at random.
void train_epoch(training& now, const image_set& data, progress& shown);

}  // namespace train
