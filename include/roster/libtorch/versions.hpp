#pragma once

/// The differences between LibTorch 1.13, 2.6 and 2.14 that need code. Include it before LibTorch's own headers.
///
/// Two differences need none. `torch::load` of 1.13 restores neither the learning rate nor the momentum of an
/// optimizer, but a scheduler's state sets both. `torch::optim::ReduceLROnPlateauScheduler` is new in 2, but Roster has
/// its own.

// This one first: with Clang, 1.13's other headers need the complete c10::IValue.
#include <ATen/core/ivalue.h>

#include <torch/optim/optimizer.h>

#include <cstddef>
#include <memory>

namespace roster::detail {

/// Sets the options of a parameter group after its optimizer was made. 2.14's constructor takes an option that has its
/// class's default for one that was not given, and replaces it with the optimizer's.
template <class Options>
void set_group_options(torch::optim::Optimizer& of, std::size_t group, const Options& options) {
  of.param_groups()[group].set_options(std::make_unique<Options>(options));
}

/// For options of c10d's TCPStore: from 2.4 on it wants libuv, unless asked not to, and distributions build LibTorch
/// without it.
template <class Options>
void without_libuv([[maybe_unused]] Options& options) {
  if constexpr (requires { options.useLibUV; }) options.useLibUV = false;
}

}  // namespace roster::detail
