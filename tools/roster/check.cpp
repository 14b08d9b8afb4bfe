#include "check.hpp"

#include <algorithm>
#include <concepts>
#include <limits>
#include <optional>
#include <string_view>
#include <utility>

#include "roster/input/messages.hpp"
#include "run.hpp"

namespace tools {
namespace {

using roster::detail::concat;
using any_scheduler = roster::any_config<scheduler_entry::registry>;

/// "1 batch", "5 epochs"
std::string counted_steps(std::int64_t count, bool in_batches) {
  if (!in_batches) return roster::detail::counted(count, "epoch");
  return concat({std::to_string(count), count == 1 ? " batch" : " batches"});
}

/// The time in which a scheduler runs.
struct turn {
  std::int64_t steps;
  std::int64_t batches;  ///< in an epoch; 0 if that is not known
  bool in_batches;
  std::int64_t rounded;  ///< by how many steps lengths such as "5 %" may differ
  bool is_run = true;    ///< the whole run, not a part of it

  turn with(std::int64_t fewer) const {
    return {std::max<std::int64_t>(fewer, 0), batches, in_batches, rounded, false};
  }
  /// "but the run has 10 epochs"
  std::string text() const {
    return concat({", but ", is_run ? "the run has " : "its turn lasts ", counted_steps(steps, in_batches)});
  }
  /// Whether a number of epochs was probably meant as batches.
  bool may_be_batches(std::int64_t number) const {
    return !in_batches && (batches > 0 ? number >= batches : number >= 10 * steps);
  }
};

void warn(const roster::place& here, std::string text, std::string_view meant = {}) {
  here.report(roster::problem_kind::rule, std::move(text), meant);
}

/// Whether a scheduler begins low and rises.
template <class Config>
bool warms_up(const Config& config);

bool any_warms_up(const any_scheduler& one) {
  return one.visit([](const auto& config) { return warms_up(config); });
}

template <class Config>
bool warms_up(const Config& config) {
  if constexpr (std::same_as<Config, roster::OneCycleLR>) return true;
  if constexpr (std::same_as<Config, roster::LinearLR>) return config.start_factor < config.end_factor;
  if constexpr (std::same_as<Config, roster::ConstantLR>) return config.factor < 1;
  if constexpr (std::same_as<Config, warmup_scheduler>) return config.length > 0;
  if constexpr (requires { config.milestones, config.schedulers; }) return any_warms_up(config.schedulers->front());
  if constexpr (requires { config.schedulers; }) return std::ranges::any_of(*config.schedulers, any_warms_up);
  // Other systems' schedulers: warmup_steps, num_warmup_steps, t_warmup, …
  return std::ranges::any_of(roster::write_fields(config), [](const auto& field) {
    const roster::value given = field.given;
    const auto* const steps = given.as<std::int64_t>();
    return field.name.find("warmup") != std::string::npos && steps && *steps > 0;
  });
}

void warn_in(const any_scheduler& one, const turn& in, const roster::place& here);

/// What only one kind of scheduler knows.
template <class Config>
void warn_of(const Config& config, const turn& in, const roster::place& here) {
  if constexpr (std::same_as<Config, roster::CosineAnnealingLR>) {
    // The value of the step after the last is not used: T_max may be one less.
    const std::int64_t T_max = config.T_max;
    if (T_max < in.steps - 1 - in.rounded) {
      warn(here.member("T_max"),
           concat({"is ", std::to_string(T_max), in.text(), ": after T_max, the values go back to the first"}));
    }
  }
  if constexpr (std::same_as<Config, warmup_scheduler>) {
    const auto there = here.member("scheduler");
    const any_scheduler& child = **config.scheduler;
    const std::int64_t length = config.length;
    if (length > 0 && any_warms_up(child)) {
      warn(there, concat({"is ", child.name(), ", which warms up itself; one of the two is enough"}));
    }
    if (length < in.steps) warn_in(child, config.overlap ? in : in.with(in.steps - length), there);
  }
  if constexpr (requires { config.schedulers; }) {
    const auto list = here.member("schedulers");
    for (std::size_t i = 0; i < config.schedulers->size(); ++i) {
      auto child = in;
      if constexpr (requires { config.milestones; }) {
        const auto begin = config.begin(i);
        const auto end = i < config.milestones->size() ? std::int64_t{(*config.milestones)[i]} : in.steps;
        child = in.with(std::min(end, in.steps) - begin);
        if (begin >= in.steps) continue;  // the milestone is the fault
      }
      if constexpr (requires { config.range_of(i); }) {
        const auto begin = std::int64_t{config.range_of(i).begin};
        const auto steps = std::min(config.range_of(i).stop(), in.steps / config.length_of_step(i)) - begin;
        if (steps <= 0) continue;
        child = in.with(steps);
      }
      warn_in((*config.schedulers)[i], child, list.element(i));
    }
  }
}

/// Warns of a number of steps that is more than there are.
void warn_of_steps(const roster::steps_visitor& by, roster::steps& found, const roster::limit&,
                   const roster::place& here) {
  const auto& time = *static_cast<const turn*>(by.self);
  if (found <= time.steps + time.rounded) return;
  warn(here, concat({"is ", std::to_string(found), time.text()}), time.may_be_batches(found) ? "every: batch" : "");
}

void warn_in(const any_scheduler& one, const turn& in, const roster::place& here) {
  auto time = in;
  for (const auto& field : one.info().fields) {
    const auto name = field.name;
    if (!field.type->each_steps || name == "scheduler" || name == "schedulers") continue;
    auto* const steps = const_cast<void*>(field.in(one.object()));  // which the visitor does not change
    field.type->each_steps(steps, field.allowed, here.member(name), {warn_of_steps, &time});
  }
  one.visit([&](const auto& config) { warn_of(config, in, here); });
}

/// Warns of a scheduler of the recipe.
void warn_of_scheduler(const scheduler_entry& one, const turn& in, const roster::place& here) {
  const auto before = here.problems();
  warn_in(one, in, here);
  const auto last = roster::detail::last_epoch_of_chosen(one);
  if (last == std::numeric_limits<roster::epoch>::max()) return;
  const auto ends = concat({"ends after ", counted_steps(last, in.in_batches), in.text()});
  if (last < in.steps) {
    warn(here, concat({ends, ": step ", std::to_string(last + 1), " will be an error"}));
  } else if (last > in.steps && here.problems() == before) {
    warn(here, ends, in.may_be_batches(last) ? "every: batch" : "");
  }
}

/// Takes the steps of the run, for errors, and warns of learning rates that stay 0.
void warn_of_values(preview shown, std::int64_t steps, const roster::place& list) {
  constexpr std::int64_t most = 1'000'000;
  steps = std::min(steps - first_step(shown), end_of(shown).value_or(most));
  if (steps <= 0 || steps > most || std::ranges::any_of(shown.schedulers, takes_metric)) return;
  shown.steps = static_cast<std::size_t>(steps);
  const auto lr = driven_parameters(shown).front();
  std::vector<std::optional<std::int64_t>> above_0(shown.groups.size());  // the last step of each group
  std::int64_t end = 0;
  run(shown, {}, [&](std::int64_t step, optimizer_groups& now) {
    end = step;
    for (std::size_t i = 0; i < now.size(); ++i) {
      if (lr.in_group[i] && lr.in_group[i]->get(now[i]) != 0) above_0[i] = step;
    }
  });
  for (std::size_t k = 0; k < shown.schedulers.size(); ++k) {
    const auto& one = shown.schedulers[k];
    const auto& chosen = one.options.groups.positions;
    for (std::size_t i = 0; i < above_0.size() && one.options.parameter == "lr"; ++i) {
      const bool is_driven = chosen.empty() || std::ranges::find(chosen, i) != chosen.end();
      // The last value is that after the run.
      if (!is_driven || !above_0[i] || *above_0[i] + 2 >= end) continue;
      warn(list.element(k), concat({"leaves the learning rate of group ", std::to_string(i), " at 0 from ",
                                    step_name(shown), " ", std::to_string(*above_0[i] + 1), " on, but the run has ",
                                    counted_steps(end, step_name(shown) == "batch")}));
      break;  // the others will be alike
    }
  }
}

}  // namespace

std::vector<std::string> lengths_of(const preview& shown) {
  std::vector<std::string> all;
  for (const auto& one : shown.lengths) {
    const auto made = counted_steps(one.steps, one.in_batches);
    if (made != one.text) all.push_back(concat({one.path, ": ", one.text, " = ", made}));
  }
  return all;
}

std::vector<roster::problem> warnings_of(const preview& shown) {
  if (!shown.unknown.empty()) return roster::detail::error_in(shown.file, shown.unknown).problems();
  if (shown.run.epochs <= 0) return {};
  std::vector<roster::problem> found;
  const roster::place whole(found);
  const auto list = whole.member("schedulers");
  bool is_known = true;
  for (std::size_t i = 0; i < shown.schedulers.size(); ++i) {
    const bool in_batches = counts_batches(shown.schedulers[i]);
    const auto batches = shown.run.batches_per_epoch;
    is_known = is_known && (!in_batches || batches > 0);
    if (in_batches && batches <= 0) continue;
    const std::int64_t rounded = shown.lengths.empty() ? 0 : 1;
    const turn all{shown.run.epochs * (in_batches ? batches : 1), batches, in_batches, rounded};
    warn_of_scheduler(shown.schedulers[i], all, list.element(i));
  }
  if (is_known) warn_of_values(shown, shown.run.epochs * steps_per_epoch(shown), list);
  auto located = error_in(shown, std::move(found)).problems();
  for (auto& one : located) {
    const auto from = std::ranges::find(shown.lengths, one.path, &made_length::path);
    if (from != shown.lengths.end() && one.where)
      one.text += concat({" (from ", roster::detail::to_text(from->text), ")"});
  }
  return located;
}

std::string warning_text(const preview& shown, const roster::problem& one) {
  auto at = roster::detail::printable(shown.file.name);
  if (one.where) at += concat({":", std::to_string(one.where.line), ":", std::to_string(one.where.column)});
  return concat({at, ": warning: ", one.sentence()});
}

}  // namespace tools
