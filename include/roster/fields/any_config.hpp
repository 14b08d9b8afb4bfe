#pragma once

#include "roster/fields/fields.hpp"
#include "roster/input/detail/any_of.hpp"
#include "roster/registry/registry.hpp"

namespace roster {

namespace detail {

template <class Registry>
struct configs_of : Registry::template apply<alternatives> {};

/// Constant data of a registry's types, by position.
template <class... Configs>
struct infos_of {
  static constexpr std::array<const config_info*, sizeof...(Configs)> all{&info_of<Configs>...};
};
template <class... Configs>
struct writings_of {
  static constexpr std::array<const config_writing*, sizeof...(Configs)> all{&writing_in<Configs>...};
};

/// How to make a config with its defaults.
template <class... Configs>
struct defaults_of {
  static constexpr std::array<default_maker, sizeof...(Configs)> make{maker_of_defaults<Configs>...};
};

}  // namespace detail

/// A config of any type of a registry, or none.
template <class Registry>
class any_config {
  detail::any_of<detail::configs_of<Registry>> held_;

 public:
  using registry = Registry;

  /// Empty until it is read.
  any_config() = default;
  template <class Config>
    requires(Registry::template contains<Config>)
  any_config(Config config) {
    held_.template emplace<Config>(std::move(config));
  }

  bool empty() const noexcept { return position() == held_.none; }
  /// Throws an `error` if this is empty.
  void demand_config() const {
    if (!empty()) return;
    checked("entry", [](const place& here) { here.report(problem_kind::missing, detail::is_empty("a config")); });
  }
  /// The position of the config's type in the registry; its size, if it is empty.
  std::size_t position() const noexcept { return held_.position(); }

  /// Calls `f` with the config and returns its result, which has one type for all configs. Throws an `error` if this is
  /// empty.
  template <class F>
  decltype(auto) visit(F&& f) const& {
    demand_config();
    return Registry::visit_at(held_.position(), [&](auto type) -> decltype(auto) {
      return f(*held_.template as<typename decltype(type)::type>());
    });
  }
  template <class F>
  decltype(auto) visit(F&& f) && {
    demand_config();
    return Registry::visit_at(held_.position(), [&](auto type) -> decltype(auto) {
      return f(std::move(*held_.template as<typename decltype(type)::type>()));
    });
  }

  /// The name of the config's type. Throws an `error` if this is empty.
  std::string_view name() const {
    demand_config();
    return Registry::names[held_.position()];
  }

  /// The config, or null if it has another type or there is none.
  template <class Config>
  const Config* as() const noexcept {
    return held_.template as<Config>();
  }

  /// For the fields layer: becomes a config of the named type, with its defaults. False if there is no such type.
  bool choose(std::string_view name) {
    const auto found = Registry::find(name);
    if (found) held_.emplace_with(*found, Registry::template apply<detail::defaults_of>::make[*found], nullptr);
    return found.has_value();
  }

  /// For the fields layer: the type and the address of the config. This must not be empty.
  const detail::config_info& info() const noexcept {
    return *Registry::template apply<detail::infos_of>::all[held_.position()];
  }
  const detail::config_writing& writing() const noexcept {
    return *Registry::template apply<detail::writings_of>::all[held_.position()];
  }
  void* object() noexcept { return held_.object(); }
  const void* object() const noexcept { return held_.object(); }
};

}  // namespace roster
