#pragma once

#include <cmath>

#include "support/trace.hpp"

// What the tests know of Paddle: its traces in our words, and more examples.
namespace test::paddle {

/// One of Paddle's schedulers by our name, with our fields.
struct translated {
  std::string name;
  roster::node::object fields;
  double base_lr = 1;           // what PyTorch's starts from
  bool by_closed_form = false;  // PyTorch's has these bits by its closed form
};

/// The scheduler of PyTorch's, or of another system, that has the same values; its own if there is none.
inline translated translate(std::string_view name, roster::node::object args) {
  const auto take = [&](std::string_view argument) {
    trace of{.args = args};
    drop(args, argument);
    return of.number(argument, 1);
  };
  const auto pytorch = [&](std::string_view ours, bool by_closed_form = false) {
    const auto base = take("learning_rate");
    return translated{std::string(ours), args, base, by_closed_form};
  };
  if (name == "StepDecay") return pytorch("StepLR", true);
  if (name == "MultiStepDecay") return pytorch("MultiStepLR", true);
  if (name == "ExponentialDecay") return pytorch("ExponentialLR", true);
  if (name == "CosineAnnealingDecay") return pytorch("CosineAnnealingLR");
  if (name == "CosineAnnealingWarmRestarts") return pytorch("CosineAnnealingWarmRestarts");
  if (name == "LinearLR") {
    rename(args, "total_steps", "total_iters");
    auto made = pytorch("LinearLR");
    const auto has_start = trace{.args = made.fields}.find("start_factor");
    if (!has_start) made.fields.push_back({"start_factor", 1.0 / 3});
    return made;
  }
  if (name == "CyclicLR") {
    rename(args, "base_learning_rate", "base_lr");
    rename(args, "max_learning_rate", "max_lr");
    rename(args, "exp_gamma", "gamma");
    args.push_back({"cycle_momentum", false});
    return {"CyclicLR", args};
  }
  if (name == "InverseTimeDecay") {
    rename(args, "learning_rate", "initial_learning_rate");
    rename(args, "gamma", "decay_rate");
    args.push_back({"decay_steps", 1});
    return {"keras.InverseTimeDecay", args};
  }
  return {"paddle." + std::string(name), args};
}

/// A function of the step that has no name here, as what it returns for a base value of 1.
inline roster::lr_function function_of(std::string_view name, const roster::node::object& args) {
  const trace of{.args = args};
  const auto number = [&](std::string_view argument, double otherwise) { return of.number(argument, otherwise); };
  const auto base = number("learning_rate", 1);
  if (name == "NaturalExpDecay") {
    return [base, gamma = number("gamma", 0)](roster::epoch t) {
      return base * std::exp(-1 * gamma * static_cast<double>(t));
    };
  }
  if (name != "PolynomialDecay") return {};
  const auto* const found = of.find("cycle");
  const bool cycles = found && *found == roster::node(true);
  const auto length = number("decay_steps", 0), end = number("end_lr", 1e-4), power = number("power", 1);
  return [=](roster::epoch t) {
    const auto step = static_cast<double>(t);
    const auto whole = cycles ? length * (t == 0 ? 1 : std::ceil(step / length)) : length;
    return (base - end) * std::pow(1 - (cycles ? step : std::min(step, whole)) / whole, power) + end;
  };
}

/// A LinearWarmup, whose scheduler is `args.learning_rate`.
inline entry_of_all linear_warmup(trace& given) {
  const auto child = *given.find("learning_rate");
  const auto* const name = child.find("name");
  if (!name) return read_scheduler("paddle.", given.name, given.args);
  drop(given.args, "learning_rate");
  const roster::value shown = *name;
  const auto type = *shown.as<std::string_view>();
  const auto& args = *child.find("args")->as<roster::node::object>();
  if (const auto function = function_of(type, args)) {
    const auto whole = [&](std::string_view field) { return static_cast<std::int64_t>(given.number(field, -1)); };
    const roster::paddle::LinearWarmup made{.warmup_steps = whole("warmup_steps"),
                                            .start_lr = given.number("start_lr", -1),
                                            .end_lr = given.number("end_lr", -1),
                                            .scheduler = roster::LambdaLR{.lr_lambda = function}};
    roster::validated(made);
    return made;
  }
  auto ours = translate(type, args);
  given.base_lr = {ours.base_lr};
  ours.fields.insert(ours.fields.begin(), {"name", ours.name});
  given.args.push_back({"scheduler", roster::node(std::move(ours.fields))});
  return read_scheduler("paddle.", given.name, given.args);
}

/// Makes the trace one that is accepted where PyTorch's scheduler takes what Paddle's refuses.
inline void accept(trace& given) {
  if (given.error_at > 0) return;
  const auto* const length = given.find("T_max");
  const roster::value shown = length ? roster::value(*length) : roster::value(nullptr);
  const bool is_written_as_real = shown.as<double>() && trace::number_of(*length) > 0;
  const bool decays = given.name == "ExponentialDecay" || given.name == "MultiStepDecay";
  if (!is_written_as_real && !(decays && given.number("gamma", 0.1) == 1)) return;
  given.error = "";
  given.differs = "PyTorch's schedulers in place of Paddle's, with a `gamma` of 1 or a `T_max` of 5.0";
}

/// The scheduler of a trace. Where Paddle is wrong, the trace is made right.
inline entry_of_all scheduler_of(trace& given) {
  accept(given);
  if (given.name == "LinearWarmup") return linear_warmup(given);
  if (given.name == "LambdaDecay" || given.name == "MultiplicativeDecay") {
    given.base_lr = {given.number("learning_rate", 1)};
    const auto& function = *given.find("lr_lambda");
    if (given.name == "LambdaDecay") {
      const auto power = trace::number_of(*function.find("power"));
      return roster::LambdaLR{
          .lr_lambda = [power](roster::epoch t) { return std::pow(power, static_cast<double>(t)); }};
    }
    const auto constant = trace::number_of(*function.find("constant"));
    return roster::MultiplicativeLR{.lr_lambda = [constant](roster::epoch) { return constant; }};
  }
  const auto ours = translate(given.name, given.args);
  given.base_lr = {ours.base_lr};
  given.by_closed_form = ours.by_closed_form;
  return read_scheduler("", ours.name, ours.fields);
}

/// Schedulers of other kinds than the examples, or with many changes within thirty epochs.
inline std::vector<entry_of_all> others() {
  using namespace roster::paddle;
  return {
      NoamDecay{.d_model = 16, .warmup_steps = 5, .learning_rate = 0.5},
      PiecewiseDecay{.boundaries = {2, 5, 6, 19}, .values = {0.1, 0.3, 0.05, 0.2, 0.01}},
      LinearWarmup{.warmup_steps = 4, .start_lr = 0.01, .end_lr = 0.2},
      LinearWarmup{.warmup_steps = 4, .start_lr = 0.01, .end_lr = 0.2, .learning_rate = 0.15},
      LinearWarmup{.warmup_steps = 4,
                   .start_lr = 0.01,
                   .end_lr = 0.2,
                   .scheduler = roster::MultiplicativeLR{.lr_lambda = [](roster::epoch) { return 0.9; }}},
      LinearWarmup{.warmup_steps = 5,
                   .start_lr = 0.01,
                   .end_lr = 0.2,
                   .scheduler = roster::StepLR{.step_size = 3, .gamma = 0.7}},
      LinearWarmup{
          .warmup_steps = 5, .start_lr = 0.01, .end_lr = 0.2, .scheduler = roster::ReduceLROnPlateau{.patience = 1}},
      LinearWarmup{.warmup_steps = 3,
                   .start_lr = 0.01,
                   .end_lr = 0.2,
                   .scheduler = roster::keras::CosineDecay{.decay_steps = 12, .initial_learning_rate = 0.3}},
      LinearWarmup{
          .warmup_steps = 3,
          .start_lr = 0.0,
          .end_lr = 0.2,
          .scheduler =
              LinearWarmup{
                  .warmup_steps = 4, .start_lr = 0.1, .end_lr = 0.3, .scheduler = roster::ExponentialLR{.gamma = 0.9}}},
  };
}

}  // namespace test::paddle
