#pragma once

#include <boost/hana/tuple.hpp>
#include <boost/hana/type.hpp>

namespace roster {

/// One list of the types of several, in their order:
/// `inline constexpr auto mine = roster::join(roster::schedulers, roster::timm::schedulers);`
template <class... Types>
constexpr boost::hana::tuple<Types...> join(boost::hana::tuple<Types...> list) {
  return list;
}
template <class... First, class... Second, class... Others>
constexpr auto join(boost::hana::tuple<First...>, boost::hana::tuple<Second...>, Others... others) {
  return join(boost::hana::tuple<First..., Second...>{}, others...);
}

}  // namespace roster
