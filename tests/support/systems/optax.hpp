#pragma once

#include "support/trace.hpp"

// What the tests know of optax: its traces in our words, and more examples.
namespace test::optax {

/// Makes the trace one that is refused.
inline void refuse(trace& given, std::string_view differs) {
  given.error = "refused";
  given.error_at = 0;
  given.differs = differs;
}

/// A one-cycle schedule, from the function that makes one.
inline entry_of_all one_cycle(const trace& given) {
  const auto number = [&](std::string_view argument, double otherwise) { return given.number(argument, otherwise); };
  const auto steps = static_cast<roster::epoch>(number("transition_steps", 0));
  const auto peak = number("peak_value", 0), start = number("pct_start", 0.3);
  const auto div = number("div_factor", 25), final_div = number("final_div_factor", 1e4);
  const roster::optax::piecewise_interpolate_schedule made =
      given.name == "linear_onecycle_schedule"
          ? roster::optax::linear_onecycle_schedule(steps, peak, start, number("pct_final", 0.85), div, final_div)
          : roster::optax::cosine_onecycle_schedule(steps, peak, start, div, final_div);
  roster::validated(made);
  return made;
}

/// The scheduler of a trace. Where optax is wrong, the trace is made right.
inline entry_of_all scheduler_of(trace& given) {
  if (given.name.ends_with("_onecycle_schedule")) return one_cycle(given);
  for (auto& [name, argument] : given.args) {
    if (name != "boundaries_and_scales") continue;
    roster::node::list pairs;  // Python's dict
    for (const auto& [boundary, scale] : *argument.as<roster::node::object>()) {
      pairs.push_back(roster::node(roster::node::list{roster::node(std::int64_t{std::stoll(boundary)}), scale}));
    }
    argument = roster::node(std::move(pairs));
  }
  if (given.name == "exponential_decay") {
    if (given.number("transition_steps", 1) < 1 || given.number("decay_rate", 1) == 0) {
      refuse(given, "`optax.exponential_decay` without `transition_steps`, or with a `decay_rate` of 0");
    }
    if (given.number("transition_begin", 0) < 0) {
      refuse(given, "`optax.exponential_decay` with a `transition_begin` below 0");
    }
  }
  return read_scheduler("optax.", given.name, given.args);
}

/// Schedulers of other kinds than the examples, or with many changes within thirty epochs.
inline std::vector<entry_of_all> others() {
  using namespace roster::optax;
  return {
      warmup_cosine_decay_schedule{
          .init_value = 0.05, .peak_value = 0.2, .warmup_steps = 4, .decay_steps = 19, .exponent = 2.0},
      exponential_decay{.init_value = 0.2, .transition_steps = 3, .decay_rate = 0.7, .staircase = true},
      exponential_decay{
          .init_value = 0.2, .transition_steps = 5, .decay_rate = 1.5, .transition_begin = 3, .end_value = 0.9},
      piecewise_interpolate_schedule{
          .interpolate_type = "cosine", .init_value = 0.3, .boundaries_and_scales = {{3, 0.5}, {7, 2.0}, {16, 0.1}}},
      piecewise_interpolate_schedule{.interpolate_type = "linear", .init_value = 0.3},
      cosine_onecycle_schedule(20, 0.4),
  };
}

}  // namespace test::optax
