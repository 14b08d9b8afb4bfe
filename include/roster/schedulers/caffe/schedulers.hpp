#pragma once

#include <boost/hana/tuple.hpp>
#include <boost/hana/type.hpp>

#include "roster/schedulers/caffe/inv.hpp"

namespace roster::caffe {

/// Caffe's scheduler. Its other policies are PyTorch's schedulers.
inline constexpr auto schedulers = boost::hana::tuple_t<inv>;

}  // namespace roster::caffe
