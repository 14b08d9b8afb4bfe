// EXPECT: member_fits<Cat, .*"void check_group\(const Config& optimizer, const roster::place&\) const"
#include "roster/optimizers/optimizer_entry.hpp"

struct Cat {
  double lr = 1;
#ifdef BAD
  void check_group(const roster::place&) const {}
#else
  void check_group(const Cat&, const roster::place&) const {}
#endif
};

inline constexpr auto pets = boost::hana::tuple_t<Cat>;
using pet = roster::optimizer_entry<roster::registry<pets>>;
void program(const pet& one, const roster::place& here) { roster::field_kind<pet>::check(one, {}, here); }
