#pragma once

#include "roster/registry/registry.hpp"
namespace roster::nanogpt {

/// nanoGPT's schedulers.
inline constexpr auto schedulers = boost::hana::tuple_t<>;

}  // namespace roster::nanogpt
