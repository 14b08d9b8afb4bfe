#pragma once

#include <boost/hana/tuple.hpp>
#include <boost/hana/type.hpp>

#include "roster/optimizers/adagrad.hpp"
#include "roster/optimizers/adam.hpp"
#include "roster/optimizers/adamw.hpp"
#include "roster/optimizers/lbfgs.hpp"
#include "roster/optimizers/rmsprop.hpp"
#include "roster/optimizers/sgd.hpp"

namespace roster {

/// LibTorch's optimizers, as configs: without LibTorch. `roster/libtorch_optimizers.hpp` makes them.
inline constexpr auto optimizers = boost::hana::tuple_t<SGD, Adam, AdamW, RMSprop, Adagrad, LBFGS>;

}  // namespace roster
