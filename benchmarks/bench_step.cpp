// The time of one step() of a StepLR on LibTorch's SGD.

#include <torch/optim/schedulers/step_lr.h>
#include <torch/optim/sgd.h>
#include <torch/types.h>

#include <string>
#include <utility>
#include <vector>

#include "ratios.hpp"
#include "roster/libtorch/groups.hpp"
#include "roster/roster.hpp"

namespace {

torch::optim::SGD optimizer_with(int groups) {
  std::vector<torch::optim::OptimizerParamGroup> all;
  for (int i = 0; i < groups; ++i) all.emplace_back(std::vector{torch::zeros(1)});
  return torch::optim::SGD(std::move(all), torch::optim::SGDOptions(0.1));
}

/// `make` makes the scheduler on an optimizer.
template <class Make>
void add(const std::string& contender, int groups, Make make) {
  const auto name = "step/" + std::to_string(groups) + (groups == 1 ? " group/" : " groups/") + contender;
  benchmark::RegisterBenchmark(name.c_str(), [groups, make](benchmark::State& state) {
    auto optimizer = optimizer_with(groups);
    auto scheduler = make(optimizer);
    for (auto _ : state) {
      scheduler.step();
      benchmark::ClobberMemory();
    }
  });
}

}  // namespace

int main(int argc, char** argv) {
  // A gamma of 1, because millions of steps with another make the learning rates denormal, which are slow.
  for (const int groups : {1, 8, 64, 1024}) {
    add("create", groups, [](auto& of) { return roster::create("StepLR", of, {{"step_size", 30}, {"gamma", 1.0}}); });
    add("make", groups, [](auto& of) { return roster::make<"StepLR">(of, {.step_size = 30, .gamma = 1.0}); });
    add("torch::optim", groups, [](auto& of) { return torch::optim::StepLR(of, 30, 1.0); });
  }
  return ratios({{.name = "step",
                  .about = "## One step on an SGD\n\n"
                           "`step()` of a `StepLR` on LibTorch's SGD: what `roster::create` and `roster::make` return, "
                           "`torch::optim::StepLR`, and Python's PyTorch on its own SGD.",
                  .contenders = {"create", "make", "torch::optim", "Python"},
                  .aims = {{"torch::optim", 3}, {"Python", 100}}}})
      .run(argc, argv);
}
