// Trains a small network on Fashion-MNIST as a recipe says, and draws its learning rate and loss.
#include "fashion_mnist.hpp"
#include "network.hpp"
#include "picture.hpp"
#include "progress.hpp"

#include <torch/nn/functional/loss.h>
#include <torch/utils.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "roster/libtorch.hpp"
#include "roster/libtorch_optimizers.hpp"
#include "roster/recipe_file.hpp"
#include "roster/roster.hpp"

namespace {

struct arguments {
  std::filesystem::path recipe;
  std::filesystem::path data = "/usr/share/datasets/fashion-mnist";  // Debian's dataset-fashion-mnist
  std::filesystem::path picture = "training.svg";
  std::int64_t epochs = 0;  // 0: the recipe's
  std::int64_t images = 0;  // 0: all
};

template <class Entry>
std::string name_of(const Entry& entry) {
  return entry.visit([]<class Config>(const Config&) { return std::string(roster::type_name<Config>); });
}

void run(const arguments& given) {
  const auto plan = roster::read_recipe(given.recipe);
  // Found out now, and not after the training.
  if (const auto folder = std::filesystem::absolute(given.picture).parent_path(); !is_directory(folder)) {
    throw std::runtime_error(given.picture.string() + ": " + folder.string() + " is no folder");
  }
  torch::set_num_threads(1);  // a second one gains little here, and waits for the first whenever a core is busy
  torch::manual_seed(static_cast<std::uint64_t>(plan.seed));
  train::network model;
  const auto optimizer = roster::default_optimizers::create(plan.optimizer, model.named_parameters());
  auto scheduler = roster::create(plan.scheduler, *optimizer);

  const auto data = train::read_fashion_mnist(given.data);
  const auto all = data.training.labels.size(0);
  const auto size = given.images > 0 ? std::min(given.images, all) : all;
  const auto epochs = given.epochs > 0 ? given.epochs : plan.epochs;
  const auto batches = (size + plan.batch_size - 1) / plan.batch_size;
  const auto title = name_of(*plan.optimizer) + ", " + name_of(*plan.scheduler);
  std::fprintf(stderr, "%s: %s, %lld epochs of %lld images\n", given.recipe.filename().c_str(), title.c_str(),
               static_cast<long long>(epochs), static_cast<long long>(size));

  std::vector<train::point> points;
  std::optional<train::progress> shown(std::in_place, static_cast<int>(epochs), static_cast<int>(batches));
  for (int epoch = 0; epoch < epochs; ++epoch) {
    const auto lr = scheduler.get_last_lr()[0];
    const auto order = torch::randperm(all).slice(0, 0, size);
    double loss_sum = 0;
    double right = 0;
    model.train();
    for (int batch = 0; batch < batches; ++batch) {
      const auto chosen = order.slice(0, batch * plan.batch_size, std::min((batch + 1) * plan.batch_size, size));
      const auto labels = data.training.labels.index_select(0, chosen);
      optimizer->zero_grad();
      const auto scores = model.forward(data.training.images.index_select(0, chosen));
      const auto loss = torch::nn::functional::cross_entropy(scores, labels);
      loss.backward();
      optimizer->step();

      const auto value = loss.item<double>();
      right += scores.argmax(1).eq(labels).sum().item<double>();
      loss_sum += value * static_cast<double>(chosen.size(0));
      const auto seen = static_cast<double>(std::min((batch + 1) * plan.batch_size, size));
      points.push_back({.epoch = epoch + batch / static_cast<double>(batches), .lr = lr, .loss = value});
      shown->batch(epoch, batch, loss_sum / seen, right / seen, lr);
    }
    const auto mean_loss = loss_sum / static_cast<double>(size);
    shown->epoch_done(epoch, mean_loss, right / static_cast<double>(size), lr);
    if (scheduler.schedule().takes_metric()) {
      scheduler.step(mean_loss);
    } else {
      scheduler.step();
    }
  }
  shown.reset();
  std::printf("test accuracy: %.2f %%\n", 100 * train::accuracy(model, data.test));
  train::draw(given.picture, "Fashion-MNIST: " + title, points);
  std::printf("picture: %s\n", given.picture.c_str());
}

}  // namespace

int main(int argc, char** argv) {
  arguments given;
  CLI::App app("Trains a small network on Fashion-MNIST as a recipe says, and draws its learning rate and loss.",
               "train");
  app.add_option("recipe", given.recipe, "JSON: optimizer, scheduler, epochs, batch_size, seed")->required();
  app.add_option("--data", given.data, "folder of the four files of Fashion-MNIST")->capture_default_str();
  app.add_option("--picture", given.picture, "the SVG to write")->capture_default_str()->take_last();
  app.add_option("--epochs", given.epochs, "instead of the recipe's")->check(CLI::Range(1, 1'000'000));
  app.add_option("--images", given.images, "train on so many images only, for a quick look")
      ->check(CLI::Range(1, 60'000));
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& problem) {
    return app.exit(problem) == 0 ? 0 : 2;
  }
  try {
    run(given);
  } catch (const std::exception& problem) {
    std::fprintf(stderr, "train: %s\n", problem.what());
    return 2;
  }
}
