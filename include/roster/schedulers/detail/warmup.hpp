#pragma once

#include "roster/schedulers/scheduler_config.hpp"

namespace roster::detail {

/// Reports a warm-up that is longer than the run, which counts its steps. `field` and `run_field` have their lengths.
inline void check_warmup(std::string_view field, epoch warmup, std::string_view run_field, epoch run,
                         const place& here) {
  if (warmup > run)
    here.member(field).report_rule({"is ", warmup, ", but ", run_field, ", which counts them, is only ", run});
}

}  // namespace roster::detail
