// The code of README.md, except for the scheduler of your own, which is examples/custom_scheduler.cpp. readme.cmake
// checks that no line is missing.
#include <torch/nn/modules/linear.h>
#include <torch/optim/sgd.h>

#include <cstdio>
#include <string>
#include <vector>

#include "roster/all_schedulers.hpp"
#include "roster/files.hpp"
#include "roster/libtorch.hpp"
#include "roster/roster.hpp"

void train_one_epoch();
double validation_loss();
void readme(int epochs, int batches);

void readme(int epochs, int batches) {
  torch::nn::Linear model(10, 2);
  torch::optim::SGD optimizer(model->parameters(), /*lr=*/0.1);
  auto a = roster::make<"StepLR">(optimizer, {.step_size = 30, .gamma = 0.1});
  auto b = roster::create("CosineAnnealingLR", optimizer, {{"T_max", 100}, {"eta_min", 1e-3}});
  auto c = roster::create(roster::read_recipe("recipe.yaml").scheduler, optimizer);
  const std::vector<std::string> overrides{"scheduler.schedulers[1].T_max=120", "optimizer.lr=0.05"};
  const auto recipe = roster::read_recipe("recipe.yaml", overrides);
  const auto chosen = roster::default_optimizers::create(recipe.optimizer, model->named_parameters());
  auto running = roster::create(recipe.scheduler, *chosen);
  for (int epoch = 0; epoch < epochs; ++epoch) {
    train_one_epoch();
    a.step();
  }
  auto d = roster::make<"SequentialLR">(
      optimizer, {.schedulers = {roster::LinearLR{.start_factor = 0.1}, roster::CosineAnnealingLR{.T_max = 95}},
                  .milestones = {5}});
  auto e = roster::make<"ReduceLROnPlateau">(optimizer, {.factor = 0.5, .patience = 3});
  e.step(validation_loss());
  auto f = roster::make<"CosineAnnealingLR">(optimizer, {.T_max = 90, .eta_min = 0.4}, {.parameter = "weight_decay"});
  auto g =
      roster::make<"OneCycleLR">(optimizer, {.max_lr = 0.1, .total_steps = 5000}, {.groups = {0}, .every = "batch"});
  auto h = roster::all_registry::make<"transformers.cosine">(optimizer,
                                                             {.num_warmup_steps = 500, .num_training_steps = 10000});
  const auto theirs = roster::read_recipe<roster::recipe_of<roster::all_registry>>("timm.yaml");
  auto i = roster::create(theirs, *chosen, batches);
  auto values = roster::trace(roster::OneCycleLR{.max_lr = 0.1, .total_steps = 100}, {{.lr = 0.1}}, 99);
  auto later = a.at(90);
  roster::write_state("scheduler.json", d.state_dict());
  d.load_state_dict(roster::read_state("scheduler.json"));
  const auto state = roster::read_state("scheduler.json");
  for (const auto& one : d.load_state_dict(state, roster::config_may_differ)) {
    std::puts(one.sentence().c_str());  // "schedulers[1].T_max was 95, is 190"
  }
  roster::write_pickle("scheduler.pt", d.state_dict());
  d.load_state_dict(roster::read_pickle("scheduler.pt"));
  torch::save(d, "scheduler.pt");
  torch::load(d, "scheduler.pt");
}

struct Cat {};
struct Dog {};
inline constexpr auto animals = boost::hana::tuple_t<Cat, Dog>;
using zoo = roster::registry<animals>;
static_assert(zoo::find("Dog") == 1);
