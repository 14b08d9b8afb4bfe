#pragma once

#include "roster/libtorch.hpp"  // before LibTorch's own

#include <cstdint>
#include <memory>
#include <string>

#include <torch/optim/optimizer.h>

#include "fashion_mnist.hpp"
#include "network.hpp"
#include "picture.hpp"
#include "result.hpp"
#include "roster/all_schedulers.hpp"
#include "roster/files.hpp"

namespace train {

using recipe_type = roster::recipe_of<roster::all_registry>;

/// A training run between two batches: all that it depends on except the data and the random numbers, which come from
/// LibTorch's default generator.
struct training {
  /// Before the first epoch. Seeds the generator. Throws a roster::error with paths of the recipe if the network has no
  /// parameters for a group, or if the schedulers do not fit the optimizer or the length of the run.
  training(recipe_type given, std::int64_t images_an_epoch, std::int64_t validation_images, int processes = 1);

  recipe_type recipe;       ///< with numbers of steps in place of lengths such as "5 epochs"
  std::int64_t images;      ///< to train on in each epoch
  std::int64_t validation;  ///< images to validate on after each epoch; 0: none
  std::int64_t shards;      ///< the recipe's; where it gives none, one for each process, or the checkpoint's

  network model;
  std::unique_ptr<torch::optim::Optimizer> optimizer;
  roster::all_registry::any_schedulers<torch::optim::Optimizer> schedules;
  std::int64_t epochs_done = 0;
  result trained, validated;  ///< in the last epoch
  history shown;

  // The epoch that is not finished
  std::int64_t batches_done = 0;
  torch::Tensor order;  ///< of its images; undefined before its first batch
  double loss_sum = 0;
  double right = 0;  ///< images whose highest score is that of their label

  std::int64_t batches() const;  ///< in each epoch
};

/// Where a recipe has what is at `path` in the schedules that were made of it: its only scheduler is in no list.
std::string path_in(const recipe_type& recipe, std::string path);

/// Reports what does not fit a training that has not begun: a `batches_per_epoch` that the data do not give, and
/// schedulers that watch a metric which is not measured. `here` is the recipe.
void check(const training& before, const roster::place& here);

/// Trains on the next batch of an epoch, together with the other ranks; the first one chooses the epoch's images from
/// `data` at random.
void train_batch(training& now, const image_set& data, ranks& all);

/// Ends an epoch after its last batch.
void end_epoch(training& now, const image_set& validation, ranks& all);

}  // namespace train
