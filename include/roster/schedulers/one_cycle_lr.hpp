#pragma once

#include <algorithm>
#include <cmath>
#include <numbers>

#include "roster/fields/one_of.hpp"
#include "roster/fields/per_group.hpp"
#include "roster/schedulers/detail/pytorch_state.hpp"
#include "roster/schedulers/scheduler_config.hpp"

namespace roster {

/// `torch.optim.lr_scheduler.OneCycleLR`; Smith and Topin, "Super-Convergence: Very Fast Training of Neural Networks
/// Using Large Learning Rates", 2018. A step is a batch. The last value is that of epoch total_steps - 1; the step
/// after the last batch keeps it.
struct OneCycleLR {
  required<per_group<double>> max_lr;
  std::optional<steps> total_steps = {};
  std::optional<std::int64_t> epochs = {};
  std::optional<std::int64_t> steps_per_epoch = {};
  double pct_start = 0.3;
  one_of<"cos", "linear"> anneal_strategy = "cos";
  bool cycle_momentum = true;
  per_group<double> base_momentum = 0.85;
  per_group<double> max_momentum = 0.95;
  double div_factor = 25.0;
  double final_div_factor = 1e4;
  bool three_phase = false;

  static constexpr std::string_view about =
      "Raises the learning rate to max_lr and lowers it far below its start, once; moves the momentum the other way.";
  static constexpr std::string_view formula =
      "from max_lr / div_factor up to max_lr in pct_start of the steps, and down to max_lr / div_factor / "
      "final_div_factor in the rest, each along half a cosine or a line";
  static constexpr rule rules[] = {
      {"max_lr", "the highest learning rate", at_least(0)},
      {"total_steps", "steps of the cycle; null: epochs times steps_per_epoch", at_least(1)},
      {"epochs", "with steps_per_epoch, instead of total_steps", at_least(1)},
      {"steps_per_epoch", "with epochs, instead of total_steps", at_least(1)},
      {"pct_start", "the fraction of the cycle in which the learning rate rises", between(0, 1)},
      {"anneal_strategy", "the shape: half a cosine or a line"},
      {"cycle_momentum", "whether to move the momentum too, against the learning rate"},
      {"base_momentum", "the lowest momentum, at max_lr", from_to_below(0, 1)},
      {"max_momentum", "the highest momentum, at both ends", from_to_below(0, 1)},
      {"div_factor", "max_lr divided by the first learning rate", above(0)},
      {"final_div_factor", "the first learning rate divided by the last", above(0)},
      {"three_phase", "whether to go back to the first lr before the final descent"},
  };
  void check(const place& here) const {
    if (!total_steps && !(epochs && steps_per_epoch)) {
      return here.member("total_steps")
          .report(problem_kind::missing, detail::is_missing("total_steps, or epochs and steps_per_epoch"));
    }
    const auto exact = std::int64_t{1} << 53;
    if (epochs && steps_per_epoch && *epochs > exact / *steps_per_epoch) {
      return here.member("epochs").report(problem_kind::out_of_range, "times steps_per_epoch is more than 2^53 steps");
    }
    if (total_steps && epochs && steps_per_epoch && *total_steps != *epochs * *steps_per_epoch) {
      return here.member("total_steps")
          .report_rule({"is ", std::int64_t{*total_steps}, ", but epochs times steps_per_epoch is ",
                        *epochs * *steps_per_epoch, "; give only one of them"});
    }
    if (pct_start * as_real(all_steps()) == 1) {
      here.member("pct_start")
          .report_rule(
              {"is ", pct_start, ", which leaves a single one of ", all_steps(), " steps for the rise; choose more"});
    }
  }

  double base(group g) const { return (*max_lr)[g.index] / div_factor; }
  double at(group g, epoch t) const {
    const auto now = phase_at(t);
    const auto peak = (*max_lr)[g.index];
    const auto lr = [&](mark m) {
      return m == mark::first ? g.base_lr : m == mark::peak ? peak : g.base_lr / final_div_factor;
    };
    return anneal(lr(now.from), lr(now.to), now.way);
  }
  bool moves_momentum() const { return cycle_momentum; }
  static constexpr std::string_view momentum_off = "set cycle_momentum to false";
  double momentum(group g, epoch t) const {
    const auto now = phase_at(t);
    const auto value = [&](mark m) { return m == mark::peak ? base_momentum[g.index] : max_momentum[g.index]; };
    return anneal(value(now.from), value(now.to), now.way);
  }
  epoch last() const { return all_steps(); }

  node::object attributes(epoch, std::size_t) const {
    constexpr std::string_view lr[] = {"initial_lr", "max_lr", "min_lr"};
    constexpr std::string_view momenta[] = {"max_momentum", "base_momentum", "max_momentum"};
    const auto written = [&](double end, mark from, mark to) {
      const auto f = static_cast<std::size_t>(from);
      const auto g = static_cast<std::size_t>(to);
      return node(node::object{{"end_step", end},
                               {"start_lr", lr[f]},
                               {"end_lr", lr[g]},
                               {"start_momentum", momenta[f]},
                               {"end_momentum", momenta[g]}});
    };
    node::list phases{written(rise_end(), mark::first, mark::peak)};
    if (three_phase) phases.push_back(written(fall_end(), mark::peak, mark::first));
    phases.push_back(written(as_real(all_steps() - 1), three_phase ? mark::first : mark::peak, mark::last));
    return {{"total_steps", all_steps()},
            {"_schedule_phases", node(std::move(phases))},
            {"_anneal_func_type", anneal_strategy.name()},
            {"cycle_momentum", cycle_momentum}};
  }
  node::object fields_from(std::string_view attribute, const node& saved) const {
    if (attribute == "_anneal_func_type") return {{"anneal_strategy", detail::member_of(saved, attribute)}};
    if (attribute != "_schedule_phases") return {};
    const auto* const phases = saved.find(attribute)->as<node::list>();
    if (!phases || phases->empty()) return {};
    const auto number = [](const node& of, std::string_view name) {
      return detail::number_of(detail::member_of(of, name));
    };
    const auto rise = (number(phases->front(), "end_step") + 1) / number(saved, "total_steps");
    return {{"three_phase", phases->size() == 3},
            {"pct_start", std::abs(rise - pct_start) < 1e-12 ? pct_start : std::round(rise * 1e12) / 1e12}};
  }

 private:
  enum class mark { first, peak, last };
  struct phase {
    mark from, to;
    double way;  // 0 at the phase's start, 1 at its end
  };

  std::int64_t all_steps() const { return total_steps ? std::int64_t{*total_steps} : *epochs * *steps_per_epoch; }
  double rise_end() const { return pct_start * as_real(all_steps()) - 1; }
  double fall_end() const { return 2 * pct_start * as_real(all_steps()) - 2; }

  phase phase_at(epoch at) const {
    const auto t = as_real(std::min(at, all_steps() - 1));
    const auto way = [&](double begin, double end) { return (t - begin) / (end - begin); };
    const auto rise = rise_end();
    if (t <= rise) return {mark::first, mark::peak, way(0.0, rise)};
    const auto end = as_real(all_steps() - 1);
    if (!three_phase) return {mark::peak, mark::last, way(rise, end)};
    const auto fall = fall_end();
    if (t <= fall) return {mark::peak, mark::first, way(rise, fall)};
    return {mark::first, mark::last, way(fall, end)};
  }
  double anneal(double from, double to, double way) const {
    if (anneal_strategy.is<"linear">()) return (to - from) * way + from;
    return to + (from - to) / 2.0 * (std::cos(std::numbers::pi * way) + 1);
  }
};

}  // namespace roster
