#pragma once

#include <span>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>

#include "roster/entry.hpp"
#include "roster/error.hpp"
#include "roster/registry.hpp"
#include "roster/schedule.hpp"
#include "roster/type_name.hpp"

namespace roster {

/// A schedule of any of a registry's configs: a value, not a pointer.
template <class Registry>
class any_schedule;

template <class... Configs>
class any_schedule<basic_registry<Configs...>> {
 public:
  static constexpr bool takes_metric = false;

  template <class Config>
    requires(std::is_same_v<Config, Configs> || ...)
  explicit any_schedule(Config config) : held_(std::in_place_type<schedule<Config>>, std::move(config)) {}

  template <class Options>
  explicit any_schedule(const entry<basic_registry<Configs...>, Options>& chosen)
      : any_schedule(chosen.visit([](const auto& config) { return any_schedule(config); })) {}

  bool moves_momentum() const {
    return visit([](const auto& one) { return one.moves_momentum(); });
  }
  void start(settings all, epoch first = 0) {
    visit([&](auto& one) { one.start(all, first); });
  }
  /// Throws an `error` if the scheduler is driven by a metric.
  void step(settings all) {
    visit([&]<class Config>(schedule<Config>& one) {
      if constexpr (schedule<Config>::takes_metric) {
        throw error(type_name<Config>, {{problem_kind::missing, "step()", "needs the metric that it watches"}});
      } else {
        one.step(all);
      }
    });
  }
  /// Throws an `error` if the scheduler is not driven by a metric.
  void step(settings all, double metric) {
    visit([&]<class Config>(schedule<Config>& one) {
      if constexpr (schedule<Config>::takes_metric) {
        one.step(all, metric);
      } else {
        throw error(type_name<Config>, {{problem_kind::rule, "step(metric)", "watches no metric: call step()"}});
      }
    });
  }
  epoch last_epoch() const {
    return visit([](const auto& one) { return one.last_epoch(); });
  }
  std::span<const double> base_lrs() const {
    return visit([](const auto& one) { return one.base_lrs(); });
  }

  /// The schedule itself, or null if it is of another config.
  template <class Config>
  const schedule<Config>* as() const noexcept {
    return std::get_if<schedule<Config>>(&held_);
  }

  /// Calls `f` with the schedule that is held.
  template <class F>
  decltype(auto) visit(F&& f) {
    return std::visit(f, held_);
  }
  template <class F>
  decltype(auto) visit(F&& f) const {
    return std::visit(f, held_);
  }

 private:
  std::variant<schedule<Configs>...> held_;
};

}  // namespace roster
