#pragma once

#include "roster/schedulers/optax/piecewise_interpolate_schedule.hpp"

// optax' one-cycle schedules, after Smith and Topin, "Super-Convergence: Very Fast Training of Neural Networks Using
// Large Learning Rates", 2018. As in optax, they are functions that return a piecewise_interpolate_schedule, which is
// refused if the run is too short for its parts.
namespace roster::optax {

namespace detail {

/// The step at that part of the run; -1, which no schedule has, if there is none.
inline steps part_of(epoch run, double part) {
  const auto step = part * static_cast<double>(run);
  return step >= 0 && step < 0x1p53 ? static_cast<epoch>(step) : epoch{-1};
}

}  // namespace detail

/// `optax.linear_onecycle_schedule`: up to peak_value in pct_start of the steps, back in pct_final of them, and down to
/// a final_div_factor-th of the start in the rest.
inline piecewise_interpolate_schedule linear_onecycle_schedule(epoch transition_steps, double peak_value,
                                                               double pct_start = 0.3, double pct_final = 0.85,
                                                               double div_factor = 25.0,
                                                               double final_div_factor = 1e4) {
  return {.interpolate_type = "linear",
          .init_value = peak_value / div_factor,
          .boundaries_and_scales = {{detail::part_of(transition_steps, pct_start), div_factor},
                                    {detail::part_of(transition_steps, pct_final), 1.0 / div_factor},
                                    {transition_steps, 1.0 / final_div_factor}}};
}

/// `optax.cosine_onecycle_schedule`: up to peak_value in pct_start of the steps, and down to a final_div_factor-th of
/// the start in the rest.
inline piecewise_interpolate_schedule cosine_onecycle_schedule(epoch transition_steps, double peak_value,
                                                               double pct_start = 0.3, double div_factor = 25.0,
                                                               double final_div_factor = 1e4) {
  return {.interpolate_type = "cosine",
          .init_value = peak_value / div_factor,
          .boundaries_and_scales = {{detail::part_of(transition_steps, pct_start), div_factor},
                                    {transition_steps, 1.0 / (div_factor * final_div_factor)}}};
}

}  // namespace roster::optax
