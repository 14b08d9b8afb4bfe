#include "roster/libtorch/groups.hpp"

#include <torch/nn/modules/linear.h>
#include <torch/optim/adagrad.h>

#include <catch2/catch_test_macros.hpp>
#include <string>
#include <utility>
#include <vector>

#include "roster/libtorch/optimizers.hpp"
#include "roster/roster.hpp"
#include "support/learning_rates.hpp"
#include "support/refusal.hpp"

namespace libtorch_groups_tests {

using test::learning_rates;

torch::optim::SGD two_groups(torch::nn::Linear& model) {
  std::vector<torch::optim::OptimizerParamGroup> groups;
  groups.emplace_back(std::vector{model->weight}, std::make_unique<torch::optim::SGDOptions>(1.0));
  groups.emplace_back(std::vector{model->bias}, std::make_unique<torch::optim::SGDOptions>(0.5));
  return torch::optim::SGD(std::move(groups), torch::optim::SGDOptions(1.0));
}

// A user's training code, which only knows LibTorch's type.
void train(torch::optim::LRScheduler& scheduler, int epochs) {
  for (int i = 0; i < epochs; ++i) scheduler.step();
}

TEST_CASE("A scheduler sets the learning rates of a LibTorch optimizer's groups", "[libtorch_groups]") {
  torch::nn::Linear model(10, 2);
  auto optimizer = two_groups(model);
  auto scheduler = roster::make<"StepLR">(optimizer, {.step_size = 2, .gamma = 0.5});
  CHECK(learning_rates(optimizer) == std::vector{1.0, 0.5});
  scheduler.step();
  scheduler.step();
  CHECK(learning_rates(optimizer) == std::vector{0.5, 0.25});
  CHECK(scheduler.last_epoch() == 2);
  CHECK(scheduler.base_lrs()[1] == 0.5);

  auto created = roster::create("StepLR", optimizer, {{"step_size", 1}, {"gamma", 0.5}});
  created.step();
  CHECK(learning_rates(optimizer) == std::vector{0.25, 0.125});
}

TEST_CASE("The optimizer's steps use the learning rate that was set", "[libtorch_groups]") {
  auto parameter = torch::ones({1}, torch::requires_grad());
  torch::optim::SGD optimizer(std::vector{parameter}, 1.0);
  auto scheduler = roster::make<"StepLR">(optimizer, {.step_size = 1, .gamma = 0.25});
  scheduler.step();
  parameter.sum().backward();
  optimizer.step();
  CHECK(parameter.item<float>() == 0.75f);
}

TEST_CASE("A scheduler on LibTorch's optimizer is a torch::optim::LRScheduler too", "[libtorch_groups]") {
  torch::nn::Linear model(10, 2);
  torch::optim::Adam optimizer(model->parameters(), 1.0);
  auto made = roster::make<"StepLR">(optimizer, {.step_size = 2, .gamma = 0.5});
  train(made, 2);
  CHECK(learning_rates(optimizer) == std::vector{0.5});
  CHECK(made.last_epoch() == 2);
  made.step();
  train(made, 1);
  CHECK(learning_rates(optimizer) == std::vector{0.25});

  auto created = roster::create("StepLR", optimizer, {{"step_size", 1}, {"gamma", 0.5}});
  train(created, 1);
  CHECK(learning_rates(optimizer) == std::vector{0.125});
  CHECK(created.get_last_lr()[0] == 0.125);
}

TEST_CASE("A state goes from one optimizer to another and brings the learning rates along", "[libtorch_groups]") {
  torch::nn::Linear model(10, 2);
  auto optimizer = two_groups(model);
  auto scheduler = roster::make<"CosineAnnealingLR">(optimizer, {.T_max = 10});
  for (int i = 0; i < 4; ++i) scheduler.step();

  auto fresh = two_groups(model);
  auto resumed = roster::create("CosineAnnealingLR", fresh, {{"T_max", 10}});
  resumed.load_state_dict(scheduler.state_dict());
  CHECK(learning_rates(fresh) == learning_rates(optimizer));
  for (int i = 0; i < 10; ++i) {
    scheduler.step();
    resumed.step();
    CHECK(learning_rates(fresh) == learning_rates(optimizer));
  }

  torch::optim::SGD other(model->parameters(), 0.7);
  auto refused = roster::make<"CosineAnnealingLR">(other, {.T_max = 10});
  CHECK_THROWS_AS(refused.load_state_dict(scheduler.state_dict()), roster::error);
  CHECK(learning_rates(other) == std::vector{0.7});
  CHECK(refused.last_epoch() == 0);
}

TEST_CASE("A refused config leaves the optimizer as it was", "[libtorch_groups]") {
  torch::nn::Linear model(10, 2);
  auto optimizer = two_groups(model);
  CHECK_THROWS_AS(roster::create("StepLR", optimizer, {{"step_size", 0}}), roster::error);
  CHECK_THROWS_AS(roster::create("StepLR", optimizer, {{"step_size", 1}, {"last_epoch", -9}}), roster::error);
  CHECK(learning_rates(optimizer) == std::vector{1.0, 0.5});
}

TEST_CASE("The momentum is SGD's and RMSprop's momentum, and the first beta of an Adam", "[libtorch_groups]") {
  torch::nn::Linear model(10, 2);
  // The momentum falls from 0.9 to 0.8 in two steps.
  const auto momenta = [](torch::optim::Optimizer& optimizer, auto momentum) {
    auto running = roster::make<"CyclicLR">(
        optimizer, {.base_lr = 0.5, .max_lr = 1.0, .step_size_up = 2, .base_momentum = 0.75, .max_momentum = 0.875});
    std::vector<double> all{momentum()};
    for (int t = 1; t <= 3; ++t) {
      running.step();
      all.push_back(momentum());
    }
    const auto state = running.state_dict();
    running.step();
    running.load_state_dict(state);
    all.push_back(momentum());
    return all;
  };
  const std::vector expected{0.875, 0.8125, 0.75, 0.8125, 0.8125};

  torch::optim::SGD sgd(model->parameters(), torch::optim::SGDOptions(0.1).momentum(0.5));
  CHECK(momenta(sgd, [&] {
          return static_cast<torch::optim::SGDOptions&>(sgd.param_groups()[0].options()).momentum();
        }) == expected);
  torch::optim::RMSprop rmsprop(model->parameters(), 0.1);
  CHECK(momenta(rmsprop, [&] {
          return static_cast<torch::optim::RMSpropOptions&>(rmsprop.param_groups()[0].options()).momentum();
        }) == expected);
  torch::optim::Adam adam(model->parameters(), 0.1);
  CHECK(momenta(adam, [&] {
          return std::get<0>(static_cast<torch::optim::AdamOptions&>(adam.param_groups()[0].options()).betas());
        }) == expected);
  CHECK(std::get<1>(static_cast<torch::optim::AdamOptions&>(adam.param_groups()[0].options()).betas()) == 0.999);
  torch::optim::AdamW adamw(model->parameters(), 0.1);
  CHECK(momenta(adamw, [&] {
          return std::get<0>(static_cast<torch::optim::AdamWOptions&>(adamw.param_groups()[0].options()).betas());
        }) == expected);
}

TEST_CASE("An optimizer without momentum is refused if the scheduler moves it", "[libtorch_groups][message]") {
  torch::nn::Linear model(10, 2);
  torch::optim::Adagrad adagrad(model->parameters(), 0.25);
  CHECK(test::refusal([&] { roster::create("OneCycleLR", adagrad, {{"max_lr", 1.0}, {"total_steps", 10}}); }) ==
        "OneCycleLR: moves the momentum, but group 0 of the optimizer has neither momentum nor betas; set "
        "cycle_momentum to false or choose another optimizer");
  CHECK(learning_rates(adagrad) == std::vector{0.25});
  roster::create("OneCycleLR", adagrad, {{"max_lr", 1.0}, {"total_steps", 10}, {"cycle_momentum", false}});
  CHECK(learning_rates(adagrad) == std::vector{0.040000000000000036});
}

TEST_CASE("A momentum of 0 stays 0 if no schedule moves it", "[libtorch_groups]") {
  torch::nn::Linear model(10, 2);
  torch::optim::SGD sgd(model->parameters(), 0.1);
  auto running = roster::make<"SequentialLR">(
      sgd, {.schedulers = {roster::LinearLR{}, roster::CyclicLR{.base_lr = 0.1, .max_lr = 1.0}}, .milestones = {2}});
  const auto momentum = [&] {
    return static_cast<torch::optim::SGDOptions&>(sgd.param_groups()[0].options()).momentum();
  };
  running.step();
  CHECK(momentum() == 0);
  running.step();
  CHECK(momentum() == 0.9);
}

/// Schedules each parameter of an optimizer in turn; all of them begin at 0.5.
template <class Config>
void check_parameters(const Config& config, const std::vector<std::string>& names) {
  using traits = roster::optimizer_traits<torch::optim::Optimizer>;
  torch::nn::Linear model(10, 2);
  const auto optimizer = roster::default_optimizers::create(roster::entry<roster::registry<roster::optimizers>>(config),
                                                            model->parameters());
  auto& group = optimizer->param_groups()[0];
  const auto parameters = traits::parameters(group);
  REQUIRE(parameters.size() == names.size());
  for (std::size_t i = 0; i < names.size(); ++i) {
    CAPTURE(names[i]);
    CHECK(parameters[i].name == names[i]);
    auto scheduler = roster::create("StepLR", *optimizer, {{"step_size", 1}, {"gamma", 0.5}, {"parameter", names[i]}});
    scheduler.step();
    for (std::size_t j = 0; j < names.size(); ++j) {
      CHECK(parameters[j].get(group) == (j <= i ? 0.25 : 0.5));  // those before i are done
    }
  }
}

TEST_CASE("Every number in the options of LibTorch's optimizers can be scheduled", "[libtorch_groups]") {
  check_parameters(roster::SGD{.lr = 0.5, .momentum = 0.5, .dampening = 0.5, .weight_decay = 0.5},
                   {"lr", "momentum", "dampening", "weight_decay"});
  check_parameters(roster::Adam{.lr = 0.5, .betas = {0.5, 0.5}, .eps = 0.5, .weight_decay = 0.5},
                   {"lr", "beta1", "beta2", "eps", "weight_decay"});
  check_parameters(roster::AdamW{.lr = 0.5, .betas = {0.5, 0.5}, .eps = 0.5, .weight_decay = 0.5},
                   {"lr", "beta1", "beta2", "eps", "weight_decay"});
  check_parameters(roster::RMSprop{.lr = 0.5, .alpha = 0.5, .eps = 0.5, .weight_decay = 0.5, .momentum = 0.5},
                   {"lr", "alpha", "eps", "weight_decay", "momentum"});
  check_parameters(roster::Adagrad{.lr = 0.5, .lr_decay = 0.5, .weight_decay = 0.5, .eps = 0.5},
                   {"lr", "lr_decay", "weight_decay", "eps"});
  check_parameters(roster::LBFGS{.lr = 0.5, .tolerance_grad = 0.5, .tolerance_change = 0.5},
                   {"lr", "tolerance_grad", "tolerance_change"});
}

TEST_CASE("The optimizer's steps use the weight decay that was set", "[libtorch_groups]") {
  auto parameter = torch::ones({1}, torch::requires_grad());
  torch::optim::SGD optimizer(std::vector{parameter}, torch::optim::SGDOptions(0.5).weight_decay(1.0));
  auto decay = roster::make<"StepLR">(optimizer, {.step_size = 1, .gamma = 0.5}, {.parameter = "weight_decay"});
  decay.step();
  parameter.mutable_grad() = torch::zeros({1});
  optimizer.step();
  CHECK(parameter.item<float>() == 0.75f);
}

TEST_CASE("Some of LibTorch's groups are driven, and the others are left alone", "[libtorch_groups]") {
  torch::nn::Linear model(10, 2);
  auto optimizer = two_groups(model);
  auto head = roster::make<"StepLR">(optimizer, {.step_size = 1, .gamma = 0.5}, {.groups = {1}});
  head.step();
  CHECK(learning_rates(optimizer) == std::vector{1.0, 0.25});
  CHECK(head.get_last_lr().size() == 1);
}

TEST_CASE("A parameter that the optimizer does not have is refused with those that it has",
          "[libtorch_groups][message]") {
  torch::nn::Linear model(10, 2);
  torch::optim::AdamW adamw(model->parameters(), 0.1);
  const auto refusal = [](torch::optim::Optimizer& optimizer, std::string parameter) {
    return test::refusal([&] { roster::make<"StepLR">(optimizer, {.step_size = 1}, {.parameter = parameter}); });
  };
  CHECK(refusal(adamw, "momentum") ==
        "StepLR: parameter is \"momentum\", but group 0 of the optimizer has only lr, beta1, beta2, eps and "
        "weight_decay; did you mean beta1?");
  torch::optim::Adagrad adagrad(model->parameters(), 0.1);
  CHECK(refusal(adagrad, "initial_accumulator_value") ==
        "StepLR: parameter is \"initial_accumulator_value\", but group 0 of the optimizer has only lr, lr_decay, "
        "weight_decay and eps");
}

// An optimizer that LibTorch does not know, with options and a config of its own.
struct LionOptions : torch::optim::OptimizerCloneableOptions<LionOptions> {
  LionOptions(double lr) : rate(lr) {}
  double get_lr() const override { return rate; }
  void set_lr(const double lr) override { rate = lr; }
  double rate;
  double beta = 0.9;
};
class Lion : public torch::optim::Optimizer {
 public:
  Lion(std::vector<torch::optim::OptimizerParamGroup> groups, LionOptions options)
      : Optimizer(std::move(groups), std::make_unique<LionOptions>(options)) {}
  torch::Tensor step(LossClosure = nullptr) override { return {}; }
};
struct LionConfig {
  double lr = 1.0;
  double beta = 0.9;
  static constexpr std::string_view name = "Lion";
  static constexpr roster::rule rules[] = {{"lr", "the learning rate"},
                                           {"beta", "the momentum", roster::between(0, 1)}};
};
inline constexpr auto optimizers_with_lion = boost::hana::append(roster::optimizers, boost::hana::type_c<LionConfig>);

}  // namespace libtorch_groups_tests

