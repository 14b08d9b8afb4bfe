#pragma once

#include <boost/hana/tuple.hpp>
#include <boost/hana/type.hpp>

namespace roster::nanogpt {

/// nanoGPT's schedulers.
inline constexpr auto schedulers = boost::hana::tuple_t<>;

}  // namespace roster::nanogpt
