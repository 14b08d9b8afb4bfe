// EXPECT: no matching function.*step\(\)|step.*constraints not satisfied|no matching member function for call to 'step'
#include <vector>

#include "roster/scheduler.hpp"

struct Watching {
  struct state {
    double last = 0;
  };
  void observe(state& s, double metric) const { s.last = metric; }
  double next(roster::group g, roster::epoch, const state&) const { return g.lr; }
};

void program(std::vector<roster::plain_group>& groups) {
  roster::scheduler running(groups, roster::schedule(Watching{}));
#ifdef BAD
  running.step();
#else
  running.step(0.5);
#endif
}
