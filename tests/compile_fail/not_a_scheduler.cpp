// EXPECT: is_a_scheduler<Cat
// EXPECT: this type is no scheduler
#include <boost/hana/append.hpp>

#include "roster/roster.hpp"

struct Cat {
#ifndef BAD
  double next(roster::group g, roster::epoch) const { return g.lr; }
#endif
};

inline constexpr auto schedulers = boost::hana::append(roster::schedulers, boost::hana::type_c<Cat>);
static_assert(roster::scheduler_registry<schedulers>::size() == 17);
