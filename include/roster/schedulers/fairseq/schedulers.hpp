#pragma once

#include "roster/registry/registry.hpp"
namespace roster::fairseq {

/// fairseq's schedulers.
inline constexpr auto schedulers = boost::hana::tuple_t<>;

}  // namespace roster::fairseq