template <>
struct roster::libtorch_optimizer<libtorch_groups_tests::LionConfig> {
  using type = libtorch_groups_tests::Lion;
  using options_type = libtorch_groups_tests::LionOptions;
  static auto fields(options_type& of) { return std::tie(of.rate, of.beta); }
  static options_type options(const libtorch_groups_tests::LionConfig& config) {
    options_type made(config.lr);
    made.beta = config.beta;
    return made;
  }
};
template <>
struct roster::optimizer_traits<libtorch_groups_tests::Lion>
    : roster::libtorch_traits<libtorch_groups_tests::Lion, libtorch_groups_tests::optimizers_with_lion> {};

namespace libtorch_groups_tests {

TEST_CASE("An optimizer of the user's own opens its parameters with a config in a list", "[libtorch_groups][message]") {
  const std::vector parameters{torch::ones(1)};
  Lion lion({torch::optim::OptimizerParamGroup(parameters)}, LionOptions(0.5));
  auto beta = roster::make<"StepLR">(lion, {.step_size = 1, .gamma = 0.5}, {.parameter = "beta"});
  auto lr = roster::make<"StepLR">(lion, {.step_size = 1, .gamma = 0.5});
  beta.step();
  lr.step();
  const auto& options = static_cast<LionOptions&>(lion.param_groups()[0].options());
  CHECK(options.beta == 0.45);
  CHECK(options.rate == 0.25);
  CHECK(test::refusal([&] { roster::make<"StepLR">(lion, {.step_size = 1}, {.parameter = "gamma"}); }) ==
        "StepLR: parameter is \"gamma\", but group 0 of the optimizer has only lr and beta");

  // Through LibTorch's base class, nobody knows more than its learning rate.
  torch::optim::Optimizer& base = lion;
  CHECK(test::refusal([&] { roster::make<"StepLR">(base, {.step_size = 1}, {.parameter = "beta"}); }) ==
        "StepLR: parameter is \"beta\", but group 0 of the optimizer has only lr");
  auto of_base = roster::make<"StepLR">(base, {.step_size = 1, .gamma = 0.5});
  of_base.step();
  CHECK(options.rate == 0.125);
}

TEST_CASE("A metric-driven scheduler stepped through LibTorch's type asks for its metric",
          "[libtorch_groups][message]") {
  torch::nn::Linear model(10, 2);
  torch::optim::SGD sgd(model->parameters(), 0.5);
  const auto refusal = [](torch::optim::LRScheduler& scheduler) { return test::refusal([&] { scheduler.step(); }); };
  auto made = roster::make<"ReduceLROnPlateau">(sgd, {.factor = 0.5, .patience = 0});
  CHECK(refusal(made) == "ReduceLROnPlateau: needs a metric: call step(metric)");
  auto created = roster::create("ReduceLROnPlateau", sgd);
  CHECK(refusal(created) == "ReduceLROnPlateau: needs a metric: call step(metric)");
  made.step(1.0);
  made.step(1.0);
  CHECK(learning_rates(sgd) == std::vector{0.25});
}

TEST_CASE("A parameter group that is added later joins the schedule", "[libtorch_groups]") {
  torch::nn::Linear model(10, 2);
  torch::nn::Linear head(2, 2);
  torch::optim::SGD sgd(model->parameters(), 1.0);
  auto running =
      roster::make<"LambdaLR">(sgd, {.lr_lambda = [](roster::epoch t) { return 1.0 / static_cast<double>(1 + t); }});
  running.step();
  sgd.add_param_group(
      torch::optim::OptimizerParamGroup(head->parameters(), std::make_unique<torch::optim::SGDOptions>(6.0)));
  running.step();
  CHECK(learning_rates(sgd) == std::vector{1.0 / 3, 6.0 / 3});
}

/// An SGD with a group for each of these parameters, and these learning rates.
torch::optim::SGD sgd_of(const std::vector<torch::Tensor>& parameters, const std::vector<double>& rates) {
  std::vector<torch::optim::OptimizerParamGroup> groups;
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    groups.emplace_back(std::vector{parameters[i]}, std::make_unique<torch::optim::SGDOptions>(rates[i]));
  }
  return torch::optim::SGD(std::move(groups), torch::optim::SGDOptions(1.0));
}
/// LibTorch's groups cannot be assigned: whoever removes one, copies the others.
void keep(torch::optim::Optimizer& optimizer, const std::vector<std::size_t>& kept) {
  const auto all = optimizer.param_groups();
  optimizer.param_groups().clear();
  for (const auto i : kept) optimizer.param_groups().push_back(all[i]);
}

