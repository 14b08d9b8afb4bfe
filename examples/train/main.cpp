// Trains a small network on Fashion-MNIST as a recipe says, and draws its learning rate and loss. After an interruption
// it resumes from the last epoch's checkpoint, with the same bits.
#include "checkpoint.hpp"
#include "fashion_mnist.hpp"
#include "network.hpp"
#include "picture.hpp"
#include "progress.hpp"
#include "training.hpp"

#include <c10/util/Exception.h>
#include <torch/utils.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "roster/files.hpp"

namespace {

struct arguments {
  std::filesystem::path recipe;
  std::vector<std::string> overrides;
  std::filesystem::path data = "build/fashion-mnist";
  std::filesystem::path picture = "training.svg";
  std::filesystem::path checkpoint = "training.pt";
  bool resume = false;
  bool config_may_differ = false;
  std::int64_t epochs = 0;  // 0: the recipe's
  std::int64_t images = 0;  // 0: all
};

/// Better now than after the training.
void demand_place_for(const std::filesystem::path& file) {
  if (const auto folder = std::filesystem::absolute(file).parent_path(); !is_directory(folder)) {
    throw std::runtime_error(file.string() + ": " + folder.string() + " is not a folder");
  }
  if (is_directory(file)) throw std::runtime_error(file.string() + ": is a folder, expected a file");
}

train::training begin(const arguments& given, roster::recipe<> recipe, std::int64_t images) {
  if (given.epochs > 0) recipe.epochs = given.epochs;
  if (given.resume && exists(given.checkpoint)) {
    auto saved = train::read_checkpoint(given.checkpoint, recipe, images, given.config_may_differ);
    std::fprintf(stderr, "%s: %lld of %lld epochs done\n", given.checkpoint.c_str(),
                 static_cast<long long>(saved.run.epochs_done), static_cast<long long>(recipe.epochs));
    for (const auto& one : saved.differences) std::fprintf(stderr, "  scheduler.%s\n", one.sentence().c_str());
    return std::move(saved.run);
  }
  if (given.resume) std::fprintf(stderr, "%s: no such file yet, beginning at epoch 0\n", given.checkpoint.c_str());
  return {std::move(recipe), images};
}

void run(const arguments& given) {
  const auto recipe = roster::read_recipe(given.recipe, given.overrides);
  demand_place_for(given.picture);
  demand_place_for(given.checkpoint);
  (void)train::training(recipe, 0);  // reports now if a group matches no parameter
  torch::set_num_threads(1);         // a second one gains little, and waits whenever a core is busy

  const auto data = train::read_fashion_mnist(given.data);
  const auto all = data.training.labels.size(0);
  const auto size = given.images > 0 ? std::min(given.images, all) : all;
  const auto title = std::string(recipe.optimizer->name()) + ", " + std::string(recipe.scheduler->name());
  auto now = begin(given, recipe, size);
  const auto epochs = now.recipe.epochs;
  std::fprintf(stderr, "%s: %s, %lld epochs of %lld images\n", given.recipe.filename().c_str(), title.c_str(),
               static_cast<long long>(epochs), static_cast<long long>(size));

  std::optional<train::progress> shown(std::in_place, static_cast<int>(now.epochs_done), static_cast<int>(epochs),
                                       static_cast<int>(now.batches()));
  while (now.epochs_done < epochs) {
    train::train_epoch(now, data.training, *shown);
    train::write_checkpoint(given.checkpoint, now);
  }
  shown.reset();
  std::printf("training loss: %s\n", roster::to_json(now.loss).c_str());
  std::printf("test accuracy: %.2f %%\n", 100 * train::accuracy(now.model, data.test));
  train::draw(given.picture, "Fashion-MNIST: " + title, now.points);
  std::printf("picture: %s\n", given.picture.c_str());
}

}  // namespace

int main(int argc, char** argv) {
  arguments given;
  CLI::App app("Trains a small network on Fashion-MNIST as a recipe says, and draws its learning rate and loss.",
               "train");
  app.add_option("recipe", given.recipe, "YAML or JSON: optimizer, scheduler, epochs, batch_size, seed")->required();
  app.add_option("--set", given.overrides, "change the recipe: scheduler.T_max=10")
      ->type_name("PATH=VALUE")
      ->allow_extra_args(false);
  app.add_option("--data", given.data, "folder with the four unpacked files of Fashion-MNIST")->capture_default_str();
  app.add_option("--picture", given.picture, "the SVG to write")->capture_default_str()->take_last();
  app.add_option("--checkpoint", given.checkpoint, "the file to save after each epoch")
      ->capture_default_str()
      ->take_last();
  app.add_flag("--resume", given.resume, "continue from the checkpoint, if there is one");
  app.add_flag("--config-may-differ", given.config_may_differ,
               "with --resume, go on with the recipe's scheduler where it differs from the checkpoint's");
  app.add_option("--epochs", given.epochs, "epochs to train, instead of the recipe's")->check(CLI::Range(1, 1'000'000));
  app.add_option("--images", given.images, "train on only this many images, for a quick look")
      ->check(CLI::Range(1, 60'000));
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& problem) {
    return app.exit(problem) == 0 ? 0 : 2;
  }
  try {
    run(given);
  } catch (const c10::Error& problem) {
    std::fprintf(stderr, "train: %s\n", problem.what_without_backtrace());
    return 2;
  } catch (const std::exception& problem) {
    std::fprintf(stderr, "train: %s\n", problem.what());
    return 2;
  }
}
