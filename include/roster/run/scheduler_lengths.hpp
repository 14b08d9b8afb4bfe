#pragma once

#include "roster/fields/lengths.hpp"
#include "roster/run/scheduler_options.hpp"

namespace roster {

/// `resolve_lengths` (lengths.hpp) for a scheduler, whose options say what a step is.
template <class Registry>
std::vector<resolved_length> resolve_lengths(entry<Registry, scheduler_options>& chosen, const run_length& run,
                                             const place& here) {
  return resolve_lengths(chosen, step_clock{run, chosen.options.counts_batches()}, here);
}

}  // namespace roster
