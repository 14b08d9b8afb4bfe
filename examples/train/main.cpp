// Trains a small network on Fashion-MNIST as a recipe says, and draws its learning rate and loss. After an interruption
// it resumes from the last checkpoint, with the same bits.
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
  std::int64_t validation = 5000;
  std::int64_t checkpoint_every = 0;  // batches; 0: only at the end of an epoch
};

/// Better now than after the training.
void demand_place_for(const std::filesystem::path& file) {
  if (const auto folder = std::filesystem::absolute(file).parent_path(); !is_directory(folder)) {
    throw std::runtime_error(file.string() + ": " + folder.string() + " is not a folder");
  }
  if (is_directory(file)) throw std::runtime_error(file.string() + ": is a folder, expected a file");
}

/// The run as the recipe says. Throws a roster::error if something does not fit the network or the data.
train::training planned(const arguments& given) {
  auto document = roster::read_document(given.recipe);
  roster::apply_overrides(document, given.overrides);
  auto recipe = roster::read_recipe<train::recipe_type>(document);
  if (given.epochs > 0) recipe.epochs = given.epochs;
  const auto all = train::training_images - given.validation;
  const auto images = given.images > 0 ? std::min(given.images, all) : all;
  return roster::checked(document, [&](const roster::place& here) {
    train::training made(std::move(recipe), images, given.validation);
    check(made, here);
    return made;
  });
}

void resume(const arguments& given, train::training& now) {
  const auto* const file = given.checkpoint.c_str();
  if (!exists(given.checkpoint)) {
    std::fprintf(stderr, "%s: no such file yet, beginning at epoch 0\n", file);
    return;
  }
  const auto differences = read_checkpoint(given.checkpoint, now, given.config_may_differ);
  std::fprintf(stderr, "%s: %s\n", file, done_text(now).c_str());
  for (const auto& one : differences) std::fprintf(stderr, "  %s\n", one.sentence().c_str());
}

/// "AdamW, CosineAnnealingLR, CosineAnnealingLR of weight_decay"
std::string title_of(const train::training& now) {
  std::vector<std::string> parts{std::string(now.recipe.optimizer->name())};
  for (const auto& one : now.schedules) {
    const auto& parameter = one.options().parameter;
    auto part = std::string(one.schedule().name()) + (parameter == "lr" ? "" : " of " + parameter);
    if (std::ranges::find(parts, part) == parts.end()) parts.push_back(std::move(part));
  }
  auto all = parts.front();
  for (std::size_t i = 1; i < parts.size(); ++i) all += ", " + parts[i];
  return all;
}

void train_all(train::training& now, const train::image_set& all, const arguments& given) {
  const auto first_validated = all.labels.size(0) - now.validation;
  const auto data = all.part(0, first_validated), validation = all.part(first_validated, all.labels.size(0));
  train::progress shown(now);
  while (now.epochs_done < now.recipe.epochs) {
    train_batch(now, data);
    shown.batch_done(now);
    if (now.batches_done == now.batches()) {
      end_epoch(now, validation);
      shown.epoch_done(now);
      write_checkpoint(given.checkpoint, now);
    } else if (given.checkpoint_every > 0 && now.batches_done % given.checkpoint_every == 0) {
      write_checkpoint(given.checkpoint, now);
    }
  }
}

void print(const char* of, const train::result& one) {
  std::printf("%s loss: %s, accuracy: %.2f %%\n", of, roster::to_json(one.loss).c_str(), 100 * one.accuracy);
}

void run(const arguments& given) {
  auto now = planned(given);
  demand_place_for(given.picture);
  demand_place_for(given.checkpoint);
  torch::set_num_threads(1);  // a second one gains little, and waits whenever a core is busy
  if (given.resume) resume(given, now);
  const auto data = train::read_fashion_mnist(given.data);
  const auto title = title_of(now);
  const auto validated = now.validation > 0 ? ", validated on " + std::to_string(now.validation) : "";
  std::fprintf(stderr, "%s: %s, %lld epochs of %lld images%s\n", given.recipe.filename().c_str(), title.c_str(),
               static_cast<long long>(now.recipe.epochs), static_cast<long long>(now.images), validated.c_str());
  train_all(now, data.training, given);
  print("training", now.trained);
  if (now.validation > 0) print("validation", now.validated);
  print("test", evaluate(now.model, data.test));
  train::draw(given.picture, "Fashion-MNIST: " + title, now.shown);
  std::printf("picture: %s\n", given.picture.c_str());
}

}  // namespace

int main(int argc, char** argv) {
  arguments given;
  CLI::App app(
      "Trains a small network on Fashion-MNIST as a recipe says, and draws what its schedulers drive, and its loss.",
      "train");
  app.add_option("recipe", given.recipe,
                 "YAML or JSON: optimizer, scheduler or schedulers, epochs, batch_size, seed. A scheduler that watches "
                 "a metric names it: monitor: train_loss, train_accuracy, val_loss or val_accuracy")
      ->required();
  app.add_option("--set", given.overrides, "change the recipe: scheduler.T_max=10")
      ->type_name("PATH=VALUE")
      ->allow_extra_args(false);
  app.add_option("--data", given.data, "folder with the four unpacked files of Fashion-MNIST")->capture_default_str();
  app.add_option("--validation", given.validation,
                 "the last images of the training data to validate on after each epoch, not to train on; 0: none")
      ->check(CLI::Range(std::int64_t{0}, train::training_images - 1))
      ->capture_default_str();
  app.add_option("--picture", given.picture, "the SVG to write")->capture_default_str()->take_last();
  app.add_option("--checkpoint", given.checkpoint, "the file to save after each epoch")
      ->capture_default_str()
      ->take_last();
  app.add_option("--checkpoint-every", given.checkpoint_every,
                 "save after each N batches of an epoch, too; 0: only after each epoch")
      ->type_name("N")
      ->check(CLI::Range(0, 1'000'000))
      ->capture_default_str();
  app.add_flag("--resume", given.resume, "continue from the checkpoint, if there is one");
  app.add_flag("--config-may-differ", given.config_may_differ,
               "with --resume, go on with the recipe's schedulers where they differ from the checkpoint's");
  app.add_option("--epochs", given.epochs, "epochs to train, instead of the recipe's")->check(CLI::Range(1, 1'000'000));
  app.add_option("--images", given.images, "train on only this many images, for a quick look")
      ->check(CLI::Range(std::int64_t{1}, train::training_images));
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
