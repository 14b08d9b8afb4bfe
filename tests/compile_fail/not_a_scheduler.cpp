// EXPECT: has_a_rule<Cat
// EXPECT: a scheduler has a rule for the learning rate: double at\(roster::group, roster::epoch\) const
// EXPECT: is_an_aggregate<Dog
// EXPECT: a scheduler is an aggregate that can be copied
#include "roster/roster.hpp"

struct Cat {
#ifndef BAD
  double next(roster::group g, roster::epoch) const { return g.lr; }
#endif
};
struct Dog {
#ifdef BAD
  explicit Dog(int) {}
#endif
  double next(roster::group g, roster::epoch) const { return g.lr; }
};

inline constexpr auto schedulers =
    boost::hana::append(boost::hana::append(roster::schedulers, boost::hana::type_c<Cat>), boost::hana::type_c<Dog>);
static_assert(roster::scheduler_registry<schedulers>::size() == roster::default_registry::size() + 2);
