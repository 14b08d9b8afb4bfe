#pragma once

#include "roster/registry/registry.hpp"
#include "roster/schedulers/paddle/linear_warmup.hpp"
#include "roster/schedulers/paddle/noam_decay.hpp"
#include "roster/schedulers/paddle/piecewise_decay.hpp"

namespace roster::paddle {

/// Paddle's schedulers.
inline constexpr auto schedulers = boost::hana::make_tuple(
    boost::hana::type_c<NoamDecay>, boost::hana::type_c<PiecewiseDecay>, boost::hana::template_<basic_LinearWarmup>);

}  // namespace roster::paddle
