#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "roster/any_schedule.hpp"
#include "roster/fields.hpp"
#include "roster/node.hpp"
#include "roster/place.hpp"
#include "roster/schedule.hpp"
#include "roster/type_name.hpp"
#include "roster/value.hpp"

// A schedule in words, its state as a tree of values, and back.
namespace roster::detail {

/// What is saved of every scheduler; the fields of its own `state` stand beside these.
struct saved_progress {
  required<std::string> scheduler;
  required<std::int64_t> version;
  required<std::int64_t> last_epoch;
  required<std::vector<double>> base_lrs;
  required<std::vector<double>> last_lr;

  static constexpr rule rules[] = {
      {"scheduler", "the scheduler's name"},
      {"version", "the version of this form", between(1, 1)},
      {"last_epoch", "how many steps were taken", at_least(0)},
      {"base_lrs", "the learning rate that each group started from"},
      {"last_lr", "the learning rate that each group has now"},
  };
};

template <class Config>
node save(const schedule<Config>& from, std::span<const double> last_lr) {
  const auto base_lrs = from.base_lrs();
  auto members = write_fields(saved_progress{.scheduler = std::string(type_name<Config>),
                                             .version = 1,
                                             .last_epoch = from.last_epoch(),
                                             .base_lrs = std::vector(base_lrs.begin(), base_lrs.end()),
                                             .last_lr = std::vector(last_lr.begin(), last_lr.end())});
  std::ranges::move(write_fields(from.state()), std::back_inserter(members));
  return node(std::move(members));
}

/// Goes on from what `save` returned: the schedule, and `all` as it was then. With problems, which are added to `here`,
/// nothing is touched.
template <class Config>
void load(schedule<Config>& into, settings all, const object_view& saved, const place& here) {
  const auto before = here.problems();
  draft<saved_progress> progress_draft;
  draft<state_t<Config>> state_draft;
  read_fields(saved, "a saved " + std::string(type_name<Config>), here, progress_draft, state_draft);

  const auto& progress = progress_draft.config();
  if (!progress.scheduler->empty() && *progress.scheduler != type_name<Config>) {
    here.member("scheduler")
        .add(problem_kind::rule, "is " + to_text(std::string_view(*progress.scheduler)) + ", expected " +
                                     to_text(std::string_view(type_name<Config>)));
  }
  const auto expect_one_a_group = [&](std::string_view field, const std::vector<double>& values) {
    if (values.size() == all.lr.size() || (values.empty() && here.problems() != before)) return;
    here.member(field).add(problem_kind::wrong_length, "has " + elements(values.size()) + ", expected " +
                                                           std::to_string(all.lr.size()) + ", one for each group");
  };
  expect_one_a_group("base_lrs", progress.base_lrs);
  expect_one_a_group("last_lr", progress.last_lr);
  if (here.problems() != before) return;

  std::ranges::copy(*progress.last_lr, all.lr.begin());
  into.resume(progress.last_epoch, *progress.base_lrs, std::move(state_draft.config()), all);
}

template <class Config>
std::string text(const schedule<Config>& of) {
  return config_text(of.config());
}

template <class Registry>
std::string text(const any_schedule<Registry>& of) {
  return of.visit([](const auto& one) { return text(one); });
}
template <class Registry>
node save(const any_schedule<Registry>& from, std::span<const double> last_lr) {
  return from.visit([&](const auto& one) { return save(one, last_lr); });
}
template <class Registry>
void load(any_schedule<Registry>& into, settings all, const object_view& saved, const place& here) {
  into.visit([&](auto& one) { load(one, all, saved, here); });
}

}  // namespace roster::detail
