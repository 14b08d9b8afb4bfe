#include "run.hpp"

#include <torch/utils.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "checkpoint.hpp"
#include "fashion_mnist.hpp"
#include "network.hpp"
#include "picture.hpp"
#include "progress.hpp"
#include "roster/files.hpp"
#include "roster/lockstep.hpp"
#include "training.hpp"

namespace train {
namespace {

/// Better now than after the training.
void demand_place_for(const std::filesystem::path& file) {
  if (const auto folder = std::filesystem::absolute(file).parent_path(); !is_directory(folder)) {
    throw std::runtime_error(file.string() + ": " + folder.string() + " is not a folder");
  }
  if (is_directory(file)) throw std::runtime_error(file.string() + ": is a folder, expected a file");
}

/// The run as the recipe says. Throws a roster::error if something does not fit the network or the data.
training planned(const arguments& given, int processes) {
  auto document = roster::read_document(given.recipe);
  roster::apply_overrides(document, given.overrides);
  auto recipe = roster::read_recipe<recipe_type>(document);
  if (given.epochs > 0) recipe.epochs = given.epochs;
  const auto all = training_images - given.validation;
  const auto images = given.images > 0 ? std::min(given.images, all) : all;
  return roster::checked(document, [&](const roster::place& here) {
    training made(std::move(recipe), images, given.validation, processes);
    check(made, here);
    return made;
  });
}

auto gather(ranks& all) {
  return [&all](std::string_view mine) { return all.gather(mine); };
}
/// Runs what throws the same on all ranks.
template <class F>
void in_common(F&& f) {
  try {
    f();
  } catch (const roster::error& failed) {
    throw shared_error(failed.what());
  }
}
void demand_same_on_all(const arguments& given, const training& now, ranks& all) {
  auto same = setup(now);
  auto& members = *same.as<roster::node::object>();
  members.emplace_back("epochs", now.recipe.epochs);
  members.emplace_back("checkpoint_every", given.checkpoint_every);
  members.emplace_back("resume", given.resume);
  members.emplace_back("config_may_differ", given.config_may_differ);
  in_common([&] { roster::check_same(same, gather(all)); });
}
void demand_lockstep(const training& now, ranks& all) {
  in_common([&] { roster::check_lockstep(now.schedules, *now.optimizer, gather(all)); });
}

/// Rank 0's checkpoint, on all ranks: only its host needs to have it.
void resume(const arguments& given, training& now, ranks& all) {
  const auto* const file = given.checkpoint.c_str();
  std::string bytes;
  bool is_there = false;
  together(all, [&] {
    if (!all.is_first() || !exists(given.checkpoint)) return;
    bytes = checkpoint_bytes(given.checkpoint);
    is_there = true;
  });
  if (from_first(all, is_there ? "yes" : "no") == "no") {
    if (all.is_first()) std::fprintf(stderr, "%s: no such file yet, beginning at epoch 0\n", file);
    return;
  }
  bytes = from_first(all, bytes);
  std::vector<roster::difference> differences;
  together(all, [&] { differences = read_checkpoint(given.checkpoint, bytes, now, given.config_may_differ); });
  if (!all.is_first()) return;
  std::fprintf(stderr, "%s: %s\n", file, done_text(now).c_str());
  for (const auto& one : differences) std::fprintf(stderr, "  %s\n", one.sentence().c_str());
}

/// "AdamW, CosineAnnealingLR, CosineAnnealingLR of weight_decay"
std::string title_of(const training& now) {
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

void save(const arguments& given, const training& now, ranks& all) {
  together(all, [&] {
    if (all.is_first()) write_checkpoint(given.checkpoint, now);
  });
}

void train_all(training& now, const image_set& images, const arguments& given, ranks& all) {
  const auto first_validated = images.labels.size(0) - now.validation;
  const auto data = images.part(0, first_validated), validation = images.part(first_validated, images.labels.size(0));
  std::optional<progress> shown;
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

void print(const char* of, const result& one) {
  std::printf("%s loss: %s, accuracy: %.2f %%\n", of, roster::to_json(one.loss).c_str(), 100 * one.accuracy);
}

/// "10 epochs of 55000 images, validated on 5000, by 2 processes"
std::string plan_text(const training& now, const ranks& all) {
  return std::to_string(now.recipe.epochs) + " epochs of " + std::to_string(now.images) + " images" +
         (now.validation > 0 ? ", validated on " + std::to_string(now.validation) : "") +
         (all.size() > 1 ? ", by " + std::to_string(all.size()) + " processes" : "");
}
/// How the batches are cut, where the recipe does not say it.
void print_shards(const training& now, const ranks& all) {
  const bool is_one_each = now.shards == all.size();
  if (now.recipe.shards || (is_one_each && all.size() == 1)) return;
  std::fprintf(stderr, "shards: %lld, %s; the same number gives the same bits with any number of processes\n",
               static_cast<long long>(now.shards), is_one_each ? "one for each process" : "as in the checkpoint");
}

}  // namespace

void run(const arguments& given, const launch& as, ranks& all) {
  std::optional<training> planned_run;
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
  fashion_mnist data;
  together(all, [&] { data = read_fashion_mnist(given.data); });
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
    draw(given.picture, "Fashion-MNIST: " + title, now.shown);
    std::printf("picture: %s\n", given.picture.c_str());
  });
}

}  // namespace train
