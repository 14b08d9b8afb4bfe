// The time of a million steps of each scheduler, without an optimizer.
#include <benchmark/benchmark.h>

#include <string>
#include <vector>

#include "roster/roster.hpp"

namespace {

constexpr int steps = 1'000'000;

std::vector<roster::default_registry::entry> schedulers() {
  const auto factor = [](roster::epoch t) { return 1.0 / static_cast<double>(1 + t); };
  const roster::LinearLR warmup{.start_factor = 0.1, .total_iters = 1000};
  const roster::CosineAnnealingLR cosine{.T_max = steps};
  return {roster::LambdaLR{.lr_lambda = factor},
          roster::MultiplicativeLR{.lr_lambda = [](roster::epoch) { return 0.99999; }},
          roster::StepLR{.step_size = 10'000},
          roster::MultiStepLR{.milestones = {1'000, 10'000, 100'000}},
          roster::ConstantLR{},
          roster::LinearLR{.total_iters = steps},
          roster::ExponentialLR{.gamma = 0.99999},
          roster::PolynomialLR{.total_iters = steps, .power = 2.5},
          cosine,
          roster::CosineAnnealingWarmRestarts{.T_0 = 1, .T_mult = 2},
          roster::CyclicLR{.base_lr = 0.1, .max_lr = 1.0, .mode = "exp_range", .gamma = 0.99999},
          roster::OneCycleLR{.max_lr = 1.0, .total_steps = steps},
          roster::ReduceLROnPlateau{.min_lr = 1e-6},
          roster::SWALR{.swa_lr = 0.1, .anneal_epochs = steps},
          roster::SequentialLR{.schedulers = {warmup, cosine}, .milestones = {1000}},
          roster::ChainedScheduler{.schedulers = {warmup, roster::ExponentialLR{.gamma = 0.99999}, cosine}}};
}

}  // namespace

int main(int argc, char** argv) {
  for (const auto& one : schedulers()) {
    const auto name = "million_steps/" +
                      one.visit([]<class Config>(const Config&) { return std::string(roster::type_name<Config>); });
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
