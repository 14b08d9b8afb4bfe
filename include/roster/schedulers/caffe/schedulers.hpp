#pragma once

#include "roster/registry/registry.hpp"
#include "roster/schedulers/caffe/inv.hpp"

namespace roster::caffe {

/// Caffe's scheduler. Its other policies are PyTorch's schedulers.
inline constexpr auto schedulers = boost::hana::tuple_t<inv>;

}  // namespace roster::caffe
