#pragma once

#include "roster/run/scheduler_registry.hpp"
#include "roster/schedulers/schedulers.hpp"

namespace roster {

/// The registry of this library's schedulers. The functions below are its own, for short.
using default_registry = scheduler_registry<schedulers>;

using SequentialLR = default_registry::type<"SequentialLR">;
using ChainedScheduler = default_registry::type<"ChainedScheduler">;

/// @copydoc scheduler_registry::make
template <fixed_string Name, has_parameter_groups Optimizer>
auto make(Optimizer& optimizer, typename type_named<default_registry, Name>::type config,
          scheduler_options options = {}) {
  return detail::make_scheduler(optimizer, std::move(config), options);
}
template <fixed_string Name, has_parameter_groups Optimizer>
void make(Optimizer&, fields_of<typename type_named<default_registry, Name>::type>, scheduler_options = {}) = delete;

/// @copydoc scheduler_registry::create
template <has_parameter_groups Optimizer>
auto create(std::string_view name, Optimizer& optimizer, keywords fields = {}) {
  return default_registry::create(name, optimizer, fields);
}
template <has_parameter_groups Optimizer>
auto create(const default_registry::entry& chosen, Optimizer& optimizer) {
  return default_registry::create(chosen, optimizer);
}
template <std::same_as<node> Description, has_parameter_groups Optimizer>
auto create(const Description& description, Optimizer& optimizer) {
  return default_registry::create(description, optimizer);
}
template <class From, has_parameter_groups Optimizer>
auto try_create(const From& from, Optimizer& optimizer) {
  return default_registry::try_create(from, optimizer);
}
template <has_parameter_groups Optimizer>
auto try_create(std::string_view name, Optimizer& optimizer, keywords fields) {
  return default_registry::try_create(name, optimizer, fields);
}

}  // namespace roster
