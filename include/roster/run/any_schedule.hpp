#pragma once

#include "roster/fields/entry.hpp"
#include "roster/run/plain_schedule.hpp"

namespace roster {

namespace detail {

template <class Registry>
concept of_schedulers = Registry::size() > 0 &&
                        Registry::every([](auto type) { return scheduler_config<typename decltype(type)::type>; });

/// The schedule of a config in a registry.
template <class Registry, class Config>
using schedule_in = std::conditional_t<plain_config<Config>, plain_schedule<Registry>, schedule_of<Config>>;

/// Makes the schedule of an `any_config` that is valid.
using make_function = void (*)(void* at, void* config);
template <class Registry>
void make_plain(void* at, void* config) {
  new (at) plain_schedule<Registry>(
      valid<any_config<Registry>>::trust(std::move(*static_cast<any_config<Registry>*>(config))));
}
template <class Registry, class Config>
void make_other(void* at, void* config) {
  auto& held = *static_cast<Config*>(static_cast<any_config<Registry>*>(config)->object());
  new (at) schedule_of<Config>(valid<Config>::trust(std::move(held)));
}
template <class Registry, class Config>
inline constexpr make_function maker_of = make_other<Registry, Config>;
template <class Registry, plain_config Config>
inline constexpr make_function maker_of<Registry, Config> = make_plain<Registry>;

/// The schedules of a registry's configs, by their positions.
template <class Registry>
struct schedules_in {
  template <class... Configs>
  struct of : alternatives<schedule_in<Registry, Configs>...> {
    static constexpr std::array<make_function, sizeof...(Configs)> make{maker_of<Registry, Configs>...};
  };
};
template <class Registry>
struct schedules_of : Registry::template apply<schedules_in<Registry>::template of> {};

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
    hold(*validated(std::move(config)));
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
  void advance(const settings& all, const std::optional<double>& metric = {}) {
    if (base().is_plain()) return static_cast<plain_schedule<Registry>&>(base()).advance(all, metric);
    base().advance(all, metric);
  }
  void undo() { base().undo(); }
  void at(std::span<const double> base_lr, epoch t, std::span<double> lr, const place& here) const {
    base().at(base_lr, t, lr, here);
  }
  void set_companions(const settings& all) const { base().set_companions(all); }
  epoch last() const noexcept { return base().last(); }
  epoch last_epoch() const noexcept { return base().last_epoch(); }
  std::span<const double> base_lrs() const noexcept { return base().base_lrs(); }

  /// The schedule, or null if it is that of another config: a pointer, or for a plain config what serves as one to get
  /// at the config.
  template <class Config>
    requires(Registry::template contains<Config>)
  auto as() const noexcept {
    const bool is_there = held_.position() == detail::configs_of<Registry>::template position<Config>;
    const auto* const schedule = is_there ? &as_held<detail::schedule_in<Registry, Config>>() : nullptr;
    if constexpr (detail::plain_config<Config>) {
      return plain_view<Config>(schedule ? schedule->config().template as<Config>() : nullptr);
    } else {
      return schedule;
    }
  }

  /// Calls `f` with the schedule that is held and returns the result, which has one type for all. All plain configs
  /// have the same type of schedule.
  template <class F>
  decltype(auto) visit(F&& f) {
    return Registry::visit_at(held_.position(), [&]<class Config>(std::type_identity<Config>) -> decltype(auto) {
      return f(const_cast<detail::schedule_in<Registry, Config>&>(as_held<detail::schedule_in<Registry, Config>>()));
    });
  }
  template <class F>
  decltype(auto) visit(F&& f) const {
    return Registry::visit_at(held_.position(), [&]<class Config>(std::type_identity<Config>) -> decltype(auto) {
      return f(as_held<detail::schedule_in<Registry, Config>>());
    });
  }
  /// Calls `f` with the schedules that this and `other` hold, which are of configs of the same type.
  template <class F>
  void visit_with(const any_schedule& other, F&& f) {
    visit([&]<class Schedule>(Schedule& one) { f(one, other.template as_held<Schedule>()); });
  }

 private:
  void hold(any_config<Registry>&& config);

  // The first base class, if it has virtual functions, is at the start of the object.
  schedule_base& base() noexcept { return *std::launder(static_cast<schedule_base*>(held_.object())); }
  const schedule_base& base() const noexcept {
    return *std::launder(static_cast<const schedule_base*>(held_.object()));
  }

  template <class Schedule>
  const Schedule& as_held() const noexcept {
    return static_cast<const Schedule&>(base());
  }

  detail::any_of<detail::schedules_of<Registry>> held_;
};

// Not inline, for the same reason as the functions of any_of: it names all schedules.
template <class Registry>
void any_schedule<Registry>::hold(any_config<Registry>&& config) {
  config.demand_config();  // without it, GCC 16 warns that the config may be uninitialised
  held_.emplace_with(config.position(), detail::schedules_of<Registry>::make[config.position()], &config);
}

}  // namespace roster
