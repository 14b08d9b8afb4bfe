#include "run.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "roster/input/messages.hpp"
#include "roster/run/schedule_set.hpp"

namespace tools {
namespace {

using roster::detail::concat;
using running_set = roster::schedule_set<scheduler_entry::registry, optimizer_groups>;

/// How many steps a scheduler takes in a preview that begins at `first`.
std::int64_t steps_taken(const preview& shown, const scheduler_entry& scheduler, std::int64_t first) {
  const auto each = steps_per_step(shown, scheduler);
  return (first + static_cast<std::int64_t>(shown.steps)) / each - first / each;
}

/// Reports what a run would lack.
void check_steps(const preview& shown, const running_set& all, std::int64_t first, std::size_t metrics,
                 const roster::place& here) {
  const auto list = here.member("schedulers");
  for (std::size_t i = 0; i < all.size(); ++i) {
    const auto steps = steps_taken(shown, shown.schedulers[i], first);
    const auto& schedule = all[i].schedule();
    schedule.check_epoch(all[i].last_epoch() + steps, list.element(i));
    if (!schedule.takes_metric() || metrics >= static_cast<std::size_t>(steps)) continue;
    const bool is_slow = step_name(shown) == "batch" && !counts_batches(shown.schedulers[i]);
    list.element(i).report(
        roster::problem_kind::missing,
        concat({"needs ", roster::detail::counted(steps, "metric"), ", one for each ", is_slow ? "epoch" : "step",
                ", but has ", std::to_string(metrics), "; give them with --metrics FILE"}));
  }
}

/// Steps through a preview. Calls `f(step, groups)` each time.
template <class F>
void drive(const preview& shown, std::span<const double> metrics, F&& f) {
  auto entries = shown.schedulers;
  for (auto& one : entries) {
    one.options.verbose = false;
    one.options.monitor.reset();  // all watch the same metrics
  }
  auto groups = shown.groups;
  running_set all(groups, entries);
  const bool by_batch = step_name(shown) == "batch";
  const auto first = first_step(shown);
  const bool has_epochs = !std::ranges::all_of(entries, counts_batches);
  const auto per_epoch = has_epochs ? steps_per_epoch(shown) : 1;
  roster::checked("preview", [&](const roster::place& here) { check_steps(shown, all, first, metrics.size(), here); });
  const auto measured = [&](std::int64_t step) {
    const auto k = static_cast<std::size_t>(step - 1);
    return k < metrics.size() ? roster::measured(metrics[k]) : roster::measured();
  };
  f(first, groups);
  for (std::int64_t taken = 1; taken <= static_cast<std::int64_t>(shown.steps); ++taken) {
    const auto step = first + taken;
    if (by_batch) all.after_batch(measured(taken));
    if (has_epochs && step % per_epoch == 0) all.after_epoch(measured(step / per_epoch - first / per_epoch));
    f(step, groups);
  }
}

}  // namespace

roster::error error_in(const preview& shown, std::vector<roster::problem> problems) {
  for (auto& one : problems) {
    for (std::size_t i = 0; i < shown.schedulers.size(); ++i) {
      const auto left = roster::detail::behind(one.path, concat({"schedulers[", std::to_string(i), "]"}));
      if (!left) continue;
      const auto path = path_of(shown, i);
      if (left->empty()) {
        const bool is_alone = path.empty();
        one.text.insert(0, concat({is_alone ? "" : "is ", shown.schedulers[i].name(), is_alone ? " " : ", which "}));
      }
      one.path = concat({path, path.empty() || left->empty() || left->front() == '[' ? "" : ".", *left});
      break;
    }
    const bool is_about_groups = one.kind == roster::problem_kind::wrong_length || one.path.ends_with("groups");
    if (is_about_groups && shown.optimizer.empty()) one.text += "; --lr sets the number of groups";
  }
  return roster::detail::error_in(shown.file, std::move(problems));
}

void run(const preview& shown, std::span<const double> metrics,
         const std::function<void(std::int64_t step, optimizer_groups& groups)>& f) {
  const auto has_limits = [](const auto& one) { return one.options.parameter != "lr"; };
  try {
    if (std::ranges::any_of(shown.schedulers, has_limits)) drive(shown, metrics, [](auto, auto&) {});
    drive(shown, metrics, f);
  } catch (const roster::error& failed) {
    throw error_in(shown, failed.problems());
  }
}

}  // namespace tools
