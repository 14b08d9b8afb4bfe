#include "training.hpp"

#include <torch/nn/functional/loss.h>
#include <torch/utils.h>

#include <algorithm>
#include <utility>

namespace train {
namespace {

network seeded_network(std::int64_t seed) {
  torch::manual_seed(static_cast<std::uint64_t>(seed));
  return {};
}

}  // namespace

training::training(roster::recipe<> given, std::int64_t images_an_epoch)
    : recipe(std::move(given)),
      images(images_an_epoch),
      model(seeded_network(recipe.seed)),
      optimizer(roster::default_optimizers::create(recipe.optimizer, model.named_parameters())),
      scheduler(roster::create(recipe.scheduler, *optimizer)) {}

void train_epoch(training& now, const image_set& data, progress& shown) {
  const auto epoch = static_cast<int>(now.epochs_done);
  const auto batches = now.batches();
  const auto lr = now.scheduler.get_last_lr()[0];
  const auto order = torch::randperm(data.labels.size(0)).slice(0, 0, now.images);
  double loss_sum = 0;
  double right = 0;
  now.model.train();
  for (int batch = 0; batch < batches; ++batch) {
    const auto begin = batch * now.recipe.batch_size;
    const auto end = std::min(begin + now.recipe.batch_size, now.images);
    const auto chosen = order.slice(0, begin, end);
    const auto labels = data.labels.index_select(0, chosen);
    torch::Tensor scores;
    // LBFGS calls this several times in a step.
    const auto loss = now.optimizer->step([&] {
      // To none, not to zeros: a gradient of -0 added to 0 becomes 0, and a resumed run has no gradients in its first
      // batch.
      now.model.zero_grad(/*set_to_none=*/true);
      scores = now.model.forward(data.images.index_select(0, chosen));
      auto again = torch::nn::functional::cross_entropy(scores, labels);
      again.backward();
      return again;
    });

    const auto value = loss.item<double>();
    right += scores.argmax(1).eq(labels).sum().item<double>();
    loss_sum += value * static_cast<double>(end - begin);
    const auto seen = static_cast<double>(end);
    now.points.push_back({.epoch = epoch + batch / static_cast<double>(batches), .lr = lr, .loss = value});
    shown.batch_done(epoch, batch, loss_sum / seen, right / seen, lr);
  }
  now.loss = loss_sum / static_cast<double>(now.images);
  if (now.scheduler.schedule().takes_metric()) {
    now.scheduler.step(now.loss);
  } else {
    now.scheduler.step();
  }
  ++now.epochs_done;
}

}  // namespace train
