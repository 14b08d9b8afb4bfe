#include "roster/libtorch/optimizers.hpp"

#include <torch/nn/modules/linear.h>

#include <boost/pfr/core.hpp>
#include <catch2/catch_test_macros.hpp>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "roster/files/json.hpp"
#include "roster/libtorch/groups.hpp"
#include "roster/optimizers/config_groups.hpp"
#include "roster/roster.hpp"
#include "support/learning_rates.hpp"
#include "support/refusal.hpp"
#include "support/same.hpp"

namespace libtorch_optimizers_tests {

using registry = roster::default_optimizers;

static_assert(registry::size() == 6 && registry::names[0] == "SGD");

std::string refusal(std::string_view name, roster::keywords fields) {
  torch::nn::Linear model(2, 1);
  return test::refusal([&] { registry::create(name, model->parameters(), fields); });
}

template <class Options>
Options& options(torch::optim::Optimizer& optimizer, std::size_t group = 0) {
  return dynamic_cast<Options&>(optimizer.param_groups()[group].options());
}

/// Checks the options that LibTorch gets from configs. Each field differs from its default in one of them.
template <class Config, class Options>
void check_options(const std::vector<std::pair<Config, Options>>& all) {
  CAPTURE(roster::type_name<Config>);
  const torch::nn::Linear model(2, 1);
  const auto defaults = roster::detail::defaults<Config>();
  std::vector<bool> set(boost::pfr::tuple_size_v<Config>);
  for (const auto& [config, expected] : all) {
    roster::detail::for_each_field(config, [&](auto i, const auto& field) {
      if (!test::same(field, boost::pfr::get<i>(defaults))) set[i] = true;
    });
    const auto made = registry::create(registry::entry(config), model->parameters());
    REQUIRE(dynamic_cast<typename roster::libtorch_optimizer<Config>::type*>(made.get()));
    CHECK(options<Options>(*made) == expected);
    CHECK(dynamic_cast<const Options&>(made->defaults()) == expected);
  }
  for (std::size_t i = 0; i < set.size(); ++i) {
    CAPTURE(i);
    CHECK(set[i]);
  }
}

template <class Config>
auto default_options(const Config& config) {
  return roster::libtorch_optimizer<Config>::options(config);
}

/// Two linear layers: first.weight, first.bias, second.weight, second.bias
struct two_layers : torch::nn::Module {
  torch::nn::Linear first = register_module("first", torch::nn::Linear(2, 3));
  torch::nn::Linear second = register_module("second", torch::nn::Linear(3, 1));
};

registry::entry read(std::string_view json) {
  std::vector<roster::problem> problems;
  const auto tree = roster::parse_json(json);
  auto made = roster::read_entry<registry::entry>(tree, roster::place(problems));
  if (!problems.empty()) throw roster::error("optimizer", problems);
  return made;
}

TEST_CASE("An optimizer is made by name, with its fields", "[libtorch_optimizers]") {
  torch::nn::Linear model(2, 1);
  const auto sgd =
      registry::create("SGD", model->parameters(),
                       {{"lr", 0.1}, {"momentum", 0.9}, {"weight_decay", 5e-4}, {"nesterov", true}, {"dampening", 0}});
  REQUIRE(dynamic_cast<torch::optim::SGD*>(sgd.get()));
  CHECK(options<torch::optim::SGDOptions>(*sgd) ==
        torch::optim::SGDOptions(0.1).momentum(0.9).weight_decay(5e-4).nesterov(true));
  CHECK(sgd->param_groups()[0].params().size() == 2);
}

TEST_CASE("Each field of each optimizer is LibTorch's option", "[libtorch_optimizers]") {
  namespace optim = torch::optim;
  check_options<roster::SGD, optim::SGDOptions>(
      {{{.lr = 0.1, .momentum = 0.9, .dampening = 0.25}, optim::SGDOptions(0.1).momentum(0.9).dampening(0.25)},
       {{.lr = 0.2, .momentum = 0.5, .weight_decay = 5e-4, .nesterov = true},
        optim::SGDOptions(0.2).momentum(0.5).weight_decay(5e-4).nesterov(true)}});
  check_options<roster::Adam, optim::AdamOptions>(
      {{{.lr = 0.25, .betas = {0.8, 0.99}, .eps = 1e-6, .weight_decay = 1e-4, .amsgrad = true},
        optim::AdamOptions(0.25).betas({0.8, 0.99}).eps(1e-6).weight_decay(1e-4).amsgrad(true)}});
  check_options<roster::AdamW, optim::AdamWOptions>(
      {{{.lr = 0.25, .betas = {0.8, 0.99}, .eps = 1e-6, .weight_decay = 1e-4, .amsgrad = true},
        optim::AdamWOptions(0.25).betas({0.8, 0.99}).eps(1e-6).weight_decay(1e-4).amsgrad(true)}});
  check_options<roster::RMSprop, optim::RMSpropOptions>(
      {{{.lr = 0.25, .alpha = 0.75, .eps = 1e-6, .weight_decay = 1e-4, .momentum = 0.5, .centered = true},
        optim::RMSpropOptions(0.25).alpha(0.75).eps(1e-6).weight_decay(1e-4).momentum(0.5).centered(true)}});
  check_options<roster::Adagrad, optim::AdagradOptions>(
      {{{.lr = 0.25, .lr_decay = 0.5, .weight_decay = 1e-4, .initial_accumulator_value = 0.125, .eps = 1e-6},
        optim::AdagradOptions(0.25).lr_decay(0.5).weight_decay(1e-4).initial_accumulator_value(0.125).eps(1e-6)}});
  check_options<roster::LBFGS, optim::LBFGSOptions>(
      {{{.lr = 0.25,
         .max_iter = 4,
         .max_eval = 7,
         .tolerance_grad = 1e-5,
         .tolerance_change = 1e-6,
         .history_size = 5,
         .line_search_fn = roster::one_of<"strong_wolfe">("strong_wolfe")},
        optim::LBFGSOptions(0.25)
            .max_iter(4)
            .max_eval(7)
            .tolerance_grad(1e-5)
            .tolerance_change(1e-6)
            .history_size(5)
            .line_search_fn("strong_wolfe")}});
}

TEST_CASE("The defaults are LibTorch's", "[libtorch_optimizers]") {
  CHECK(default_options(roster::SGD{.lr = 0.1}) == torch::optim::SGDOptions(0.1));
  CHECK(default_options(roster::Adam{}) == torch::optim::AdamOptions());
  CHECK(default_options(roster::AdamW{}) == torch::optim::AdamWOptions());
  CHECK(default_options(roster::RMSprop{}) == torch::optim::RMSpropOptions());
  CHECK(default_options(roster::Adagrad{}) == torch::optim::AdagradOptions());
  CHECK(default_options(roster::LBFGS{}) == torch::optim::LBFGSOptions());
  const torch::nn::Linear model(2, 1);
  const auto lbfgs = registry::create("LBFGS", model->parameters(), {{"max_iter", 8}});
  CHECK(options<torch::optim::LBFGSOptions>(*lbfgs).max_eval() == 10);
}

TEST_CASE("Groups take the parameters that their patterns match, with the fields that they change",
          "[libtorch_optimizers]") {
  two_layers model;
  const auto made = registry::create(read(R"({"name": "SGD", "lr": 0.1, "momentum": 0.9, "weight_decay": 5e-4,
    "groups": [{"params": "*.bias", "weight_decay": 0}, {"params": ["second.*t"], "lr": 0.01, "nesterov": true}]})"),
                                     model.named_parameters());
  REQUIRE(made->param_groups().size() == 3);
  const auto check = [&](std::size_t group, const std::vector<torch::Tensor>& parameters,
                         const torch::optim::SGDOptions& expected) {
    CAPTURE(group);
    CHECK(options<torch::optim::SGDOptions>(*made, group) == expected);
    const auto& given = made->param_groups()[group].params();
    REQUIRE(given.size() == parameters.size());
    for (std::size_t i = 0; i < given.size(); ++i) CHECK(given[i].is_same(parameters[i]));
  };
  using options = torch::optim::SGDOptions;
  check(0, {model.first->weight}, options(0.1).momentum(0.9).weight_decay(5e-4));
  check(1, {model.first->bias, model.second->bias}, options(0.1).momentum(0.9));
  check(2, {model.second->weight}, options(0.01).momentum(0.9).weight_decay(5e-4).nesterov(true));

