#pragma once

#include "roster/registry/registry.hpp"
#include "roster/schedulers/nanogpt/get_lr.hpp"

namespace roster::nanogpt {

/// nanoGPT's schedulers.
inline constexpr auto schedulers = boost::hana::tuple_t<get_lr>;

}  // namespace roster::nanogpt
