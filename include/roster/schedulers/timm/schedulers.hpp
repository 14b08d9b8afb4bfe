#pragma once

#include "roster/registry/registry.hpp"
#include "roster/schedulers/timm/cosine_lr_scheduler.hpp"
#include "roster/schedulers/timm/multi_step_lr_scheduler.hpp"
#include "roster/schedulers/timm/plateau_lr_scheduler.hpp"
#include "roster/schedulers/timm/poly_lr_scheduler.hpp"
#include "roster/schedulers/timm/step_lr_scheduler.hpp"
#include "roster/schedulers/timm/tanh_lr_scheduler.hpp"

namespace roster::timm {

/// timm's schedulers.
inline constexpr auto schedulers = boost::hana::tuple_t<CosineLRScheduler, StepLRScheduler, MultiStepLRScheduler,
                                                        PolyLRScheduler, PlateauLRScheduler, TanhLRScheduler>;

}  // namespace roster::timm
