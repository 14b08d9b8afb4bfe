#pragma once

#include <boost/hana/tuple.hpp>
#include <boost/hana/type.hpp>

#include "roster/schedulers/cosine_annealing_lr.hpp"
#include "roster/schedulers/cosine_annealing_warm_restarts.hpp"
#include "roster/schedulers/step_lr.hpp"

namespace roster {

/// The schedulers of this library. A scheduler of one's own joins them in a list of one's own:
/// `inline constexpr auto mine = boost::hana::append(roster::schedulers, boost::hana::type_c<MyLR>);`
inline constexpr auto schedulers = boost::hana::tuple_t<StepLR, CosineAnnealingLR, CosineAnnealingWarmRestarts>;

}  // namespace roster
