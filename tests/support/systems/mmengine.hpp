#pragma once

#include <algorithm>
#include <optional>

#include "support/trace.hpp"

// What the tests know of MMEngine: its traces in our words, and more examples.
namespace test::mmengine {

using roster::node;

/// The arguments of one of MMEngine's schedulers, of which `take` gives one and drops it.
class arguments {
 public:
  explicit arguments(node::object all) : all_(std::move(all)) {}

  bool has(std::string_view name) const { return find(name) != all_.end(); }
  std::optional<double> take(std::string_view name) {
    const auto at = find(name);
    if (at == all_.end()) return {};
    const auto given = trace::number_of(at->given);
    all_.erase(at);
    return given;
  }
  std::optional<std::int64_t> take_count(std::string_view name) {
    const auto given = take(name);
    if (!given) return {};
    return static_cast<std::int64_t>(*given);
  }
  bool take_truth(std::string_view name, bool otherwise) {
    const auto at = find(name);
    if (at == all_.end()) return otherwise;
    const roster::value shown = at->given;
    const auto given = *shown.as<bool>();
    all_.erase(at);
    return given;
  }
  void drop(std::string_view name) { test::drop(all_, name); }
  void rename(std::string_view from, std::string_view to) { test::rename(all_, from, to); }
  void set(std::string_view name, node given) { all_.push_back({std::string(name), std::move(given)}); }
  /// Numbers of epochs as numbers of iterations
  void multiply(std::string_view name, std::int64_t by) {
    const auto at = find(name);
    if (at == all_.end()) return;
    const auto multiplied = [&](const node& one) {
      return node(static_cast<std::int64_t>(trace::number_of(one)) * by);
    };
    if (auto* const list = at->given.as<node::list>()) {
      for (auto& one : *list) one = multiplied(one);
    } else {
      at->given = multiplied(at->given);
    }
  }
  node::object& all() { return all_; }

 private:
  node::object::iterator find(std::string_view name) {
    return std::ranges::find(all_, name, [](const auto& one) { return std::string_view(one.name); });
  }
  node::object::const_iterator find(std::string_view name) const {
    return std::ranges::find(all_, name, [](const auto& one) { return std::string_view(one.name); });
  }

