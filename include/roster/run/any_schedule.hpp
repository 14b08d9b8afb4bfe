#pragma once

#include <variant>

#include "roster/fields/entry.hpp"
#include "roster/run/schedule.hpp"

namespace roster {

namespace detail {

template <class Registry>
concept of_schedulers = Registry::size() > 0 &&
                        Registry::every([](auto type) { return scheduler_config<typename decltype(type)::type>; });

template <class... Configs>
using variant_of_schedules = std::variant<schedule_of<Configs>...>;

}  // namespace detail

template <detail::of_schedulers Registry>
inline constexpr std::string_view kind_of_entry<Registry> = "a scheduler";

/// A schedule of any of a registry's configs: a value, not a pointer. Its members are those of `schedule`.
template <class Registry>
class any_schedule {
 public:
  static constexpr bool needs_metric = false;
  static constexpr bool may_take_metric = true;
  static constexpr bool has_closed_form = true;

  template <class Config>
    requires(Registry::template contains<Config>)
  explicit any_schedule(Config config) : held_(std::in_place_type<schedule_of<Config>>, std::move(config)) {}

  template <class Options>
  explicit any_schedule(const entry<Registry, Options>& chosen)
      : any_schedule(chosen.visit([](const auto& config) { return any_schedule(config); })) {}

  std::string_view name() const noexcept {
    return visit([](const auto& one) { return one.name(); });
  }
  std::string text() const {
    return visit([](const auto& one) { return one.text(); });
  }
  bool has_own_base() const noexcept {
    return visit([](const auto& one) { return one.has_own_base; });
  }
  bool takes_metric() const noexcept {
    return visit([](const auto& one) { return one.takes_metric(); });
  }
  bool moves_momentum() const noexcept {
    return visit([](const auto& one) { return one.moves_momentum(); });
  }
  void check_groups(std::size_t groups, const place& here) const {
    visit([&](const auto& one) { one.check_groups(groups, here); });
  }
  void check_step(bool with_metric, const place& here) const {
    visit([&](const auto& one) { one.check_step(with_metric, here); });
  }
  void check_epoch(epoch t, const place& here) const {
    visit([&](const auto& one) { one.check_epoch(t, here); });
  }
  void join(const settings& all) {
    visit([&](auto& one) { one.join(all); });
  }
  void start(settings all) {
    visit([&](auto& one) { one.start(all); });
  }
  void start_at(settings all, epoch first) {
    visit([&](auto& one) { one.start_at(all, first); });
  }
  void advance(settings all, std::optional<double> metric = {}) {
    visit([&](auto& one) { one.advance(all, metric); });
  }
  void undo() {
    visit([](auto& one) { one.undo(); });
  }
  void at(std::span<const double> base_lr, epoch t, std::span<double> lr, const place& here) const {
    visit([&](const auto& one) { one.at(base_lr, t, lr, here); });
  }
  void set_momentum(settings all) const {
    visit([&](const auto& one) { one.set_momentum(all); });
  }
  epoch last_epoch() const noexcept {
    return visit([](const auto& one) { return one.last_epoch(); });
  }
  std::span<const double> base_lrs() const noexcept {
    return visit([](const auto& one) { return one.base_lrs(); });
  }

  /// The schedule itself, or null if it is of another config.
  template <class Config>
  const schedule_of<Config>* as() const noexcept {
    return std::get_if<schedule_of<Config>>(&held_);
  }

  /// Calls `f` with the schedule that is held.
  template <class F>
  decltype(auto) visit(F&& f) {
    return Registry::visit_at(held_.index(), [&](auto type) -> decltype(auto) {
      return f(*std::get_if<schedule_of<typename decltype(type)::type>>(&held_));
    });
  }
  template <class F>
  decltype(auto) visit(F&& f) const {
    return Registry::visit_at(held_.index(), [&](auto type) -> decltype(auto) {
      return f(*std::get_if<schedule_of<typename decltype(type)::type>>(&held_));
    });
  }

 private:
  typename Registry::template apply<detail::variant_of_schedules> held_;
};

}  // namespace roster
