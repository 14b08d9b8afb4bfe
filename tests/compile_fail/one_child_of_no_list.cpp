// EXPECT: deleted
// EXPECT: U = Doubling|conversion function from 'Doubling'
// EXPECT: indirect<(roster::)?entry<(roster::)?registry<roster::schedulers>
// ERRORS: 1
#include <boost/hana/append.hpp>

#include "roster/roster.hpp"

struct Doubling {
  double next(roster::group g, roster::epoch t) const { return t == 0 ? g.lr : g.lr * 2; }
};

inline constexpr auto schedulers = boost::hana::append(roster::schedulers, boost::hana::type_c<Doubling>);
#ifdef BAD
using registry = roster::default_registry;
#else
using registry = roster::scheduler_registry<schedulers>;
#endif

registry::type<"Warmup"> program() { return {.length = 5, .scheduler = Doubling{}}; }