  node::object all_;
};

/// "LinearLR" of "LinearLR" and "LinearMomentum"
inline std::string kind_of(std::string name) {
  constexpr std::string_view momentum = "Momentum";
  if (name.ends_with(momentum)) name.replace(name.size() - momentum.size(), momentum.size(), "LR");
  return name;
}

/// A scheduler of MMEngine in our words, with its range.
inline node::object child_of(const std::string& type, arguments given, std::span<const double> base,
                             std::int64_t convert = 0) {
  std::string name = type;
  if (convert > 0) {
    for (const auto one : {"begin", "end", "periods", "T_max", "milestones", "step_size"}) given.multiply(one, convert);
  }
  const auto begin = given.take_count("begin").value_or(0);
  const auto stop = given.take_count("end");
  const auto end = stop.value_or(1'000'000'000);
  const auto last = std::max<std::int64_t>(1, end - begin - 1);
  if (type == "LinearLR" || type == "ConstantLR" || type == "PolyLR") given.set("total_iters", last);
  if (type == "CosineAnnealingLR") {
    const auto of_argument = given.take_count("T_max").value_or(0);
    const auto T_max = of_argument > 0 ? of_argument : end - begin;
    const bool one_base = std::ranges::all_of(base, [&](double one) { return one == base.front(); });
    if (given.has("eta_min_ratio") && (!one_base || given.has("eta_min"))) {
      name = "CosineRestartLR";  // its first period
      given.set("periods", node(node::list{T_max}));
    } else {
      if (const auto ratio = given.take("eta_min_ratio")) given.set("eta_min", base.front() * *ratio);
      given.set("T_max", T_max);
    }
  }
  if (type == "OneCycleLR") {
    given.rename("eta_max", "max_lr");
    given.set("cycle_momentum", false);
    if (!given.has("total_steps")) given.set("total_steps", end - begin);
  }
  if (type == "ReduceOnPlateauLR") {
    name = "ReduceLROnPlateau";
    given.drop("monitor");
    given.rename("min_value", "min_lr");
    given.rename("threshold_rule", "threshold_mode");
    given.rename("rule", "mode");
    for (auto& one : given.all()) {
      if (one.name == "mode") one.given = one.given == node("less") ? "min" : "max";
    }
  }
  if (name == "PolyLR" || name == "CosineRestartLR") name.insert(0, "mmengine.");
  given.set("begin", begin);
  if (stop) given.set("end", end);
  auto members = std::move(given.all());
  members.insert(members.begin(), {"name", name});
  return members;
}

/// The values of a plateau that acts from the step after `begin` to `end`, and whose first best is infinite: MMEngine's
/// never acts with a `begin`, does not stop at its `end`, and starts from 1e9.
inline values_of_groups plateau_values(const trace& given, std::vector<double> now) {
  const auto text = [&](std::string_view name, std::string_view otherwise) {
    const auto* const found = given.find(name);
    if (!found) return std::string(otherwise);
    const roster::value shown = *found;
    return std::string(*shown.as<std::string_view>());
  };
  const bool falls = text("rule", "less") == "less", relative = text("threshold_rule", "rel") == "rel";
  const auto begin = given.number("begin", 0), end = given.number("end", 1e9), patience = given.number("patience", 10);
  const auto factor = given.number("factor", 0.1), threshold = given.number("threshold", 1e-4);
  const auto least = given.number("min_value", 0), cooldown = given.number("cooldown", 0);
  auto best = falls ? std::numeric_limits<double>::infinity() : -std::numeric_limits<double>::infinity();
  double waits = 0, bad = 0;
  values_of_groups all{now};
  for (std::size_t k = 0; k < given.metrics.size(); ++k) {
    const auto t = static_cast<double>(k + 1), metric = given.metrics[k];
    if (begin < t && t < end) {
      const auto margin = falls ? -threshold : threshold;
      const auto bound = relative ? best * (1 + margin) : best + margin;
      const bool better = falls ? metric < bound : metric > bound;
      if (better) best = metric;
      bad = better ? 0 : bad + 1;
      if (waits > 0) --waits, bad = 0;
      if (bad > patience) {
        waits = cooldown;
        bad = 0;
        for (auto& one : now) {
          const auto lower = std::max(one * factor, least);
          if (one - lower > 1e-8) one = lower;
        }
      }
    }
    all.push_back(now);
  }
  return all;
}

/// Makes the trace of a plateau right.
inline void mend_plateau(trace& given, values_of_groups& values, std::span<const double> base) {
  auto right = plateau_values(given, {base.begin(), base.end()});
  if (right == values) return;
  values = std::move(right);
  given.differs = given.metrics.front() > 1e9 ? "MMEngine's `ReduceOnPlateauLR` with a loss above 1e9"
                                              : "MMEngine's `ReduceOnPlateauLR` with `begin` or `end`";
}

/// Whether a scheduler of that kind has the same values alone as with its range.
inline bool is_bare(std::string_view kind, const trace& given) {
  const bool ends_by_itself = kind == "LinearLR" || kind == "ConstantLR" || kind == "PolyLR" || kind == "OneCycleLR";
  return given.number("begin", 0) == 0 && (!given.find("end") || (ends_by_itself && given.number("end", 0) > 1));
}

inline void refuse(trace& given, std::string_view why) {
  given.error = "an error in the middle of the run";
  given.error_at = 0;
  given.differs = why;
}

/// Makes right what is wrong in a trace of one scheduler.
inline void mend(trace& given, std::string_view kind) {
  if (kind == "ConstantLR" && given.number("factor", 1) == 0) refuse(given, "MMEngine's `ConstantLR(factor=0)`");
  if (kind == "LinearLR" && given.number("start_factor", 1) == 0)
    refuse(given, "MMEngine's `LinearLR(start_factor=0)`");
  if (kind == "ReduceOnPlateauLR") {
    const bool is_momentum = !given.momentum.empty();
    mend_plateau(given, is_momentum ? given.momentum : given.lr, is_momentum ? given.momentum_base : given.base_lr);
  }
  if (kind != "OneCycleLR") return;
  if (given.number("pct_start", 0) == 1) {
    given.error = "";
    given.differs = "MMEngine's `OneCycleLR(pct_start=1)`";
  }
  const auto steps = static_cast<std::size_t>(given.number("total_steps", 0));
  if (steps > 0 && given.lr.size() == steps + 1) {
    given.lr[steps] = given.lr[steps - 1];
    given.differs = "MMEngine's `OneCycleLR`, after its last step";
  }
}

/// The schedulers of a list, each with its range.
inline node::list children_of(const node& list, std::int64_t epoch_length, std::span<const double> base) {
  node::list children;
  for (const auto& one : *list.as<node::list>()) {
    arguments own(*one.as<node::object>());
    const roster::value type = *one.find("type");
    own.drop("type");
    const bool by_epoch = own.take_truth("by_epoch", true);
    const bool converted = own.take_truth("convert_to_iter_based", false);
    auto child = child_of(std::string(*type.as<std::string_view>()), own, base, converted ? epoch_length : 0);
    child.push_back({"by_epoch", by_epoch && !converted});
    children.push_back(node(std::move(child)));
  }
  return children;
}

/// The scheduler of a trace. Where MMEngine is wrong, the trace is made right.
inline entry_of_all scheduler_of(trace& given) {
  const bool is_momentum = given.name.ends_with("Momentum");
  const auto& base = is_momentum ? given.momentum_base : given.base_lr;
  node::object scheduler{{"name", "mmengine.param_scheduler"}, {"epoch_length", 1}};
  if (given.name == "param_scheduler") {
    const auto epoch_length = static_cast<std::int64_t>(given.number("epoch_length", 1));
    scheduler.back().given = epoch_length;
    scheduler.push_back({"schedulers", node(children_of(*given.find("param_scheduler"), epoch_length, base))});
  } else {
    const auto kind = kind_of(given.name);
    mend(given, kind);
    arguments all(given.args);
    all.drop("optimizer");
    auto only = child_of(kind, std::move(all), base);
    if (is_bare(kind, given)) {
      for (const auto one : {"begin", "end"}) drop(only, one);
      scheduler = std::move(only);
    } else {
      scheduler.push_back({"schedulers", node(node::list{node(std::move(only))})});
    }
  }
  if (is_momentum) scheduler.push_back({"parameter", "momentum"});
  return roster::checked("scheduler", [&](const roster::place& here) {
    return roster::read_entry<entry_of_all>(node(std::move(scheduler)), here);
  });
}

/// Schedulers of other kinds than the examples, or with many changes within thirty epochs.
inline std::vector<entry_of_all> others() {
  using namespace roster::mmengine;
  const roster::LinearLR rise{.start_factor = 0.1, .total_iters = 4};
  const roster::CosineAnnealingLR fall{.T_max = 7, .eta_min = 0.01};
  const roster::ReduceLROnPlateau plateau{.factor = 0.5, .patience = 1};
  const roster::ExponentialLR decay{.gamma = 0.9};
  const roster::CyclicLR cycle{.base_lr = 0.01, .max_lr = 0.3, .step_size_up = 3, .mode = "exp_range"};
  return {
      PolyLR{.total_iters = 11, .eta_min = 0.003, .power = 1.7},
      CosineRestartLR{.periods = {3, 5, 7}, .restart_weights = {1, 0.5, 0.8}, .eta_min_ratio = 0.1},
      param_scheduler{.schedulers = {{rise, {.end = 5, .by_epoch = false}}, {fall, {.begin = 2, .end = 9}}},
                      .epoch_length = 3},
      param_scheduler{.schedulers = {{decay, {.begin = 2}}, {rise, {.begin = 3, .end = 8, .by_epoch = false}}},
                      .epoch_length = 2},
      param_scheduler{.schedulers = {{rise, {.end = 5}}, {plateau, {.begin = 6, .end = 20}}, {decay, {.begin = 6}}},
                      .epoch_length = 1},
      param_scheduler{
          .schedulers = {{cycle, {.end = 25}}, {roster::OneCycleLR{.max_lr = 0.7, .total_steps = 40}, {.end = 12}}},
          .epoch_length = 1},
      param_scheduler{
          .schedulers = {{param_scheduler{.schedulers = {{decay, {.begin = 1, .end = 4}}}, .epoch_length = 2},
                          {.begin = 3, .by_epoch = false}},
                         {roster::MultiStepLR{.milestones = {0, 2}}, {.begin = 4}}},
          .epoch_length = 3},
  };
}

}  // namespace test::mmengine