TEST_CASE("A group is known by its first parameter, whichever leave", "[libtorch_groups]") {
  const std::vector parameters{torch::ones(1), torch::ones(1), torch::ones(1)};
  const std::vector rates{1e-3, 5e-4, 1e-3};
  auto sgd = sgd_of(parameters, rates);
  auto running = roster::make<"CosineAnnealingWarmRestarts">(sgd, {.T_0 = 10});
  auto alone = sgd_of({parameters[1]}, {5e-4});
  auto undisturbed = roster::make<"CosineAnnealingWarmRestarts">(alone, {.T_0 = 10});
  sgd.param_groups().pop_back();
  keep(sgd, {1});
  running.step();
  undisturbed.step();
  CHECK(learning_rates(sgd) == learning_rates(alone));
  CHECK(std::abs(learning_rates(sgd)[0] - 4.8776e-4) < 1e-8);
  CHECK(running.base_lrs()[0] == 5e-4);
}

TEST_CASE("At a milestone, each group starts from its own base value", "[libtorch_groups]") {
  auto sgd = sgd_of({torch::ones(1), torch::ones(1), torch::ones(1)}, {1e-3, 5e-4, 1e-3});
  auto running = roster::make<"SequentialLR">(
      sgd, {.schedulers = {roster::LinearLR{}, roster::CosineAnnealingLR{.T_max = 10}}, .milestones = {3}});
  running.step();
  keep(sgd, {1});
  running.step();
  running.step();
  CHECK(learning_rates(sgd) == std::vector{5e-4});
}

