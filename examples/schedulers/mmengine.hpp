#pragma once

#include "examples/of_scheduler.hpp"
#include "roster/run/param_schedule.hpp"
#include "roster/schedulers/cosine_annealing_lr.hpp"
#include "roster/schedulers/linear_lr.hpp"
#include "roster/schedulers/mmengine/schedulers.hpp"

namespace examples {

/// One of each scheduler of MMEngine, in the list's order, for an initial learning rate of 0.1.
template <class Schedulers>
std::vector<of_scheduler<Schedulers>> of_mmengine() {
  using namespace roster::mmengine;
  using types = typename Schedulers::entry::registry;
  const roster::LinearLR rise{.start_factor = 0.001, .total_iters = 4};
  const roster::CosineAnnealingLR fall{.T_max = 95};
  return {
      {.scheduler =
           basic_param_scheduler<types>{.schedulers = {{rise, {.end = 5, .by_epoch = false}}, {fall, {.begin = 5}}},
                                        .epoch_length = 1}},
      {.scheduler = PolyLR{.total_iters = 99, .eta_min = 0.001, .power = 0.9}},
      {.scheduler = CosineRestartLR{.periods = {20, 30, 50}, .restart_weights = {1, 0.7, 0.4}, .eta_min = 0.001}},
  };
}

}  // namespace examples
