// Trains a small network on Fashion-MNIST as a recipe says, and draws its learning rate and loss. After an interruption
// it resumes from the last checkpoint, with the same bits. Several processes train together, started by --ranks or by a
// launcher such as torchrun, mpirun or srun.
#include "checkpoint.hpp"
#include "fashion_mnist.hpp"
#include "network.hpp"
#include "picture.hpp"
#include "progress.hpp"
#include "ranks/join.hpp"
#include "ranks/launch.hpp"
#include "ranks/launcher.hpp"
#include "training.hpp"

#include <c10/util/Exception.h>
#include <torch/utils.h>
#include <torch/version.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "roster/files.hpp"
#include "roster/lockstep.hpp"

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
  int ranks = 0;                      // 0: as many as a launcher started
  double timeout = 60;                // seconds
  int max_restarts = 0;
  train::backend backend = train::default_backend();
};

/// Better now than after the training.
void demand_place_for(const std::filesystem::path& file) {
  if (const auto folder = std::filesystem::absolute(file).parent_path(); !is_directory(folder)) {
    throw std::runtime_error(file.string() + ": " + folder.string() + " is not a folder");
  }
  if (is_directory(file)) throw std::runtime_error(file.string() + ": is a folder, expected a file");
}

/// The run as the recipe says. Throws a roster::error if something does not fit the network or the data.
train::training planned(const arguments& given, int processes) {
  auto document = roster::read_document(given.recipe);
  roster::apply_overrides(document, given.overrides);
  auto recipe = roster::read_recipe<train::recipe_type>(document);
  if (given.epochs > 0) recipe.epochs = given.epochs;
  const auto all = train::training_images - given.validation;
  const auto images = given.images > 0 ? std::min(given.images, all) : all;
  return roster::checked(document, [&](const roster::place& here) {
    train::training made(std::move(recipe), images, given.validation, processes);
    check(made, here);
    return made;
  });
}

auto gather(train::ranks& all) {
  return [&all](std::string_view mine) { return all.gather(mine); };
}
/// Runs what throws the same on all ranks.
template <class F>
void in_common(F&& f) {
  try {
    f();
  } catch (const roster::error& failed) {
    throw train::shared_error(failed.what());
  }
}
void demand_same_on_all(const arguments& given, const train::training& now, train::ranks& all) {
  auto same = setup(now);
  auto& members = *same.as<roster::node::object>();
  members.emplace_back("epochs", now.recipe.epochs);
  members.emplace_back("--checkpoint-every", given.checkpoint_every);
  in_common([&] { roster::check_same(same, gather(all)); });
}
void demand_lockstep(const train::training& now, train::ranks& all) {
  in_common([&] { roster::check_lockstep(now.schedules, *now.optimizer, gather(all)); });
}

