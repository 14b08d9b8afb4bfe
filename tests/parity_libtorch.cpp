// PyTorch's runs, on LibTorch's own optimizers.
#include "roster/libtorch/groups.hpp"

#include <torch/types.h>

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <cstddef>
#include <memory>
#include <stdexcept>
#include <string>
#include <tuple>
#include <vector>

#include "support/parity_run.hpp"

namespace parity_libtorch_tests {

using namespace torch::optim;

template <class Optimizer, class Options, class Make>
std::unique_ptr<torch::optim::Optimizer> with_groups(const parity::groups& groups, Make make) {
  std::vector<OptimizerParamGroup> all;
  for (std::size_t g = 0; g < groups.size(); ++g) all.emplace_back(std::vector{torch::zeros(1)});
  auto optimizer = std::make_unique<Optimizer>(std::move(all), Options(0.1));
  for (std::size_t g = 0; g < groups.size(); ++g) {
    optimizer->param_groups()[g].set_options(std::make_unique<Options>(make(groups[g])));
  }
  return optimizer;
}

std::unique_ptr<Optimizer> optimizer_of(const parity::run& run) {
  const auto& name = run.optimizer;
  const auto& groups = run.before;
  using group = roster::plain_group;
  if (name == "SGD") {
    return with_groups<SGD, SGDOptions>(groups, [](group g) { return SGDOptions(g.lr).momentum(g.momentum); });
  }
  if (name == "RMSprop") {
    return with_groups<RMSprop, RMSpropOptions>(groups,
                                                [](group g) { return RMSpropOptions(g.lr).momentum(g.momentum); });
  }
  if (name == "Adam") {
    return with_groups<Adam, AdamOptions>(groups, [](group g) { return AdamOptions(g.lr).betas({g.momentum, 0.999}); });
  }
  if (name == "AdamW") {
    return with_groups<AdamW, AdamWOptions>(groups,
                                            [](group g) { return AdamWOptions(g.lr).betas({g.momentum, 0.999}); });
  }
  throw std::runtime_error("no optimizer " + name);
}

parity::groups groups_of(Optimizer& optimizer) {
  parity::groups all;
  for (auto& one : optimizer.param_groups()) {
    auto& options = one.options();
    double momentum = 0;
    if (auto* sgd = dynamic_cast<SGDOptions*>(&options)) momentum = sgd->momentum();
    if (auto* rmsprop = dynamic_cast<RMSpropOptions*>(&options)) momentum = rmsprop->momentum();
    if (auto* adam = dynamic_cast<AdamOptions*>(&options)) momentum = std::get<0>(adam->betas());
    if (auto* adamw = dynamic_cast<AdamWOptions*>(&options)) momentum = std::get<0>(adamw->betas());
    all.push_back({.lr = options.get_lr(), .momentum = momentum});
  }
  return all;
}

TEST_CASE("On LibTorch's optimizers, every learning rate and momentum is PyTorch's", "[parity]") {
  const auto file =
      GENERATE(as<std::string>(), "StepLR", "ReduceLROnPlateau", "CyclicLR", "OneCycleLR", "compositions");
  for (const auto& line : parity::lines_of(file)) {
    const auto run = parity::read_run(line);
    const auto optimizer = optimizer_of(run);
    auto running = roster::create(run.scheduler, *optimizer);
    for (std::size_t t = 0; t < run.values.size(); ++t) {
      if (t > 0) parity::step_to(running, run, t);
      INFO(line.substr(0, 300) << "\nepoch " << t << ": " << parity::to_text(groups_of(*optimizer)));
      REQUIRE(parity::same_bits(groups_of(*optimizer), run.values[t]));
    }
  }
}

}  // namespace parity_libtorch_tests
