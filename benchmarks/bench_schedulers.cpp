// The time of a million steps of each scheduler of the default registry on one group, without an optimizer.

#include <string>
#include <vector>

#include "examples/schedulers/pytorch.hpp"
#include "ratios.hpp"
#include "roster/roster.hpp"

namespace {

// A thousand runs of a thousand steps: in a longer run the learning rates of some get denormal, which are slow.
constexpr int runs = 1'000, steps = 1'000;

/// A scheduler's example, made long enough for all steps.
roster::default_registry::entry prolonged(const roster::default_registry::entry& example) {
  return example.visit([]<class Config>(Config config) -> roster::default_registry::entry {
    if constexpr (requires { config.total_steps; }) config.total_steps = steps;
    return config;
  });
}

}  // namespace

int main(int argc, char** argv) {
  for (const auto& example : examples::of_pytorch<roster::default_registry>()) {
    const auto one = prolonged(example.scheduler);
    const auto name = "million steps/" + std::string(one.name()) + "/Roster";
    benchmark::RegisterBenchmark(name.c_str(), [one](benchmark::State& state) {
      for (auto _ : state) {
        for (int run = 0; run < runs; ++run) {
          std::vector<roster::plain_group> groups{{.lr = 0.1, .momentum = 0.9}};
          auto scheduler = roster::create(one, groups);
          const bool watches = scheduler.schedule().takes_metric();
          for (int t = 0; t < steps; ++t) {
            if (watches) {
              scheduler.step(1.0);
            } else {
              scheduler.step();
            }
          }
          benchmark::DoNotOptimize(groups[0].lr);
        }
      }
    });
  }
  return ratios({{.name = "million steps",
                  .about =
                      "## A million steps of each scheduler\n\n"
                      "A thousand runs of a thousand steps of the examples in `docs/schedulers.md`, on one plain "
                      "group, each run with its own scheduler. PyTorch's, which lack Warmup, have the same "
                      "arguments and an SGD of one group; Python makes 20 such runs, and its time is multiplied by 50.",
                  .contenders = {"Roster", "Python"},
                  .aims = {{"Python", 100}}}})
      .run(argc, argv);
}