TEST_CASE("A new head in the place of an old one has its own base value", "[libtorch_groups]") {
  const auto body = torch::ones(1);
  auto head = torch::ones(1);
  auto sgd = sgd_of({body, head}, {1.0, 2.0});
  auto running =
      roster::make<"LambdaLR">(sgd, {.lr_lambda = [](roster::epoch t) { return 1.0 / static_cast<double>(1 + t); }});
  for (int i = 0; i < 20; ++i) {  // the new tensor may get the old one's address
    const auto before = running.last_epoch();
    sgd.param_groups().pop_back();
    head = torch::Tensor();
    head = torch::ones(1);
    sgd.add_param_group(
        torch::optim::OptimizerParamGroup({head}, std::make_unique<torch::optim::SGDOptions>(10.0 + i)));
    running.step();
    CHECK(running.base_lrs()[1] == 10.0 + i);
    CHECK(learning_rates(sgd)[1] == (10.0 + i) * (1.0 / static_cast<double>(2 + before)));
  }
  keep(sgd, {1, 0});
  running.step();
  CHECK(running.base_lrs()[0] == 29.0);
  CHECK(running.base_lrs()[1] == 1.0);
}

TEST_CASE("A scheduler does not keep the parameters of a group that left", "[libtorch_groups]") {
  auto head = torch::ones(1);
  auto sgd = sgd_of({torch::ones(1), head}, {1.0, 2.0});
  const auto running = roster::make<"StepLR">(sgd, {.step_size = 2});
  sgd.param_groups().pop_back();
  CHECK(head.use_count() == 1);
}

TEST_CASE("If groups without parameters leave, a step is refused", "[libtorch_groups][message]") {
  torch::optim::SGD sgd(std::vector{torch::ones(1)}, 1.0);
  for (int i = 0; i < 2; ++i) {
    sgd.add_param_group(torch::optim::OptimizerParamGroup({}, std::make_unique<torch::optim::SGDOptions>(2.0 + i)));
  }
  auto running = roster::make<"StepLR">(sgd, {.step_size = 2});
  sgd.param_groups().pop_back();
  CHECK(test::refusal([&] { running.step(); }) ==
        "StepLR: has 2 groups in place of 3, but cannot tell which of them left; give each a parameter of its own, or "
        "make a new scheduler");
}

}  // namespace libtorch_groups_tests
