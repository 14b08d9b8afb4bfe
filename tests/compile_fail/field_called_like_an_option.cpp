// EXPECT: field_name_is_free<Cat, .*"verbose"
// EXPECT: field_name_is_free<Dog, .*"name"
// EXPECT: the name of this field is taken
#include <string>
#include <vector>

#include "roster/roster.hpp"

struct Cat {
#ifdef BAD
  bool verbose = true;
#else
  bool is_verbose = true;
#endif
  double at(roster::group g, roster::epoch) const { return g.base_lr; }
};
struct Dog {
#ifdef BAD
  std::string name = "Rex";
#else
  std::string title = "Rex";
#endif
  double at(roster::group g, roster::epoch) const { return g.base_lr; }
};

inline constexpr auto pets = boost::hana::tuple_t<Cat, Dog>;
using registry = roster::scheduler_registry<pets>;

void program(std::vector<roster::plain_group>& groups) {
  registry::make<"Cat">(groups, {});
  registry::create("Dog", groups);
}
