#pragma once

#include "roster/registry/registry.hpp"
#include "roster/schedulers/chained_scheduler.hpp"
#include "roster/schedulers/constant_lr.hpp"
#include "roster/schedulers/cosine_annealing_lr.hpp"
#include "roster/schedulers/cosine_annealing_warm_restarts.hpp"
#include "roster/schedulers/cyclic_lr.hpp"
#include "roster/schedulers/exponential_lr.hpp"
#include "roster/schedulers/lambda_lr.hpp"
#include "roster/schedulers/linear_lr.hpp"
#include "roster/schedulers/multi_step_lr.hpp"
#include "roster/schedulers/multiplicative_lr.hpp"
#include "roster/schedulers/one_cycle_lr.hpp"
#include "roster/schedulers/polynomial_lr.hpp"
#include "roster/schedulers/reduce_lr_on_plateau.hpp"
#include "roster/schedulers/sequential_lr.hpp"
#include "roster/schedulers/step_lr.hpp"
#include "roster/schedulers/swalr.hpp"
#include "roster/schedulers/warmup.hpp"

namespace roster {

/// The schedulers of this library. To add your own, make a list of your own:
/// `inline constexpr auto mine = boost::hana::append(roster::schedulers, boost::hana::type_c<MyLR>);`
/// The composites of that list (SequentialLR, ChainedScheduler, Warmup) take your scheduler too.
inline constexpr auto schedulers = boost::hana::make_tuple(
    boost::hana::type_c<LambdaLR>, boost::hana::type_c<MultiplicativeLR>, boost::hana::type_c<StepLR>,
    boost::hana::type_c<MultiStepLR>, boost::hana::type_c<ConstantLR>, boost::hana::type_c<LinearLR>,
    boost::hana::type_c<ExponentialLR>, boost::hana::type_c<PolynomialLR>, boost::hana::type_c<CosineAnnealingLR>,
    boost::hana::type_c<CosineAnnealingWarmRestarts>, boost::hana::type_c<CyclicLR>, boost::hana::type_c<OneCycleLR>,
    boost::hana::type_c<ReduceLROnPlateau>, boost::hana::type_c<SWALR>, boost::hana::template_<basic_SequentialLR>,
    boost::hana::template_<basic_ChainedScheduler>, boost::hana::template_<basic_Warmup>);

}  // namespace roster
