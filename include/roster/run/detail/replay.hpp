#pragma once

#include <algorithm>

#include "roster/fields/fields.hpp"
#include "roster/run/composite_schedule.hpp"

// A schedule that was loaded under another config goes to where its own config would be at that epoch.
namespace roster::detail {

template <class Config>
bool is_driven_by_metric(const schedule<Config>& loaded, [[maybe_unused]] epoch t) {
  if constexpr (has_partly_metric_step<Config>) {
    epoch first = 1;
    while (first <= t && !loaded.config().needs_metric(first)) ++first;
    // Under the config of the state, perhaps none had been needed: nothing is remembered of any.
    return first <= t && write_fields(loaded.state()) != write_fields(loaded.initial_state());
  } else {
    return loaded.takes_metric();
  }
}
inline bool is_driven_by_metric(const single_schedule&, epoch) { return false; }  // of a plain config
template <class Registry>
bool is_driven_by_metric(const any_schedule<Registry>& loaded, epoch t);

inline bool starts_from_base(const single_schedule& one) { return one.is_closed_form() || one.has_both_rules(); }
template <class Config, class Registry>
bool starts_from_base(const composite_schedule<Config, Registry>&) {
  return true;
}
template <class Registry>
bool starts_from_base(const any_schedule<Registry>& child) {
  return child.visit([](const auto& one) { return starts_from_base(one); });
}

/// Whether metrics made the learning rates of epoch `t` what they are in the state. Only the state has them then.
template <class Config, class Registry>
bool is_driven_by_metric(const composite_schedule<Config, Registry>& loaded, epoch t) {
  bool earlier = false;  // a child before this one takes metrics
  for (std::size_t i = 0; i < loaded.children().size(); ++i) {
    const auto& child = loaded.children()[i];
    const auto of_child = loaded.own_config().epoch_of(i, t);
    const bool had_its_turn = child.last_epoch() >= 0;
    if (of_child && had_its_turn && is_driven_by_metric(child, *of_child)) return true;
    // One without a closed form continues from what those before it left.
    if (of_child && earlier && !starts_from_base(child)) return true;
    earlier = earlier || child.takes_metric();
  }
  return false;
}
template <class Registry>
bool is_driven_by_metric(const any_schedule<Registry>& loaded, epoch t) {
  return loaded.visit([&](const auto& one) { return is_driven_by_metric(one, t); });
}

/// Takes what metric-driven schedules remember from where they were loaded.
template <class Config>
void take_metric_states(schedule<Config>& into, const schedule<Config>& loaded) {
  if constexpr (schedule<Config>::may_take_metric) into.resume(into.last_epoch(), into.base_lrs(), loaded.state());
}
inline void take_metric_states(single_schedule&, const single_schedule&) {}  // of plain configs
template <class Registry>
void take_metric_states(any_schedule<Registry>& into, const any_schedule<Registry>& loaded);
template <class Config, class Registry>
void take_metric_states(composite_schedule<Config, Registry>& into,
                        const composite_schedule<Config, Registry>& loaded) {
  for (std::size_t i = 0; i < into.children().size(); ++i) {
    auto& child = into.children()[i];
    const auto& before = loaded.children()[i];
    if (child.last_epoch() >= 0 && before.last_epoch() >= 0) take_metric_states(child, before);
  }
}
template <class Registry>
void take_metric_states(any_schedule<Registry>& into, const any_schedule<Registry>& loaded) {
  into.visit_with(loaded, [](auto& one, const auto& other) { take_metric_states(one, other); });
}

/// Keeps the learning rates of `all` where metrics made them what they are, when `loaded` was saved.
inline void keep_rates(single_schedule&, const single_schedule&, const settings&) {}
template <class Registry>
void keep_rates(any_schedule<Registry>& into, const any_schedule<Registry>& loaded, const settings& all);
template <class Config, class Registry>
void keep_rates(composite_schedule<Config, Registry>& into, const composite_schedule<Config, Registry>& loaded,
                const settings& all) {
  const auto t = into.last_epoch();
  std::size_t at_work = 0;
  for (std::size_t i = 0; i < into.children().size(); ++i) at_work += into.own_config().epoch_of(i, t).has_value();
  for (std::size_t i = 0; i < into.children().size(); ++i) {
    const auto& before = loaded.children()[i];
    if (!into.own_config().epoch_of(i, t) || before.last_epoch() < 0) continue;
    if (!is_driven_by_metric(before, before.last_epoch())) continue;
    // Of several at work, nobody knows which share is whose.
    std::vector<double> apart(all.lr.begin(), all.lr.end());
    auto own = all;
    if (at_work > 1) own.lr = apart;
    keep_rates(into.children()[i], before, own);
    into.keep(loaded.state(), own);
  }
}
template <class Registry>
void keep_rates(any_schedule<Registry>& into, const any_schedule<Registry>& loaded, const settings& all) {
  into.visit_with(loaded, [&](auto& one, const auto& other) { keep_rates(one, other, all); });
}

/// The most steps that are taken at once
inline constexpr epoch most_replayed = 1'000'000'000;

/// Goes from epoch 0 to the epoch of `loaded` as its config says, from its base values. Sets the values of `all`, which
/// are those of the state: they stay if metrics made them what they are. Reports an epoch that does not exist.
template <class Schedule>
void replay(Schedule& loaded, const settings& all, const place& here) {
  const auto end = loaded.last_epoch();
  const auto before = here.problems();
  if (end > most_replayed) {
    here.member("last_epoch")
        .report(problem_kind::out_of_range, is_not(end, bounded("an integer", between(0, most_replayed))));
  }
  loaded.check_epoch(end, here);
  if (here.problems() != before) return;

  const bool keeps = is_driven_by_metric(loaded, end);
  const std::vector<double> saved(all.lr.begin(), all.lr.end());
  const auto base = loaded.base_lrs();
  auto now = loaded;
  std::copy(base.begin(), base.end(), all.lr.begin());
  auto start = all;
  start.base_lr = base;
  now.start(start);
  while (now.last_epoch() < end) now.advance(all, {});
  take_metric_states(now, loaded);
  if (keeps) {
    std::copy(saved.begin(), saved.end(), all.lr.begin());
    keep_rates(now, loaded, all);
  }
  loaded = std::move(now);
}

}  // namespace roster::detail
