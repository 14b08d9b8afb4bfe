#pragma once

#include <boost/hana/tuple.hpp>
#include <boost/hana/type.hpp>

namespace roster::detectron2 {

/// detectron2's schedulers.
inline constexpr auto schedulers = boost::hana::tuple_t<>;

}  // namespace roster::detectron2
