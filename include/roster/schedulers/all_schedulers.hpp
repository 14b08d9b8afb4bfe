#pragma once

#include "roster/registry/join.hpp"
#include "roster/schedulers/caffe/schedulers.hpp"
#include "roster/schedulers/composer/schedulers.hpp"
#include "roster/schedulers/deepspeed/schedulers.hpp"
#include "roster/schedulers/detectron2/schedulers.hpp"
#include "roster/schedulers/fairseq/schedulers.hpp"
#include "roster/schedulers/keras/schedulers.hpp"
#include "roster/schedulers/megatron/schedulers.hpp"
#include "roster/schedulers/mmengine/schedulers.hpp"
#include "roster/schedulers/nanogpt/schedulers.hpp"
#include "roster/schedulers/optax/schedulers.hpp"
#include "roster/schedulers/paddle/schedulers.hpp"
#include "roster/schedulers/schedulers.hpp"
#include "roster/schedulers/timm/schedulers.hpp"
#include "roster/schedulers/transformers/schedulers.hpp"

namespace roster {

/// The schedulers of this library and of all systems that it knows. Those of a system have its name in front:
/// "timm.CosineLRScheduler".
inline constexpr auto all_schedulers =
    join(schedulers, transformers::schedulers, timm::schedulers, deepspeed::schedulers, detectron2::schedulers,
         megatron::schedulers, nanogpt::schedulers, mmengine::schedulers, composer::schedulers, optax::schedulers,
         keras::schedulers, paddle::schedulers, fairseq::schedulers, caffe::schedulers);

}  // namespace roster
