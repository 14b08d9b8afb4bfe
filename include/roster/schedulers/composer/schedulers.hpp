#pragma once

#include "roster/registry/registry.hpp"
namespace roster::composer {

/// Composer's schedulers.
inline constexpr auto schedulers = boost::hana::tuple_t<>;

}  // namespace roster::composer
