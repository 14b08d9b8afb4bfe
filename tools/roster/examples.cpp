#include "examples.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <utility>

#include "roster/fields/fields.hpp"
#include "roster/files/yaml.hpp"

namespace tools {
namespace {

/// A loss that falls fast, then hardly any more; with some noise.
std::vector<double> losses(std::size_t count) {
  std::vector<double> all;
  for (std::size_t i = 0; i < count; ++i) {
    const auto t = static_cast<double>(i);
    all.push_back(2 * std::exp(-t / 8) + 0.5 + 0.05 * std::sin(7 * t));
  }
  return all;
}

std::vector<example> all_examples() {
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
      {.scheduler = roster::SequentialLR{.schedulers = {roster::LinearLR{.start_factor = 0.1, .total_iters = 5},
                                                        roster::CosineAnnealingLR{.T_max = 95}},
                                         .milestones = {5}}},
      {.scheduler = roster::ChainedScheduler{.schedulers = {roster::LinearLR{.start_factor = 0.1, .total_iters = 10},
                                                            roster::ExponentialLR{.gamma = 0.97}}}},
  };
}

/// The entry without what is left at its default.
roster::node brief(const roster::node& whole) {
  const auto* members = whole.as<roster::node::object>();
  const auto* name = whole.find("name");
  if (!members || !name) return whole;
  auto help = roster::describe<roster::scheduler_options>();
  const roster::value text = *name;
  const auto of_config = roster::default_registry::describe(*text.as<std::string_view>());
  help.insert(help.end(), of_config.begin(), of_config.end());
  roster::node::object kept;
  for (const auto& [field, given] : *members) {
    const auto is_default = [&](const auto& one) {
      return one.name == field && !one.is_required && one.by_default == given;
    };
    if (std::ranges::any_of(help, is_default)) continue;
    if (const auto* items = given.as<roster::node::list>()) {
      roster::node::list shorter;
      for (const auto& item : *items) shorter.push_back(brief(item));
      kept.emplace_back(field, roster::node(std::move(shorter)));
    } else {
      kept.emplace_back(field, given);
    }
  }
  return roster::node(std::move(kept));
}

}  // namespace

example example_of(std::string_view name) {
  for (auto& one : all_examples()) {
    if (one.scheduler.name() == name) return one;
  }
  std::abort();  // a test asks for all of the registry
}

preview preview_of(const example& shown) {
  auto made = preview_of(std::string(shown.scheduler.name()), shown.scheduler);
  made.steps = shown.steps;
  return made;
}

std::string recipe_of(const example& shown) {
  if (!shown.code.empty()) return std::string(shown.code) + "\n";
  roster::node::object optimizer{{"name", "SGD"}, {"lr", 0.1}};
  return roster::to_yaml(roster::node(
      roster::node::object{{"optimizer", roster::node(std::move(optimizer))},
                           {"scheduler", brief(roster::field_kind<scheduler_entry>::write(shown.scheduler))}}));
}

}  // namespace tools
