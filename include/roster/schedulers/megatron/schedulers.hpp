#pragma once

#include <boost/hana/tuple.hpp>
#include <boost/hana/type.hpp>

namespace roster::megatron {

/// Megatron-LM's schedulers.
inline constexpr auto schedulers = boost::hana::tuple_t<>;

}  // namespace roster::megatron
