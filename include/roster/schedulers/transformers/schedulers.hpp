#pragma once

#include "roster/registry/registry.hpp"
#include "roster/schedulers/transformers/constant_with_warmup.hpp"
#include "roster/schedulers/transformers/cosine.hpp"
#include "roster/schedulers/transformers/cosine_warmup_with_min_lr.hpp"
#include "roster/schedulers/transformers/cosine_with_min_lr.hpp"
#include "roster/schedulers/transformers/cosine_with_restarts.hpp"
#include "roster/schedulers/transformers/greedy.hpp"
#include "roster/schedulers/transformers/inverse_sqrt.hpp"
#include "roster/schedulers/transformers/linear.hpp"
#include "roster/schedulers/transformers/polynomial.hpp"
#include "roster/schedulers/transformers/warmup_stable_decay.hpp"

namespace roster::transformers {

/// Hugging Face transformers' schedulers, by their names in its `SchedulerType`.
inline constexpr auto schedulers =
    boost::hana::tuple_t<linear, cosine, constant_with_warmup, cosine_with_restarts, polynomial, inverse_sqrt,
                         cosine_with_min_lr, cosine_warmup_with_min_lr, warmup_stable_decay, greedy>;

}  // namespace roster::transformers
