// EXPECT: member_fits<Cat, .*"double at\(roster::group, roster::epoch\) const"
// EXPECT: member_fits<Dog, .*"double next\(roster::group, roster::epoch\) const"
// EXPECT: member_fits<Ox, .*"void step\(state&, roster::settings, roster::epoch\[, double metric\]\) const"
// EXPECT: member_fits<Yak, .*"bool needs_metric\(roster::epoch\) const, with void step\(state&, .*metric\) const"
// EXPECT: member_fits<Emu, .*"void step\(state&, roster::settings, roster::epoch\[, double metric\]\) const"
#include "roster/roster.hpp"

#ifdef BAD
struct Cat {
  double at(roster::group g, roster::epoch) { return g.base_lr; }
};
struct Dog {
  double at(roster::group g, roster::epoch) const { return g.base_lr; }
  float next(roster::group, roster::epoch) const { return 1; }
  double next(roster::group g) const { return g.lr; }
};
struct Ox {
  struct state {
    int best = 0;
  };
  void step(roster::settings, roster::epoch, double) const {}
};
struct Yak {
  struct state {
    int best = 0;
  };
  void step(state&, roster::settings, roster::epoch, double) const {}
  bool needs_metric(roster::epoch t) const { return t > 1; }
};
struct Emu {
  struct state {
    int best = 0;
  };
  void step(state&, roster::settings, roster::epoch, std::optional<double>) const {}
};
#else
struct Cat {
  double at(roster::group g, roster::epoch) const { return g.base_lr; }
};
struct Dog {
  double at(roster::group g, roster::epoch) const { return g.base_lr; }
  double next(roster::group g, roster::epoch) const { return g.lr; }
};
struct Ox {
  struct state {
    int best = 0;
  };
  void step(state&, roster::settings, roster::epoch, double) const {}
};
struct Yak {
  struct state {
    int best = 0;
  };
  void step(state&, roster::settings, roster::epoch, std::optional<double>) const {}
  bool needs_metric(roster::epoch t) const { return t > 1; }
};
struct Emu {
  struct state {
    int best = 0;
  };
  void step(state&, roster::settings, roster::epoch) const {}
};
#endif

inline constexpr auto pets = boost::hana::tuple_t<Cat, Dog, Ox, Yak, Emu>;
static_assert(roster::scheduler_registry<pets>::size() == 5);
