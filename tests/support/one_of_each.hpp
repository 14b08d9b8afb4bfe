#pragma once

#include <vector>

#include "examples/schedulers.hpp"
#include "roster/roster.hpp"

namespace test {

/// The example of each scheduler, and others of other kinds or with many changes within thirty epochs.
inline std::vector<roster::default_registry::entry> one_of_each() {
  std::vector<roster::default_registry::entry> all;
  for (const auto& one : examples::of_schedulers()) all.push_back(one.scheduler);
  const auto falling = [](roster::epoch t) { return 1.0 / static_cast<double>(1 + t); };
  const roster::LinearLR warmup{.start_factor = 0.1, .total_iters = 4};
  const roster::CosineAnnealingLR cosine{.T_max = 7, .eta_min = 0.01};
  const std::vector<roster::default_registry::entry> others{
      roster::LambdaLR{.lr_lambda = falling},
      roster::MultiplicativeLR{.lr_lambda = falling},
      roster::StepLR{.step_size = 3},
      roster::MultiStepLR{.milestones = {2, 5, 5, 9}, .gamma = 0.3},
      roster::ConstantLR{.factor = 0.3},
      warmup,
      roster::ExponentialLR{.gamma = 0.9},
      roster::PolynomialLR{.total_iters = 11, .power = 1.7},
      cosine,
      roster::CosineAnnealingWarmRestarts{.T_0 = 3, .T_mult = 2},
      roster::CyclicLR{.base_lr = 0.01, .max_lr = 0.3, .step_size_up = 3, .mode = "exp_range", .gamma = 0.9},
      roster::CyclicLR{
          .base_lr = 0.01, .max_lr = 0.3, .scale_fn = [](double x) { return 1 / x; }, .cycle_momentum = false},
      roster::OneCycleLR{.max_lr = 0.7, .total_steps = 40, .three_phase = true},
      roster::ReduceLROnPlateau{.patience = 1, .cooldown = 1},
      roster::SWALR{.swa_lr = 0.03, .anneal_epochs = 6},
      roster::SequentialLR{.schedulers = {warmup, cosine, roster::SWALR{.swa_lr = 0.02}}, .milestones = {4, 12}},
      roster::SequentialLR{.schedulers = {roster::OneCycleLR{.max_lr = 0.7, .total_steps = 8}, cosine},
                           .milestones = {6}},
      roster::ChainedScheduler{.schedulers = {warmup, roster::ExponentialLR{.gamma = 0.9}}},
      roster::ChainedScheduler{.schedulers = {roster::SequentialLR{.schedulers = {warmup, cosine}, .milestones = {4}},
                                              roster::ReduceLROnPlateau{.patience = 1}}},
      roster::Warmup{.length = 5, .scheduler = roster::ReduceLROnPlateau{.patience = 1}, .shape = "cosine"},
      roster::Warmup{.length = 6,
                     .scheduler = roster::ReduceLROnPlateau{.patience = 1},
                     .start_factor = 0.2,
                     .shape = "exponential",
                     .overlap = true},
      roster::Warmup{.length = 7,
                     .scheduler = roster::ChainedScheduler{.schedulers = {roster::ExponentialLR{.gamma = 0.9},
                                                                          roster::StepLR{.step_size = 3}}},
                     .start_factor = 0.0,
                     .overlap = true},
      roster::Warmup{.length = 4,
                     .scheduler = roster::OneCycleLR{.max_lr = 0.7, .total_steps = 40, .cycle_momentum = false},
                     .overlap = true},
      roster::Warmup{
          .length = 3,
          .scheduler = roster::SequentialLR{.schedulers = {roster::Warmup{.length = 2, .scheduler = cosine}, cosine},
                                            .milestones = {6}},
          .shape = "constant"},
  };
  all.insert(all.end(), others.begin(), others.end());
  return all;
}

/// The next step to epoch `t`. The metric improves every third time.
template <class Scheduler>
void step(Scheduler& running, int t) {
  const auto metric = t % 3 == 0 ? 1.0 / (1 + t) : 5.0;
  running.schedule().takes_metric() ? running.step(metric) : running.step();
}

}  // namespace test
