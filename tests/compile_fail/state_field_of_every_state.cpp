// EXPECT: field_name_is_free<Cat::state, .*"config"
// EXPECT: the name of this field is taken: .* by what every state has
#include <vector>

#include "roster/roster.hpp"

struct Cat {
  struct state {
    double best = 0;
#ifdef BAD
    double config = 0;
#endif
  };
  void step(state&, roster::settings, roster::epoch) const {}
};

roster::node saved(const roster::running_scheduler<roster::schedule<Cat>, std::vector<roster::plain_group>>& of);
roster::node saved(const roster::running_scheduler<roster::schedule<Cat>, std::vector<roster::plain_group>>& of) {
  return of.state_dict();
}
