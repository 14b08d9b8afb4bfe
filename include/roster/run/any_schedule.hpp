#pragma once

#include "roster/fields/entry.hpp"
#include "roster/run/schedule.hpp"

namespace roster {

namespace detail {

template <class Registry>
concept of_schedulers = Registry::size() > 0 &&
                        Registry::every([](auto type) { return scheduler_config<typename decltype(type)::type>; });

template <class Config>
void make_schedule(void* at, void* config) {
  new (at) schedule_of<Config>(valid<Config>::trust(std::move(*static_cast<Config*>(config))));
}
template <class... Configs>
struct schedule_alternatives : alternatives<schedule_of<Configs>...> {
  /// Make the schedule of a config that is valid. A function for each type; a visit would be half a dozen.
  static constexpr std::array<void (*)(void* at, void* config), sizeof...(Configs)> make{make_schedule<Configs>...};
};
template <class Registry>
struct schedules_of : Registry::template apply<schedule_alternatives> {};

}  // namespace detail

template <detail::of_schedulers Registry>
inline constexpr std::string_view kind_of_entry<Registry> = "a scheduler";

/// A schedule of any config of a registry: a value, not a pointer. Its members are those of `schedule`.
template <class Registry>
class any_schedule {
 public:
  static constexpr bool needs_metric = false;
  static constexpr bool may_take_metric = true;
  static constexpr bool has_closed_form = true;

  /// Throws an `error` with all problems of the config.
  template <class Config>
    requires(Registry::template contains<Config>)
  explicit any_schedule(Config config) {
    held_.template emplace<schedule_of<Config>>(validated(std::move(config)));
  }
  template <class Options>
  explicit any_schedule(const entry<Registry, Options>& chosen) : any_schedule(validated(chosen)) {}
  template <class Options>
  explicit any_schedule(valid<entry<Registry, Options>> chosen) {
    hold(*std::move(chosen));
  }
  explicit any_schedule(valid<any_config<Registry>> chosen) { hold(*std::move(chosen)); }

  std::string_view name() const noexcept { return base().name(); }
  std::string text() const {
    return visit([](const auto& one) { return one.text(); });
  }
  bool has_own_base() const noexcept { return base().has_own_base(); }
  const schedule_base& opening() const noexcept { return base().opening(); }
  bool is_closed_form() const noexcept { return base().is_closed_form(); }
  bool has_both_rules() const noexcept { return base().has_both_rules(); }
  bool counts_steps() const noexcept { return base().counts_steps(); }
  bool takes_metric() const noexcept { return base().takes_metric(); }
  const detail::movements& moves() const noexcept { return base().moves(); }
  bool moves(std::string_view parameter) const noexcept { return base().moves(parameter); }
  void check_groups(std::size_t groups, const place& here) const { base().check_groups(groups, here); }
  bool may_refuse_step(bool with_metric) const noexcept { return base().may_refuse_step(with_metric); }
  void check_step(bool with_metric, const place& here) const { base().check_step(with_metric, here); }
  void check_epoch(epoch t, const place& here) const { base().check_epoch(t, here); }
  void take_groups(const settings& all) { base().take_groups(all); }
  void prepare(origins from, const place& here) { base().prepare(from, here); }
  void regroup(const settings& all, origins from) noexcept { base().regroup(all, from); }
  void start(const settings& all) { base().start(all); }
  void start_at(const settings& all, epoch first) { base().start_at(all, first); }
  void advance(const settings& all, const std::optional<double>& metric = {}) { base().advance(all, metric); }
  void undo() { base().undo(); }
  void at(std::span<const double> base_lr, epoch t, std::span<double> lr, const place& here) const {
    base().at(base_lr, t, lr, here);
  }
  void set_companions(const settings& all) const { base().set_companions(all); }
  epoch last() const noexcept { return base().last(); }
  epoch last_epoch() const noexcept { return base().last_epoch(); }
  std::span<const double> base_lrs() const noexcept { return base().base_lrs(); }

  /// The schedule, or null if it is that of another config.
  template <class Config>
  const schedule_of<Config>* as() const noexcept {
    return held_.template as<schedule_of<Config>>();
  }

  /// Calls `f` with the schedule that is held and returns the result, which has one type for all.
  template <class F>
  decltype(auto) visit(F&& f) {
    return Registry::visit_at(held_.position(), [&](auto type) -> decltype(auto) {
      return f(static_cast<schedule_of<typename decltype(type)::type>&>(base()));
    });
  }
  template <class F>
  decltype(auto) visit(F&& f) const {
    return Registry::visit_at(held_.position(), [&](auto type) -> decltype(auto) {
      return f(static_cast<const schedule_of<typename decltype(type)::type>&>(base()));
    });
  }

 private:
  void hold(any_config<Registry>&& config);

  // The first base class, if it has virtual functions, is at the start of the object.
  schedule_base& base() noexcept { return *std::launder(static_cast<schedule_base*>(held_.object())); }
  const schedule_base& base() const noexcept {
    return *std::launder(static_cast<const schedule_base*>(held_.object()));
  }

  detail::any_of<detail::schedules_of<Registry>> held_;
};

// Not inline, for the same reason as the functions of any_of: it names all schedules.
template <class Registry>
void any_schedule<Registry>::hold(any_config<Registry>&& config) {
  config.demand_config();  // without it, GCC 16 warns that the config may be uninitialised
  held_.emplace_with(config.position(), detail::schedules_of<Registry>::make[config.position()], config.object());
}

}  // namespace roster
