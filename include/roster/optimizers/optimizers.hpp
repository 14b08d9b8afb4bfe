#pragma once

#include "roster/optimizers/adagrad.hpp"
#include "roster/optimizers/adam.hpp"
#include "roster/optimizers/adamw.hpp"
#include "roster/optimizers/lbfgs.hpp"
#include "roster/optimizers/rmsprop.hpp"
#include "roster/optimizers/sgd.hpp"
#include "roster/registry/registry.hpp"

namespace roster {

/// LibTorch's optimizers, as configs: without LibTorch. `roster/libtorch/optimizers.hpp` makes them.
inline constexpr auto optimizers = boost::hana::tuple_t<SGD, Adam, AdamW, RMSprop, Adagrad, LBFGS>;

}  // namespace roster
