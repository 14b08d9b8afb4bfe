#pragma once

#include "roster/registry/registry.hpp"
#include "roster/schedulers/keras/cosine_decay.hpp"
#include "roster/schedulers/keras/cosine_decay_restarts.hpp"
#include "roster/schedulers/keras/inverse_time_decay.hpp"

namespace roster::keras {

/// Keras's schedulers.
inline constexpr auto schedulers = boost::hana::tuple_t<CosineDecay, CosineDecayRestarts, InverseTimeDecay>;

}  // namespace roster::keras