  // Without LibTorch, a scheduler gets the same groups that LibTorch has.
  const auto entry = read(R"({"name": "Adam", "betas": [0.8, 0.99], "groups": [{"params": "first.*", "lr": 0.5}]})");
  const auto adam = registry::create(entry, model.named_parameters());
  using traits = roster::optimizer_traits<torch::optim::Optimizer>;
  auto planned = roster::groups_of(entry);
  using planned_traits = roster::optimizer_traits<decltype(planned)>;
  std::size_t position = 0;
  traits::for_each_group(*adam, [&](auto& group) {
    auto& own = planned[position++];
    const auto all = traits::parameters(group);
    const auto all_planned = planned_traits::parameters(own);
    REQUIRE(all.size() == 5);
    REQUIRE(all_planned.size() == 5);
    for (std::size_t i = 0; i < all.size(); ++i) {
      CHECK(all[i].name == all_planned[i].name);
      CHECK(all[i].allowed == all_planned[i].allowed);
      CHECK(all[i].get(group) == all_planned[i].get(own));
    }
  });
  CHECK(position == 2);
}

TEST_CASE("A scheduler with one value per group fits an optimizer with those groups", "[libtorch_optimizers]") {
  two_layers model;
  const auto optimizer =
      registry::create(read(R"({"name": "RMSprop", "groups": [{"params": "*.bias"}]})"), model.named_parameters());
  const auto scheduler =
      roster::create("OneCycleLR", *optimizer, {{"max_lr", {1.0, 0.5}}, {"total_steps", 10}, {"div_factor", 32}});
  CHECK(test::learning_rates(*optimizer) == std::vector{1.0 / 32, 0.5 / 32});
  CHECK(test::refusal([&] { roster::create("OneCycleLR", *optimizer, {{"max_lr", {1.0}}, {"total_steps", 10}}); }) ==
        "OneCycleLR: max_lr has 1 element, expected 2, one for each group");
}

