#pragma once

#include "roster/run/detail/driven_groups.hpp"

// Whether schedules fit the groups of an optimizer, before anything is set.
namespace roster::detail {

/// Reports options that do not fit a schedule of that name.
inline void report_unfit_options(const scheduler_options& options, std::string_view name, const movements& moves,
                                 bool takes_metric, const place& here) {
  for (std::size_t i = 0; i < moves.size(); ++i) {
    const auto& [too, off] = moves[i];
    if (!too || options.parameter == "lr") continue;
    here.member("parameter")
        .report(problem_kind::rule,
                concat({"is ", to_text(options.parameter), ", but ", name, " moves ", companions[i].words,
                        " too, which only a scheduler of lr may do", off.empty() ? "" : "; ", off}));
  }
  if (options.monitor && !takes_metric) {
    here.member("monitor").report(problem_kind::rule,
                                  concat({"is ", to_text(*options.monitor), ", but ", name, " takes no metric"}));
  }
}

/// The groups of an optimizer for a schedule with these options. Reports why it cannot drive them.
template <class Optimizer, class Schedule>
driven_groups<Optimizer> fit_groups(typename optimizer_traits<Optimizer>::optimizer& of, const Schedule& schedule,
                                    const scheduler_options& options, const place& here) {
  const auto before = here.problems();
  auto groups = driven_groups<Optimizer>::chosen(of, options, schedule.moves(), here);
  if (here.problems() != before) return groups;
  groups.report_missing(of, here);
  schedule.check_groups(groups.size(), here);
  report_unfit_options(options, schedule.name(), schedule.moves(), schedule.takes_metric(), here);
  return groups;
}

/// Reports schedulers that drive the same parameter of the same group. `list` has a place for each; `groups(i)` has
/// their groups.
template <class Groups>
void report_conflicts(std::size_t size, Groups&& groups, const place& list) {
  for (std::size_t second = 0; second < size; ++second) {
    for (std::size_t first = 0; first < second; ++first) {
      bool is_reported = false;  // the other groups are the same
      groups(second).for_each_driven([&](std::size_t group, std::string_view name) {
        groups(first).for_each_driven([&](std::size_t other_group, std::string_view other) {
          if (is_reported || group != other_group || name != other) return;
          is_reported = true;
          list.element(second).report(problem_kind::rule, concat({"drives ", name, " of group ", std::to_string(group),
                                                                  ", as ", list.element(first).path(),
                                                                  " does; choose other groups or another parameter"}));
        });
      });
    }
  }
}

}  // namespace roster::detail
