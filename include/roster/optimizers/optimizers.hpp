#pragma once

#include "roster/optimizers/adagrad.hpp"
#include "roster/optimizers/adam.hpp"
#include "roster/optimizers/adamw.hpp"
#include "roster/optimizers/lbfgs.hpp"
#include "roster/optimizers/rmsprop.hpp"
#include "roster/optimizers/sgd.hpp"
#include "roster/registry/registry.hpp"

namespace roster {

/// The configs of LibTorch's optimizers. They do not need LibTorch; `roster/libtorch/optimizers.hpp` makes the
/// optimizers.
inline constexpr auto optimizers = boost::hana::tuple_t<SGD, Adam, AdamW, RMSprop, Adagrad, LBFGS>;

}  // namespace roster
