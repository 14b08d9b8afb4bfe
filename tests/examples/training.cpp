#include "train/training.hpp"

#include <catch2/catch_test_macros.hpp>
#include <cstdint>
#include <string>
#include <vector>

#include "roster/files.hpp"
#include "support/refusal.hpp"
#include "support/temporary_folder.hpp"

// Only REQUIRE: LibTorch has its own CHECK.
namespace training_tests {

using test::refusal;

train::image_set noise(std::int64_t count) {
  const auto generator = at::detail::createCPUGenerator(1);
  return {torch::randn({count, 1, 28, 28}, generator), torch::randint(10, {count}, generator, torch::kInt64)};
}

/// Why a recipe cannot be trained on 320 images, without the file's name.
std::string refused(const std::string& yaml, std::int64_t validation = 100) {
  const test::temporary_folder folder;
  const auto file = roster::read_document(folder.file("recipe.yaml", yaml));
  const auto recipe = roster::read_recipe<train::recipe_type>(file);
  auto text = refusal([&] {
    roster::checked(file, [&](const roster::place& here) { check(train::training(recipe, 320, validation), here); });
  });
  for (auto at = text.find(file.name); at != text.npos; at = text.find(file.name)) text.erase(at, file.name.size() + 1);
  return text;
}

constexpr auto several = R"(
optimizer: {name: AdamW, groups: [{params: "linear2.*", lr: 0.01}]}
schedulers:
  - {name: ExponentialLR, gamma: 0.5, every: batch, groups: 0}
  - {name: ReduceLROnPlateau, mode: max, patience: 0, threshold: 2, factor: 0.5, monitor: val_accuracy, groups: 1}
  - {name: ReduceLROnPlateau, patience: 0, threshold: 0.9, factor: 0.5, parameter: weight_decay, every: batch}
batch_size: 48
batches_per_epoch: 7
)";

TEST_CASE("A recipe whose schedulers watch what is measured can be trained", "[training]") {
  REQUIRE(refused(several) == "");
}

TEST_CASE("A metric that is not measured is refused before the training, with those that are", "[training][message]") {
  REQUIRE(refused("optimizer: {name: SGD, lr: 0.1}\nscheduler: {name: ReduceLROnPlateau}\n") ==
          "2:1: scheduler.monitor is missing, expected train_loss, train_accuracy, val_loss or val_accuracy");
  REQUIRE(refused("optimizer: {name: SGD, lr: 0.1}\nscheduler: {name: ReduceLROnPlateau, monitor: val_los}\n") ==
          "2:38: scheduler.monitor is \"val_los\", expected train_loss, train_accuracy, val_loss or val_accuracy; "
          "did you mean val_loss?");
  REQUIRE(refused("optimizer: {name: SGD, lr: 0.1}\nscheduler: {name: ReduceLROnPlateau, monitor: val_loss}\n", 0) ==
          "2:38: scheduler.monitor is \"val_loss\", expected train_loss or train_accuracy; without validation images, "
          "there are no others");
  REQUIRE(refused(R"(optimizer: {name: SGD, lr: 0.1}
schedulers:
  - {name: ReduceLROnPlateau, monitor: val_loss, every: batch}
  - {name: StepLR, step_size: 1, parameter: momentum}
  - {name: ReduceLROnPlateau, monitor: a b, parameter: weight_decay}
)") == " 2 problems\n"
       "  3:31: schedulers[0].monitor is \"val_loss\", expected train_loss: a batch has no other metric\n"
       "  5:31: schedulers[2].monitor is \"a b\", expected train_loss, train_accuracy, val_loss or val_accuracy");
}

TEST_CASE("A number of batches in an epoch that the data do not give is refused", "[training][message]") {
  REQUIRE(refused("optimizer: {name: SGD, lr: 0.1}\nscheduler: {name: ExponentialLR, gamma: 1}\nbatch_size: 48\n"
                  "batches_per_epoch: 6\n") ==
          "4:1: batches_per_epoch is 6, but the data give 7: 320 images in batches of 48");
}