/// Rank 0's checkpoint, on all ranks: only its host needs to have it.
void resume(const arguments& given, train::training& now, train::ranks& all) {
  const auto* const file = given.checkpoint.c_str();
  std::string found;
  together(all, [&] {
    if (all.is_first() && exists(given.checkpoint)) found = train::checkpoint_bytes(given.checkpoint);
  });
  found = from_first(all, found);
  if (found.empty()) {
    if (all.is_first()) std::fprintf(stderr, "%s: no such file yet, beginning at epoch 0\n", file);
    return;
  }
  std::vector<roster::difference> differences;
  together(all, [&] { differences = read_checkpoint(given.checkpoint, found, now, given.config_may_differ); });
  if (!all.is_first()) return;
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

void save(const arguments& given, const train::training& now, train::ranks& all) {
  together(all, [&] {
    if (all.is_first()) write_checkpoint(given.checkpoint, now);
  });
}

void train_all(train::training& now, const train::image_set& images, const arguments& given, train::ranks& all) {
  const auto first_validated = images.labels.size(0) - now.validation;
  const auto data = images.part(0, first_validated), validation = images.part(first_validated, images.labels.size(0));
  std::optional<train::progress> shown;
  if (all.is_first()) shown.emplace(now);
  while (now.epochs_done < now.recipe.epochs) {
    train_batch(now, data, all);
    if (shown) shown->batch_done(now);
    if (now.batches_done == now.batches()) {
      end_epoch(now, validation, all);
      demand_lockstep(now, all);
      if (shown) shown->epoch_done(now);
      save(given, now, all);
    } else if (given.checkpoint_every > 0 && now.batches_done % given.checkpoint_every == 0) {
      save(given, now, all);
    }
  }
}

void print(const char* of, const train::result& one) {
  std::printf("%s loss: %s, accuracy: %.2f %%\n", of, roster::to_json(one.loss).c_str(), 100 * one.accuracy);
}

/// "10 epochs of 55000 images, validated on 5000, by 2 processes"
std::string plan_text(const train::training& now, const train::ranks& all) {
  return std::to_string(now.recipe.epochs) + " epochs of " + std::to_string(now.images) + " images" +
         (now.validation > 0 ? ", validated on " + std::to_string(now.validation) : "") +
         (all.size() > 1 ? ", by " + std::to_string(all.size()) + " processes" : "");
}
/// How the batches are cut, where the recipe does not say it.
void print_shards(const train::training& now, const train::ranks& all) {
  if (now.recipe.shards || (now.shards == 1 && all.size() == 1)) return;
  std::fprintf(stderr, "shards: %lld, %s; the same number gives the same bits with any number of processes\n",
               static_cast<long long>(now.shards),
               now.epochs_done + now.batches_done > 0 ? "as in the checkpoint" : "one for each process");
}

void run(const arguments& given, const train::launch& as, train::ranks& all) {
  std::optional<train::training> planned_run;
  together(all, [&] {
    planned_run.emplace(planned(given, all.size()));
    if (!all.is_first()) return;
    demand_place_for(given.picture);
    demand_place_for(given.checkpoint);
  });
  auto& now = *planned_run;
  demand_same_on_all(given, now, all);
  torch::set_num_threads(1);  // a second one gains little, and waits whenever a core is busy
  if (given.resume || as.restarts > 0) {
    resume(given, now, all);
  } else if (as.may_restart) {
    save(given, now, all);  // so that a restart does not continue an older run
  }
  broadcast(all, now.model);
  demand_lockstep(now, all);
  train::fashion_mnist data;
  together(all, [&] { data = train::read_fashion_mnist(given.data); });
  const auto title = title_of(now);
  if (all.is_first()) {
    std::fprintf(stderr, "%s: %s, %s\n", given.recipe.filename().c_str(), title.c_str(), plan_text(now, all).c_str());
    print_shards(now, all);
  }
  train_all(now, data.training, given, all);
  const auto tested = evaluate(now.model, data.test, all);
  together(all, [&] {
    if (!all.is_first()) return;
    print("training", now.trained);
    if (now.validation > 0) print("validation", now.validated);
    print("test", tested);
    train::draw(given.picture, "Fashion-MNIST: " + title, now.shown);
    std::printf("picture: %s\n", given.picture.c_str());
  });
}

std::chrono::milliseconds milliseconds(double seconds) {
  return std::chrono::milliseconds(static_cast<std::int64_t>(1000 * seconds));
}

/// Runs as one of several processes, or alone. Returns the exit status.
int run_as(const arguments& given, const train::launch& as) {
  // A rank that was lost leaves c10d's threads waiting for it: then the process ends without destroying this.
  std::unique_ptr<train::ranks> all;
  const auto fail = [&](const std::string& what) {
    const auto who = as.rank > 0 ? "rank " + std::to_string(as.rank) + ": " : "";
    std::fprintf(stderr, "train: %s%s\n", who.c_str(), what.c_str());
    return 2;
  };
  try {
    if (as.size > 1) {
      std::signal(SIGPIPE, SIG_IGN);  // writing to a rank that has gone
      constexpr auto program = "Roster " TRAIN_VERSION " with LibTorch " TORCH_VERSION;
      all = join(as, {.carrier = given.backend, .program = program, .timeout = milliseconds(given.timeout)});
    } else {
      all = std::make_unique<train::alone>();
    }
    run(given, as, *all);
    return 0;
  } catch (const train::lost_rank& problem) {
    std::fprintf(stderr, "train: rank %d: %s; continue from %s with --resume\n", as.rank, problem.what(),
                 given.checkpoint.c_str());
    std::fflush(nullptr);
    std::_Exit(3);
  } catch (const train::shared_error& problem) {
    if (as.local_rank.value_or(0) == 0) std::fprintf(stderr, "train: %s\n", problem.what());
    return 2;
  } catch (const c10::Error& problem) {
    return fail(problem.what_without_backtrace());
  } catch (const std::exception& problem) {
    return fail(problem.what());
  }
}

/// Starts several processes of this program. Returns the exit status.
int launch_all(const arguments& given, char** argv) {
  try {
    const auto store = train::serve_store();
    return train::run_all({.count = given.ranks,
                           .port = port_of(*store),
                           .restarts_allowed = given.max_restarts,
                           .patience = milliseconds(given.timeout + 10)},
                          argv);
  } catch (const std::exception& problem) {
    std::fprintf(stderr, "train: --ranks: %s\n", problem.what());
    return 2;
  }
}

int run(const arguments& given, char** argv) {
  std::optional<train::launch> as;
  try {
    as = train::read_launch([](const char* name) { return static_cast<const char*>(std::getenv(name)); });
  } catch (const std::exception& problem) {
    std::fprintf(stderr, "train: %s\n", problem.what());
    return 2;
  }
  if (!as && given.ranks > 1) return launch_all(given, argv);
  if (as && given.ranks > 0 && as->size != given.ranks) {
    std::fprintf(stderr, "train: --ranks is %d, but a launcher started %d processes: leave it out\n", given.ranks,
                 as->size);
    return 2;
  }
  return run_as(given, as.value_or(train::launch{}));
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
  app.add_option("--ranks", given.ranks,
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
  app.add_option("--backend", given.backend, "what carries the gradients: gloo, or c10d's store")
      ->transform(CLI::CheckedTransformer(
          std::map<std::string, train::backend>{{"gloo", train::backend::gloo}, {"store", train::backend::store}}));
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& problem) {
    return app.exit(problem) == 0 ? 0 : 2;
  }
  return run(given, argv);
}
