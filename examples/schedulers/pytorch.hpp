#pragma once

#include "examples/of_scheduler.hpp"
#include "roster/schedulers/schedulers.hpp"

namespace examples {

/// One of each of PyTorch's schedulers, and of Warmup, in the list's order, for an initial learning rate of 0.1.
template <class Schedulers>
std::vector<of_scheduler<Schedulers>> of_pytorch() {
  using types = typename Schedulers::entry::registry;
  const auto falling = [](roster::epoch t) { return std::pow(0.95, static_cast<double>(t)); };
  const auto factor = [](roster::epoch) { return 0.95; };
  return {
      {.scheduler = roster::LambdaLR{.lr_lambda = falling},
       .code =
           "roster::make<\"LambdaLR\">(optimizer, {.lr_lambda = [](roster::epoch t) { return std::pow(0.95, t); }})"},
      {.scheduler = roster::MultiplicativeLR{.lr_lambda = factor},
       .code = "roster::make<\"MultiplicativeLR\">(optimizer, {.lr_lambda = [](roster::epoch) { return 0.95; }})"},
      {.scheduler = roster::StepLR{.step_size = 30}},
      {.scheduler = roster::MultiStepLR{.milestones = {30, 80}}},
      {.scheduler = roster::ConstantLR{.factor = 0.5, .total_iters = 20}},
      {.scheduler = roster::LinearLR{.start_factor = 0.1, .total_iters = 20}},
      {.scheduler = roster::ExponentialLR{.gamma = 0.95}},
      {.scheduler = roster::PolynomialLR{.total_iters = 80, .power = 2.0}},
      {.scheduler = roster::CosineAnnealingLR{.T_max = 100}},
      {.scheduler = roster::CosineAnnealingWarmRestarts{.T_0 = 15, .T_mult = 2}, .steps = 104},
      {.scheduler = roster::CyclicLR{.base_lr = 0.01, .max_lr = 0.1, .step_size_up = 10, .mode = "triangular2"}},
      {.scheduler = roster::OneCycleLR{.max_lr = 0.1, .total_steps = 100}, .steps = 99},
      {.scheduler = roster::ReduceLROnPlateau{.factor = 0.5, .patience = 5}, .metrics = losses(100)},
      {.scheduler = roster::SWALR{.swa_lr = 0.02, .anneal_epochs = 20}, .steps = 40},
      {.scheduler =
           roster::basic_SequentialLR<types>{.schedulers = {roster::LinearLR{.start_factor = 0.1, .total_iters = 5},
                                                            roster::CosineAnnealingLR{.T_max = 95}},
                                             .milestones = {5}}},
      {.scheduler = roster::basic_ChainedScheduler<types>{.schedulers = {roster::LinearLR{.start_factor = 0.1,
                                                                                          .total_iters = 10},
                                                                         roster::ExponentialLR{.gamma = 0.97}}}},
      {.scheduler =
           roster::basic_Warmup<types>{
               .length = 10, .scheduler = roster::CosineAnnealingLR{.T_max = 90}, .start_factor = 0.0}},
  };
}

}  // namespace examples
