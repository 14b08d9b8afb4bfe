#pragma once

#include "roster/registry/registry.hpp"
#include "roster/schedulers/fairseq/cosine.hpp"
#include "roster/schedulers/fairseq/inverse_sqrt.hpp"
#include "roster/schedulers/fairseq/polynomial_decay.hpp"
#include "roster/schedulers/fairseq/tri_stage.hpp"

namespace roster::fairseq {

/// fairseq's schedulers.
inline constexpr auto schedulers = boost::hana::tuple_t<inverse_sqrt, polynomial_decay, tri_stage, cosine>;

}  // namespace roster::fairseq
