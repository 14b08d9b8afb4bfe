// EXPECT: deleted function
// EXPECT: Config = Doubling|conversion function from 'Doubling'
// EXPECT: Registry = roster::registry<roster::schedulers>|entry<roster::registry<roster::schedulers>
#include <boost/hana/append.hpp>
#include <vector>

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

void program(std::vector<roster::plain_group>& groups) {
  registry::make<"SequentialLR">(groups,
                                 {.schedulers = {roster::StepLR{.step_size = 3}, Doubling{}}, .milestones = {5}});
}
