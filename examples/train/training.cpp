#include "training.hpp"

#include <torch/nn/functional/loss.h>
#include <torch/utils.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace train {
namespace {

using metrics = std::vector<roster::named_metric>;

network seeded_network(std::int64_t seed) {
  torch::manual_seed(static_cast<std::uint64_t>(seed));
  return {};
}

std::int64_t batches_of(const recipe_type& recipe, std::int64_t images) {
  return (images + recipe.batch_size - 1) / recipe.batch_size;
}

/// The recipe, with numbers of steps in place of lengths such as "5 epochs".
recipe_type resolved(recipe_type of, std::int64_t images) {
  const roster::run_length run{of.epochs, batches_of(of, images)};
  roster::checked("recipe", [&](const roster::place& here) {
    const auto list = here.member("schedulers");
    for (std::size_t i = 0; i < of.schedulers.size(); ++i) resolve_lengths(of.schedulers[i], run, list.element(i));
    if (of.schedulers.empty()) resolve_lengths(of.scheduler, run, here.member("scheduler"));
  });
  return of;
}

/// The optimizer. Its errors have the paths of the recipe.
auto optimizer_of(const recipe_type& recipe, const network& model) {
  try {
    return roster::default_optimizers::create(recipe.optimizer, model.named_parameters());
  } catch (const roster::error& failed) {
    auto problems = failed.problems();
    for (auto& one : problems) one.path.insert(0, "optimizer.");
    throw roster::error("recipe", std::move(problems));
  }
}

/// What the optimizer's groups have now of the parameters that are shown.
std::vector<double> values(const training& now) {
  using traits = roster::optimizer_traits<torch::optim::Optimizer>;
  std::vector<double> all;
  for (const auto& name : now.shown.parameters) {
    traits::for_each_group(*now.optimizer, [&](auto& group) {
      for (const auto& one : traits::parameters(group)) {
        if (one.name == name) all.push_back(one.get(group));
      }
    });
  }
  return all;
}

// What schedulers can watch
metrics after_batch(double loss) { return {{"train_loss", loss}}; }
metrics after_epoch(const training& now) {
  metrics all{{"train_loss", now.trained.loss}, {"train_accuracy", now.trained.accuracy}};
  if (now.validation > 0) {
    all.push_back({"val_loss", now.validated.loss});
    all.push_back({"val_accuracy", now.validated.accuracy});
  }
  return all;
}

void check_monitor(const std::optional<std::string>& monitor, const metrics& measured, std::string_view when,
                   const roster::place& here) {
  if (roster::measured(measured).watched(monitor)) return;
  std::vector<std::string_view> names;
  std::string expected = "expected ";
  for (const auto& one : measured) {
    expected += names.empty() ? "" : names.size() + 1 < measured.size() ? ", " : " or ";
    expected += one.name;
    names.push_back(one.name);
  }
  expected += when;
  if (!monitor) return here.report(roster::problem_kind::missing, "is missing, " + expected);
  const auto meant = roster::nearest(*monitor, names);
  here.report(roster::problem_kind::unknown_name, "is " + roster::to_json(*monitor) + ", " + expected,
              meant < names.size() ? names[meant] : "");
}

}  // namespace

std::string path_in(const recipe_type& recipe, std::string path) {
  constexpr std::string_view only = "schedulers[0]";
  if (recipe.schedulers.empty() && path.starts_with(only)) path.replace(0, only.size(), "scheduler");
  return path;
}

std::int64_t training::batches() const { return batches_of(recipe, images); }

training::training(recipe_type given, std::int64_t images_an_epoch, std::int64_t validation_images, int processes)
    : recipe(resolved(std::move(given), images_an_epoch)),
      images(images_an_epoch),
      validation(validation_images),
      shards(recipe.shards.value_or(processes)),
      model(seeded_network(recipe.seed)),
      optimizer(optimizer_of(recipe, model)),
      schedules(roster::create(recipe, *optimizer)) {
  for (const auto& one : schedules) {
    const auto& name = one.options().parameter;
    if (std::ranges::find(shown.parameters, name) == shown.parameters.end()) shown.parameters.push_back(name);
  }
}

void check(const training& before, const roster::place& here) {
  const auto& recipe = before.recipe;
  if (const auto given = recipe.batches_per_epoch.value_or(before.batches()); given != before.batches()) {
    here.member("batches_per_epoch")
        .report(roster::problem_kind::rule,
                "is " + std::to_string(given) + ", but the data give " + std::to_string(before.batches()) + ": " +
                    std::to_string(before.images) + " images in batches of " + std::to_string(recipe.batch_size));
  }
  const auto alone = here.member("scheduler"), list = here.member("schedulers");
  for (std::size_t i = 0; i < before.schedules.size(); ++i) {
    const auto& one = before.schedules[i];
    if (!one.schedule().takes_metric()) continue;
    const auto there = recipe.schedulers.empty() ? alone : list.element(i);
    const auto& monitor = one.options().monitor;
    if (one.options().counts_batches()) {
      check_monitor(monitor, after_batch(0), ": a batch has no other metric", there.member("monitor"));
    } else {
      check_monitor(monitor, after_epoch(before),
                    before.validation > 0 ? "" : "; without validation images, there are no others",
                    there.member("monitor"));
    }
  }
}

void train_batch(training& now, const image_set& data, ranks& all) {
  if (now.batches_done == 0) now.order = torch::randperm(data.labels.size(0)).slice(0, 0, now.images).clone();
  const auto begin = now.batches_done * now.recipe.batch_size;
  const auto end = std::min(begin + now.recipe.batch_size, now.images);
  const auto chosen = now.order.slice(0, begin, end);
  const auto forward = [&](std::int64_t first, std::int64_t last) -> batch_result {
    const auto part = chosen.slice(0, first, last);
    const auto labels = data.labels.index_select(0, part);
    const auto scores = now.model.forward(data.images.index_select(0, part));
    return {.loss = torch::nn::functional::cross_entropy(scores, labels),
            .counts = scores.argmax(1).eq(labels).sum().unsqueeze(0)};
  };
  auto used = values(now);
  torch::Tensor right;
  now.model.train();
  // LBFGS calls this several times in a step.
  const auto loss = now.optimizer->step([&] {
    const auto found = backward(all, now.model, end - begin, now.shards, 1, forward);
    right = found.counts;
    return found.loss;
  });

  const auto value = loss.item<double>();
  now.right += right.item<double>();
  now.loss_sum += value * static_cast<double>(end - begin);
  const auto epoch =
      static_cast<double>(now.epochs_done) + static_cast<double>(now.batches_done) / static_cast<double>(now.batches());
  now.shown.points.push_back({.epoch = epoch, .loss = value, .values = std::move(used)});
  now.schedules.after_batch(after_batch(value));
  ++now.batches_done;
}

void end_epoch(training& now, const image_set& validation, ranks& all) {
  const auto count = static_cast<double>(now.images);
  now.trained = {.loss = now.loss_sum / count, .accuracy = now.right / count};
  if (now.validation > 0) {
    now.validated = evaluate(now.model, validation, all);
    now.shown.validation.push_back(now.validated.loss);
  }
  now.schedules.after_epoch(after_epoch(now));
  ++now.epochs_done;
  now.batches_done = 0;
  now.order = torch::Tensor();
  now.loss_sum = now.right = 0;
}

}  // namespace train
