#pragma once

#include "examples/schedulers/caffe.hpp"
#include "examples/schedulers/composer.hpp"
#include "examples/schedulers/deepspeed.hpp"
#include "examples/schedulers/detectron2.hpp"
#include "examples/schedulers/fairseq.hpp"
#include "examples/schedulers/keras.hpp"
#include "examples/schedulers/megatron.hpp"
#include "examples/schedulers/mmengine.hpp"
#include "examples/schedulers/nanogpt.hpp"
#include "examples/schedulers/optax.hpp"
#include "examples/schedulers/paddle.hpp"
#include "examples/schedulers/pytorch.hpp"
#include "examples/schedulers/timm.hpp"
#include "examples/schedulers/transformers.hpp"
#include "roster/run/all_registry.hpp"

namespace examples {

/// One of each scheduler of all systems, in the list's order.
inline std::vector<of_scheduler<roster::all_registry>> of_schedulers() {
  using Schedulers = roster::all_registry;
  auto all = of_pytorch<Schedulers>();
  for (const auto& some :
       {of_transformers<Schedulers>(), of_timm<Schedulers>(), of_deepspeed<Schedulers>(), of_detectron2<Schedulers>(),
        of_megatron<Schedulers>(), of_nanogpt<Schedulers>(), of_mmengine<Schedulers>(), of_composer<Schedulers>(),
        of_optax<Schedulers>(), of_keras<Schedulers>(), of_paddle<Schedulers>(), of_fairseq<Schedulers>(),
        of_caffe<Schedulers>()}) {
    all.insert(all.end(), some.begin(), some.end());
  }
  return all;
}

}  // namespace examples
