#include <cstdio>
#include <fstream>
#include <roster/files.hpp>
#include <roster/roster.hpp>

int main() {
  std::ofstream("recipe.yaml") << "optimizer: {name: SGD, lr: 0.5}\nscheduler: {name: StepLR, step_size: 1}\n";
  std::ofstream("recipe.json") << R"({"optimizer": {"name": "SGD", "lr": 0.5}, "scheduler": {"name": "ConstantLR"}})";
  const auto recipe = roster::read_recipe("recipe.yaml");
  auto groups = roster::groups_of(*recipe.optimizer);
  auto scheduler = roster::create(recipe.scheduler, groups);
  scheduler.step();
  const double lr = *groups[0].as<roster::SGD>()->lr;
  std::printf("%g\n", lr);
  return lr == 0.05 && roster::read_recipe("recipe.json").scheduler.name() == "ConstantLR" ? 0 : 1;
}
