#pragma once

#include <boost/hana/tuple.hpp>
#include <boost/hana/type.hpp>

#include "roster/optimizer_registry.hpp"
#include "roster/optimizers/adam.hpp"
#include "roster/optimizers/adamw.hpp"
#include "roster/optimizers/sgd.hpp"

namespace roster {

/// LibTorch's optimizers, by name.
inline constexpr auto optimizers = boost::hana::tuple_t<SGD, Adam, AdamW>;

using default_optimizers = optimizer_registry<optimizers>;

}  // namespace roster
