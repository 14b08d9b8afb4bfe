#pragma once

#include "roster/registry/registry.hpp"
#include "roster/schedulers/detectron2/warmup_cosine_lr.hpp"
#include "roster/schedulers/detectron2/warmup_multi_step_lr.hpp"
#include "roster/schedulers/detectron2/warmup_poly_lr.hpp"

namespace roster::detectron2 {

/// detectron2's schedulers, by their names in its configs, and that of its DeepLab.
inline constexpr auto schedulers = boost::hana::tuple_t<WarmupMultiStepLR, WarmupCosineLR, WarmupPolyLR>;

}  // namespace roster::detectron2
