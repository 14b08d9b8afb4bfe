// The code of docs/training.md. readme.cmake checks that no line is missing.
#include <torch/nn/modules/linear.h>
#include <torch/optim/adamw.h>

#include <vector>

#include "roster/files.hpp"
#include "roster/libtorch.hpp"
#include "roster/roster.hpp"

void train_one_batch(torch::optim::Optimizer& optimizer);
double validation_loss();
double accuracy();
void real_training(int batches);

void real_training(int batches) {
  torch::nn::Linear model(10, 2);
  torch::optim::AdamW optimizer(model->parameters(), torch::optim::AdamWOptions(1e-3).weight_decay(0.04));
  auto decay =
      roster::make<"CosineAnnealingLR">(optimizer, {.T_max = 90, .eta_min = 0.4}, {.parameter = "weight_decay"});
  auto head = roster::make<"StepLR">(optimizer, {.step_size = 30}, {.groups = {0}});
  using entry = roster::default_registry::entry;
  std::vector<entry> several{entry(roster::CosineAnnealingLR{.T_max = 90}),
                             entry(roster::ConstantLR{.factor = 0.5}, {.parameter = "weight_decay", .every = "batch"})};
  auto both = roster::create(several, optimizer);
  roster::write_state("schedules.json", both.state_dict());
  both.load_state_dict(roster::read_state("schedules.json"));
  const auto plan = roster::read_recipe("recipe.yaml");
  const auto chosen = roster::default_optimizers::create(plan.optimizer, model->named_parameters());
  auto schedules = roster::create(plan, *chosen, batches);
  for (int epoch = 0; epoch < plan.epochs; ++epoch) {
    for (int batch = 0; batch < batches; ++batch) {
      train_one_batch(*chosen);
      schedules.after_batch();
    }
    schedules.after_epoch({{"val_loss", validation_loss()}, {"accuracy", accuracy()}});
  }
  const entry step(roster::StepLR{.step_size = roster::epochs(30)}, {.every = "batch"});
  auto by_batch = roster::create(step, optimizer, {.epochs = 90, .batches_per_epoch = batches});
}
