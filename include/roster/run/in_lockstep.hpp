#pragma once

#include "roster/run/mean_over_ranks.hpp"

namespace roster {

/// Steps a scheduler or a set with the mean of the metric over all ranks, which it returns. With its own metric, a rank
/// might change its learning rate when the others do not. `samples`: how many this rank has seen. All ranks have to
/// call it together. Throws an `error` and changes nothing where `mean_over_ranks` and `step` do.
template <class Scheduler, gathers Gather>
  requires requires(Scheduler& scheduler, double metric) { scheduler.step(metric); }
double in_lockstep(Scheduler& scheduler, double metric, std::int64_t samples, Gather&& gather) {
  const auto mean = mean_over_ranks(metric, samples, gather);
  scheduler.step(mean);
  return mean;
}

}  // namespace roster
