#pragma once

#include <type_traits>
#include <vector>

#include "examples/schedulers.hpp"
#include "roster/run/default_registry.hpp"
#include "support/systems/caffe.hpp"
#include "support/systems/composer.hpp"
#include "support/systems/deepspeed.hpp"
#include "support/systems/detectron2.hpp"
#include "support/systems/fairseq.hpp"
#include "support/systems/keras.hpp"
#include "support/systems/megatron.hpp"
#include "support/systems/mmengine.hpp"
#include "support/systems/nanogpt.hpp"
#include "support/systems/optax.hpp"
#include "support/systems/paddle.hpp"
#include "support/systems/timm.hpp"
#include "support/systems/transformers.hpp"

namespace test {

/// The composites of the registry of all systems.
using SequentialLR = roster::basic_SequentialLR<entry_of_all::registry>;
using ChainedScheduler = roster::basic_ChainedScheduler<entry_of_all::registry>;
using Warmup = roster::basic_Warmup<entry_of_all::registry>;

/// PyTorch's schedulers and Warmup, of other kinds than the examples or with many changes within thirty epochs.
template <class Schedulers>
std::vector<typename Schedulers::entry> others_of_pytorch() {
  using types = typename Schedulers::entry::registry;
  const auto falling = [](roster::epoch t) { return 1.0 / static_cast<double>(1 + t); };
  const roster::LinearLR warmup{.start_factor = 0.1, .total_iters = 4};
  const roster::CosineAnnealingLR cosine{.T_max = 7, .eta_min = 0.01};
  return {
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
      roster::basic_SequentialLR<types>{.schedulers = {warmup, cosine, roster::SWALR{.swa_lr = 0.02}},
                                        .milestones = {4, 12}},
      roster::basic_SequentialLR<types>{.schedulers = {roster::OneCycleLR{.max_lr = 0.7, .total_steps = 8}, cosine},
                                        .milestones = {6}},
      roster::basic_ChainedScheduler<types>{.schedulers = {warmup, roster::ExponentialLR{.gamma = 0.9}}},
      roster::basic_ChainedScheduler<types>{
          .schedulers = {roster::basic_SequentialLR<types>{.schedulers = {warmup, cosine}, .milestones = {4}},
                         roster::ReduceLROnPlateau{.patience = 1}}},
      roster::basic_Warmup<types>{
          .length = 5, .scheduler = roster::ReduceLROnPlateau{.patience = 1}, .shape = "cosine"},
      roster::basic_Warmup<types>{.length = 6,
                                  .scheduler = roster::ReduceLROnPlateau{.patience = 1},
                                  .start_factor = 0.2,
                                  .shape = "exponential",
                                  .overlap = true},
      roster::basic_Warmup<types>{
          .length = 7,
          .scheduler = roster::basic_ChainedScheduler<types>{.schedulers = {roster::ExponentialLR{.gamma = 0.9},
                                                                            roster::StepLR{.step_size = 3}}},
          .start_factor = 0.0,
          .overlap = true},
      roster::basic_Warmup<types>{
          .length = 4,
          .scheduler = roster::OneCycleLR{.max_lr = 0.7, .total_steps = 40, .cycle_momentum = false},
          .overlap = true},
      roster::basic_Warmup<types>{
          .length = 3,
          .scheduler =
              roster::basic_SequentialLR<types>{
                  .schedulers = {roster::basic_Warmup<types>{.length = 2, .scheduler = cosine}, cosine},
                  .milestones = {6}},
          .shape = "constant"},
  };
}

/// The examples of the schedulers of a registry, and others: those of `roster::all_registry`, or of
/// `roster::default_registry`, which are PyTorch's and Warmup.
template <class Schedulers = roster::all_registry>
std::vector<typename Schedulers::entry> one_of_each() {
  auto all = others_of_pytorch<Schedulers>();
  const auto add = [&](const auto& some) {
    for (const auto& one : some) all.push_back(one.scheduler);
  };
  if constexpr (std::is_same_v<Schedulers, roster::default_registry>) {
    add(examples::of_pytorch<Schedulers>());
  } else {
    add(examples::of_schedulers());
    for (const auto& some : {transformers::others(), timm::others(), deepspeed::others(), detectron2::others(),
                             megatron::others(), nanogpt::others(), mmengine::others(), composer::others(),
                             optax::others(), keras::others(), paddle::others(), fairseq::others(), caffe::others()}) {
      all.insert(all.end(), some.begin(), some.end());
    }
  }
  return all;
}

/// The next step to epoch `t`. The metric improves every third time.
template <class Scheduler>
void step(Scheduler& running, int t) {
  const auto metric = t % 3 == 0 ? 1.0 / (1 + t) : 5.0;
  running.schedule().takes_metric() ? running.step(metric) : running.step();
}

}  // namespace test
