// Trains a small network on Fashion-MNIST as a recipe says, and draws its learning rate and loss. After an interruption
// it resumes from the last checkpoint, with the same bits. Several processes train together, started by --ranks or by a
// launcher such as torchrun, mpirun or srun.
#include "run.hpp"

#include <torch/version.h>

#include <CLI/CLI.hpp>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "fashion_mnist.hpp"
#include "ranks/launch.hpp"
#include "ranks/launcher.hpp"

namespace {

std::chrono::milliseconds milliseconds(double seconds) {
  return std::chrono::milliseconds(static_cast<std::int64_t>(1000 * seconds));
}

/// Runs as one of several processes, or alone. Returns the exit status.
int run_as(const train::arguments& given, const train::launch& as) {
  // A rank that was lost leaves c10d's threads waiting for it: then the process ends without destroying this.
  std::unique_ptr<train::ranks> all;
  try {
    if (as.size > 1) std::signal(SIGPIPE, SIG_IGN);  // writing to a rank that has gone
    constexpr auto program = "Roster " TRAIN_VERSION " with LibTorch " TORCH_VERSION;
    all = join(as, {.carrier = given.carrier, .program = program, .timeout = milliseconds(given.timeout)});
    train::run(given, as, *all);
    return 0;
  } catch (const train::lost_rank& problem) {
    std::fprintf(stderr, "train: rank %d: %s; continue from %s with --resume\n", as.rank, problem.what(),
                 given.checkpoint.c_str());
    std::fflush(nullptr);
    std::_Exit(train::status_lost);
  } catch (const train::shared_error& problem) {
    if (as.local_rank.value_or(0) == 0) std::fprintf(stderr, "train: %s\n", problem.what());
    return 2;
  } catch (const std::exception& problem) {
    const auto who = as.rank > 0 ? "rank " + std::to_string(as.rank) + ": " : "";
    std::fprintf(stderr, "train: %s%s\n", who.c_str(), train::text_of(problem).c_str());
    return 2;
  }
}

/// Starts several processes of this program. Returns the exit status.
int launch_all(const train::arguments& given, char** argv) {
  try {
    const auto store = train::serve_store();
    return train::run_all({.count = given.processes,
                           .port = store.port,
                           .restarts_allowed = given.max_restarts,
                           .patience = milliseconds(given.timeout + 10)},
                          argv);
  } catch (const std::exception& problem) {
    std::fprintf(stderr, "train: --ranks: %s\n", problem.what());
    return 2;
  }
}

int run_or_launch(const train::arguments& given, char** argv) {
  std::optional<train::launch> as;
  try {
    as = train::read_launch(std::getenv);
  } catch (const std::exception& problem) {
    std::fprintf(stderr, "train: %s\n", problem.what());
    return 2;
  }
  if (!as && given.processes > 1) return launch_all(given, argv);
  if (as && given.processes > 0 && as->size != given.processes) {
    std::fprintf(stderr, "train: --ranks is %d, but a launcher started %d processes: leave it out\n", given.processes,
                 as->size);
    return 2;
  }
  return run_as(given, as.value_or(train::launch{}));
}

}  // namespace

int main(int argc, char** argv) {
  train::arguments given;
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
  app.add_option("--ranks", given.processes,
                 "train with N processes of this machine; the recipe's shards says how they share a batch")
      ->type_name("N")
      ->check(CLI::Range(1, 256));
  app.add_option("--timeout", given.timeout, "seconds to wait for another process")
      ->check(CLI::Range(1.0, 86400.0))
      ->capture_default_str();
  app.add_option("--max-restarts", given.max_restarts,
                 "with --ranks, start all processes again from the checkpoint when one is lost, at most N times")
      ->type_name("N")
      ->check(CLI::Range(0, 1000))
      ->capture_default_str();
  const std::string backend = given.carrier == train::backend::gloo ? "gloo" : "store";
  app.add_option("--backend", given.carrier, "what carries the gradients: Gloo, or c10d's store")
      ->transform(CLI::CheckedTransformer(
          std::map<std::string, train::backend>{{"gloo", train::backend::gloo}, {"store", train::backend::store}}))
      ->option_text("gloo|store=" + backend);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& problem) {
    return app.exit(problem) == 0 ? 0 : 2;
  }
  return run_or_launch(given, argv);
}
