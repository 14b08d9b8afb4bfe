#pragma once

#include <boost/hana/tuple.hpp>
#include <boost/hana/type.hpp>

#include "roster/schedulers/transformers/cosine.hpp"

namespace roster::transformers {

/// Hugging Face transformers' schedulers, by their names in its `SchedulerType`.
inline constexpr auto schedulers = boost::hana::tuple_t<cosine>;

}  // namespace roster::transformers
