#pragma once

#include <boost/hana/tuple.hpp>
#include <boost/hana/type.hpp>

namespace roster {
namespace detail {

// Only names tuples: to make each of those on the way would take long.
template <class List, class... Others>
struct joined {
  using type = List;
};
template <class... First, class... Second, class... Others>
struct joined<boost::hana::tuple<First...>, boost::hana::tuple<Second...>, Others...>
    : joined<boost::hana::tuple<First..., Second...>, Others...> {};

}  // namespace detail

/// One list of the types of several, in their order:
/// `inline constexpr auto mine = roster::join(roster::schedulers, roster::timm::schedulers);`
template <class... Types, class... Others>
constexpr auto join(const boost::hana::tuple<Types...>&, const Others&...) {
  return typename detail::joined<boost::hana::tuple<Types...>, Others...>::type{};
}

}  // namespace roster
