#pragma once

/// What LibTorch 1.13, 2.6 and 2.14 do differently, as far as it needs code here. Comes before other headers of
/// LibTorch.
///
/// Two differences need none. `torch::load` of 1.13 restores neither the learning rate nor the momentum of an
/// optimizer: a scheduler's state sets both. `torch::optim::ReduceLROnPlateauScheduler` is new in 2: Roster has its
/// own.

// Without it first, 1.13's other headers do not compile with Clang: they need c10::IValue whole.
#include <ATen/core/ivalue.h>

#include <torch/optim/optimizer.h>

#include <cstddef>
#include <memory>

namespace roster::detail {

/// Gives a parameter group its options, after its optimizer was made. An option that is the default of its class is for
/// 2.14's constructor one that was not given, and becomes the whole optimizer's.
template <class Options>
void set_group_options(torch::optim::Optimizer& of, std::size_t group, const Options& options) {
  of.param_groups()[group].set_options(std::make_unique<Options>(options));
}

}  // namespace roster::detail
