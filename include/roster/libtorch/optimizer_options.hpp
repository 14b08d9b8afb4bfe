#pragma once

#include "roster/libtorch/versions.hpp"  // before LibTorch's own

#include <torch/optim/adagrad.h>
#include <torch/optim/adam.h>
#include <torch/optim/adamw.h>
#include <torch/optim/lbfgs.h>
#include <torch/optim/rmsprop.h>
#include <torch/optim/sgd.h>

#include <tuple>

#include "roster/fields/numbers.hpp"
#include "roster/optimizers/optimizers.hpp"

namespace roster {

/// How a config becomes an optimizer of LibTorch: `type`, and its options. For a config of your own, declare `using
/// optimizer = …` and `options()` in it, or specialise this. `fields` may be left out; then schedulers can drive only
/// the learning rate.
template <class Config>
struct libtorch_optimizer {
  using type = typename Config::optimizer;
  static auto options(const Config& config) { return config.options(); }
};

namespace detail {

/// Sets an option of LibTorch's to the value of a field.
template <class Option, class Field>
void set_option(Option& option, const Field& field) {
  if constexpr (std::is_assignable_v<Option&, const Field&>) {
    option = field;
  } else {
    option = std::tuple_cat(field);  // betas, which are an array here
  }
}
template <class Option, class Field>
void set_option(Option& option, const required<Field>& field) {
  option = *field;
}
template <class Option, class Field>
void set_option(Option& option, const std::optional<Field>& field) {
  if (field) option = *field;
}
template <class Option, fixed_string... Names>
void set_option(Option& option, const std::optional<one_of<Names...>>& field) {
  if (field) option = std::string(field->name());
}

/// The options of one of LibTorch's own optimizers, from the members of its options, in the order of the config's
/// fields.
template <class Config, class Optimizer, class Options>
struct libtorch_options {
  using type = Optimizer;
  using options_type = Options;
  static Options options(const Config& config) {
    Options made(config.lr);
    for_each_field(config, [&](auto i, const auto& field) {
      set_option(std::get<i>(libtorch_optimizer<Config>::fields(made)), field);
    });
    return made;
  }
};

}  // namespace detail

template <>
struct libtorch_optimizer<SGD> : detail::libtorch_options<SGD, torch::optim::SGD, torch::optim::SGDOptions> {
  static auto fields(options_type& of) {
    return std::tie(of.lr(), of.momentum(), of.dampening(), of.weight_decay(), of.nesterov());
  }
};

template <>
struct libtorch_optimizer<Adam> : detail::libtorch_options<Adam, torch::optim::Adam, torch::optim::AdamOptions> {
  static auto fields(options_type& of) {
    return std::tie(of.lr(), of.betas(), of.eps(), of.weight_decay(), of.amsgrad());
  }
};

template <>
struct libtorch_optimizer<AdamW> : detail::libtorch_options<AdamW, torch::optim::AdamW, torch::optim::AdamWOptions> {
  static auto fields(options_type& of) {
    return std::tie(of.lr(), of.betas(), of.eps(), of.weight_decay(), of.amsgrad());
  }
};

template <>
struct libtorch_optimizer<RMSprop>
    : detail::libtorch_options<RMSprop, torch::optim::RMSprop, torch::optim::RMSpropOptions> {
  static auto fields(options_type& of) {
    return std::tie(of.lr(), of.alpha(), of.eps(), of.weight_decay(), of.momentum(), of.centered());
  }
};

template <>
struct libtorch_optimizer<Adagrad>
    : detail::libtorch_options<Adagrad, torch::optim::Adagrad, torch::optim::AdagradOptions> {
  static auto fields(options_type& of) {
    return std::tie(of.lr(), of.lr_decay(), of.weight_decay(), of.initial_accumulator_value(), of.eps());
  }
};

template <>
struct libtorch_optimizer<LBFGS> : detail::libtorch_options<LBFGS, torch::optim::LBFGS, torch::optim::LBFGSOptions> {
  static auto fields(options_type& of) {
    return std::tie(of.lr(), of.max_iter(), of.max_eval(), of.tolerance_grad(), of.tolerance_change(),
                    of.history_size(), of.line_search_fn());
  }
};

}  // namespace roster
