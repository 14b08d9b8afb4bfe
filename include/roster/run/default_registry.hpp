#pragma once

#include "roster/run/scheduler_registry.hpp"
#include "roster/schedulers/schedulers.hpp"

namespace roster {

/// The registry of this library's schedulers. The functions below are shorthands for its members. The registry is a
/// template parameter of theirs, so that the compiler instantiates it only where one of them is called.
using default_registry = scheduler_registry<schedulers>;

/// The library's composites, for any of its schedulers.
using SequentialLR = basic_SequentialLR<registry<schedulers>>;
using ChainedScheduler = basic_ChainedScheduler<registry<schedulers>>;
using Warmup = basic_Warmup<registry<schedulers>>;

/// @copydoc scheduler_registry::make
template <fixed_string Name, has_parameter_groups Optimizer>
auto make(Optimizer& optimizer, typename type_named<default_registry, Name>::type config,
          detail::options_on<Optimizer> options = {}) {
  return detail::make_scheduler(optimizer, std::move(config), options);
}
template <fixed_string Name, has_parameter_groups Optimizer, std::same_as<scheduler_options> Options>
  requires(!std::same_as<Options, detail::options_on<Optimizer>>)
auto make(Optimizer& optimizer, typename type_named<default_registry, Name>::type config, const Options& options) {
  return detail::make_scheduler(optimizer, std::move(config), options);
}
template <fixed_string Name, has_parameter_groups Optimizer>
void make(Optimizer&, fields_of<typename type_named<default_registry, Name>::type>,
          detail::options_on<Optimizer> = {}) = delete;

/// @copydoc scheduler_registry::create
template <has_parameter_groups Optimizer, class Registry = default_registry>
auto create(std::string_view name, Optimizer& optimizer, keywords fields = {}) {
  return Registry::create(name, optimizer, fields);
}
template <has_parameter_groups Optimizer, class Registry = default_registry>
auto create(const entry<registry<schedulers>, scheduler_options>& chosen, Optimizer& optimizer) {
  return Registry::create(chosen, optimizer);
}
template <has_parameter_groups Optimizer, class Registry = default_registry>
auto create(entry<registry<schedulers>, scheduler_options> chosen, Optimizer& optimizer, run_length run) {
  return Registry::create(std::move(chosen), optimizer, run);
}
template <has_parameter_groups Optimizer, class Registry = default_registry>
auto create(std::vector<entry<registry<schedulers>, scheduler_options>> chosen, Optimizer& optimizer,
            run_length run = {}) {
  return Registry::create(std::move(chosen), optimizer, run);
}
template <std::same_as<node> Description, has_parameter_groups Optimizer, class Registry = default_registry>
auto create(const Description& description, Optimizer& optimizer) {
  return Registry::create(description, optimizer);
}
template <class From, has_parameter_groups Optimizer, class Registry = default_registry>
auto try_create(const From& from, Optimizer& optimizer) {
  return Registry::try_create(from, optimizer);
}
template <has_parameter_groups Optimizer, class Registry = default_registry>
auto try_create(std::string_view name, Optimizer& optimizer, keywords fields) {
  return Registry::try_create(name, optimizer, fields);
}

}  // namespace roster
