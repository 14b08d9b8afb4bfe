// The time of a million steps of each scheduler, without an optimizer.
#include <benchmark/benchmark.h>

#include <string>
#include <vector>

#include "examples/schedulers.hpp"
#include "roster/roster.hpp"

namespace {

constexpr int steps = 1'000'000;

/// A scheduler's example, made long enough for all steps.
roster::default_registry::entry prolonged(const roster::default_registry::entry& example) {
  return example.visit([]<class Config>(Config config) -> roster::default_registry::entry {
    if constexpr (requires { config.total_steps; }) config.total_steps = steps;
    return config;
  });
}

}  // namespace

int main(int argc, char** argv) {
  for (const auto& example : examples::of_schedulers()) {
    const auto one = prolonged(example.scheduler);
    const auto name = "million_steps/" + std::string(one.name());
    benchmark::RegisterBenchmark(name.c_str(), [one](benchmark::State& state) {
      for (auto _ : state) {
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
    })->Unit(benchmark::kMillisecond);
  }
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
  benchmark::RunSpecifiedBenchmarks();
}