TEST_CASE("A length becomes steps of the run's own epochs and batches", "[training]") {
  const test::temporary_folder folder;
  const auto recipe = roster::read_recipe<train::recipe_type>(folder.file("recipe.yaml", R"(
optimizer: {name: SGD, lr: 1}
scheduler: {name: CosineAnnealingLR, T_max: 50 %, every: batch}
epochs: 4
batch_size: 48
)"));
  const train::training begun(recipe, 320, 0);
  REQUIRE(to_string(begun.schedules[0]) == "CosineAnnealingLR(T_max=14, eta_min=0.0)");
}

TEST_CASE("What does not fit the network or the run is refused with its place in the recipe", "[training][message]") {
  REQUIRE(refused("optimizer: {name: SGD, lr: 0.1, groups: [{params: linaer*}]}\n"
                  "scheduler: {name: ExponentialLR, gamma: 1}\n") ==
          "1:43: optimizer.groups[0].params is \"linaer*\", which matches none of the parameters [\"conv1.weight\", "
          "\"conv1.bias\", \"conv2.weight\", \"conv2.bias\", \"linear1.weight\", \"linear1.bias\", \"linear2.weight\", "
          "\"linear2.bias\"]; did you mean linear1*?");
  REQUIRE(refused("optimizer: {name: SGD, lr: 0.1}\n"
                  "scheduler: {name: MultiStepLR, milestones: [20 batches, 10 batches]}\nbatch_size: 48\n") ==
          "2:57: scheduler.milestones[1] is 1, expected at least 3, the milestone before (from \"10 batches\")");
}

TEST_CASE("Schedulers step after each batch or each epoch, with the metric that they watch", "[training]") {
  const test::temporary_folder folder;
  const auto data = noise(420);
  train::training now(roster::read_recipe<train::recipe_type>(folder.file("recipe.yaml", several)), 320, 100);
  REQUIRE(now.shown.parameters == std::vector<std::string>{"lr", "weight_decay"});
  train::alone alone;
  for (int epoch = 0; epoch < 2; ++epoch) {
    for (int batch = 0; batch < 7; ++batch) train_batch(now, data.part(0, 320), alone);
    REQUIRE(now.batches_done == 7);
    end_epoch(now, data.part(320, 420), alone);
  }
  REQUIRE(now.epochs_done == 2);
  REQUIRE(now.batches_done == 0);
  REQUIRE(now.schedules[0].last_epoch() == 14);
  REQUIRE(now.schedules[1].last_epoch() == 2);
  REQUIRE(now.schedules[2].last_epoch() == 14);
  REQUIRE(now.schedules[1].get_last_lr()[0] == 0.005);  // no epoch has twice the accuracy of the one before
  // What each batch used, of both groups
  REQUIRE(now.shown.points.size() == 14);
  REQUIRE(now.shown.points[0].values == std::vector{0.001, 0.01, 0.01, 0.01});
  REQUIRE(now.shown.points[1].values == std::vector{0.0005, 0.01, 0.01, 0.01});
  REQUIRE(now.shown.points[2].values == std::vector{0.00025, 0.01, 0.005, 0.005});
  REQUIRE(now.shown.points[8].epoch == 1 + 1 / 7.0);
  REQUIRE(now.shown.validation.size() == 2);
  REQUIRE(now.shown.validation[1] == now.validated.loss);
}

TEST_CASE("A network is evaluated as a whole, in parts that fit the memory", "[training]") {
  const auto data = noise(2500);
  train::network model;
  train::alone alone;
  const auto [loss, accuracy] = evaluate(model, data, alone);
  const auto scores = model.forward(data.images);
  const auto right = scores.argmax(1).eq(data.labels).sum().item<double>();
  const auto whole = torch::log_softmax(scores, 1).gather(1, data.labels.unsqueeze(1)).mean().item<double>();
  REQUIRE(accuracy == right / 2500);
  REQUIRE(std::abs(loss + whole) < 1e-5);
  for (const auto& one : model.parameters()) REQUIRE(!one.grad().defined());
}

}  // namespace training_tests
