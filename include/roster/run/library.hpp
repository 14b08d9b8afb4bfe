#pragma once

#include "roster/run/default_registry.hpp"

// The default registry's instances that the CMake target roster::library compiles once. It defines ROSTER_LIBRARY as
// `extern` for those who link it, so that their files do not compile these again, and as nothing for itself. Without
// it, this file does nothing.
#ifdef ROSTER_LIBRARY
namespace roster {
namespace library {

using types = registry<schedulers>;
using scheduler = any_schedule<types>;
using chosen = entry<types, scheduler_options>;
using groups = std::vector<plain_group>;
using running = running_scheduler<scheduler, groups>;

}  // namespace library

ROSTER_LIBRARY template class detail::any_of<detail::configs_of<library::types>>;
ROSTER_LIBRARY template class detail::any_of<detail::schedules_of<library::types>>;
ROSTER_LIBRARY template class any_config<library::types>;
ROSTER_LIBRARY template class entry<library::types>;
ROSTER_LIBRARY template class entry<library::types, scheduler_options>;
ROSTER_LIBRARY template struct field_kind<entry<library::types>>;
ROSTER_LIBRARY template struct field_kind<library::chosen>;
ROSTER_LIBRARY template library::chosen detail::read_named(std::string_view, keywords);
ROSTER_LIBRARY template valid<library::chosen> validated(library::chosen);

ROSTER_LIBRARY template class plain_schedule<library::types>;
ROSTER_LIBRARY template class any_schedule<library::types>;
ROSTER_LIBRARY template library::scheduler::any_schedule(valid<library::chosen>);
ROSTER_LIBRARY template node detail::save_state(const library::scheduler&, std::span<const double>, node::object);
ROSTER_LIBRARY template detail::loaded_state detail::load_state(library::scheduler&, const object_view&, std::size_t,
                                                                const place&);
ROSTER_LIBRARY template void detail::replay(library::scheduler&, const settings&, const place&);

ROSTER_LIBRARY template class running_scheduler<library::scheduler, library::groups>;
ROSTER_LIBRARY template library::running default_registry::create(std::string_view, library::groups&, keywords);
ROSTER_LIBRARY template library::running default_registry::create(valid<library::chosen>, library::groups&);

}  // namespace roster
#endif