TEST_CASE("An optimizer of a literal name has its own type", "[libtorch_optimizers]") {
  torch::nn::Linear model(2, 1);
  const std::unique_ptr<torch::optim::SGD> sgd = registry::make<"SGD">(model->parameters(), {.lr = 0.5});
  CHECK(options<torch::optim::SGDOptions>(*sgd).lr() == 0.5);
  CHECK_THROWS_AS(registry::make<"SGD">(model->parameters(), {.lr = -1}), roster::error);
  CHECK_THROWS_AS(registry::create(roster::SGD{.lr = -1}, model->parameters()), roster::error);
}

TEST_CASE("All problems with an optimizer are reported together, word for word", "[libtorch_optimizers][message]") {
  CHECK(refusal("Sgd", {{"lr", 0.1}}) ==
        "optimizer: name is \"Sgd\", expected the name of an optimizer (SGD, Adam, AdamW, RMSprop, Adagrad, LBFGS); "
        "did you mean SGD?");
  CHECK(refusal("SGD", {{"learning_rate", 1}}) ==
        "SGD: 2 problems\n"
        "  learning_rate is not a field of SGD (its fields: lr, momentum, dampening, weight_decay, nesterov)\n"
        "  lr is missing, expected a real number of at least 0");
  CHECK(refusal("SGD", {{"lr", 0.1}, {"nesterov", true}}) ==
        "SGD: nesterov needs a momentum above 0 and a dampening of 0");
  CHECK(refusal("Adam", {{"betas", {1, 0.5, 0.2}}}) == "Adam: betas has 3 elements, expected a list of 2 real numbers");
  CHECK(refusal("AdamW", {{"betas", {1, 0.5}}, {"lr", -1}}) ==
        "AdamW: 2 problems\n"
        "  betas[0] is 1.0, expected a real number of at least 0 and below 1\n"
        "  lr is -1.0, expected a real number of at least 0");

  two_layers model;
  const auto grouped = [&](std::string_view json) {
    return test::refusal([&] { registry::create(read(json), model.named_parameters()); });
  };
  CHECK(grouped(R"({"name": "Adam", "groups": [{"params": "first.wieght"}]})") ==
        "Adam: groups[0].params is \"first.wieght\", which matches none of the parameters [\"first.weight\", "
        "\"first.bias\", \"second.weight\", \"second.bias\"]; did you mean first.weight?");
  CHECK(grouped(R"({"name": "Adam", "groups": [{"params": "*"}]})") ==
        "Adam: groups match all parameters and leave none for the optimizer's own fields; remove the group that can "
        "have these fields");
  CHECK(test::refusal([&] {
          registry::create(read(R"({"name": "Adam", "groups": [{"params": "first.*"}]})"), model.parameters());
        }) == "Adam: groups need the parameters' names: pass model.named_parameters()");
  auto lbfgs = registry::entry(roster::LBFGS{});
  lbfgs.groups.push_back({.params = {{"first.*"}}, .config = roster::LBFGS{}});
  CHECK(test::refusal([&] { registry::create(lbfgs, model.named_parameters()); }) ==
        "LBFGS: groups[0] is not allowed: LBFGS has no parameter groups");
}

/// A user's config, with LibTorch's optimizer and options
struct Heavy {
  double lr = 0.5;
  static constexpr roster::rule rules[] = {{"lr", "the learning rate", roster::above(0)}};

  using optimizer = torch::optim::SGD;
  torch::optim::SGDOptions options() const { return torch::optim::SGDOptions(lr).momentum(0.75); }
};
inline constexpr auto own = boost::hana::append(roster::optimizers, boost::hana::type_c<Heavy>);
using own_registry = roster::optimizer_registry<own>;

TEST_CASE("A list may contain a user's optimizer config", "[libtorch_optimizers][message]") {
  const torch::nn::Linear model(2, 1);
  const auto heavy = own_registry::create("Heavy", model->parameters(), {{"lr", 0.25}});
  CHECK(options<torch::optim::SGDOptions>(*heavy) == torch::optim::SGDOptions(0.25).momentum(0.75));
  const std::unique_ptr<torch::optim::SGD> made = own_registry::make<"Heavy">(model->parameters(), {});
  CHECK(options<torch::optim::SGDOptions>(*made).lr() == 0.5);
  CHECK(test::refusal([&] { own_registry::create("Heavy", model->parameters(), {{"lr", 0}}); }) ==
        "Heavy: lr is 0.0, expected a real number above 0");
}

}  // namespace libtorch_optimizers_tests
