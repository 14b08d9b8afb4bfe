#pragma once

#include "roster/registry/registry.hpp"
namespace roster::megatron {

/// Megatron-LM's schedulers.
inline constexpr auto schedulers = boost::hana::tuple_t<>;

}  // namespace roster::megatron
