#pragma once

#include "roster/registry/registry.hpp"
#include "roster/schedulers/mmengine/cosine_restart_lr.hpp"
#include "roster/schedulers/mmengine/param_scheduler.hpp"
#include "roster/schedulers/mmengine/poly_lr.hpp"

namespace roster::mmengine {

/// MMEngine's schedulers. Its others are PyTorch's: StepLR, MultiStepLR, ConstantLR, ExponentialLR, CosineAnnealingLR,
/// LinearLR, OneCycleLR and ReduceLROnPlateau. A registry of them needs `run/param_schedule.hpp`.
inline constexpr auto schedulers = boost::hana::make_tuple(
    boost::hana::template_<basic_param_scheduler>, boost::hana::type_c<PolyLR>, boost::hana::type_c<CosineRestartLR>);

}  // namespace roster::mmengine
