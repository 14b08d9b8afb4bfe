// EXPECT: member_fits<Cat, .*"roster::epoch last\(\) const"
// EXPECT: member_fits<Cat, .*"double momentum\(roster::group, roster::epoch\) const"
// EXPECT: member_fits<Cat, .*"bool moves_momentum\(\) const"
// EXPECT: member_fits<Cat, .*"static constexpr std::string_view momentum_off"
// EXPECT: member_fits<Cat, .*"double weight_decay\(roster::group, roster::epoch\) const"
// EXPECT: member_fits<Cat, .*"bool moves_weight_decay\(\) const"
// EXPECT: member_fits<Cat, .*"static constexpr std::string_view weight_decay_off"
// EXPECT: member_fits<Cat, .*"double base\(roster::group\) const"
// EXPECT: member_fits<Cat, .*"struct state
// EXPECT: member_fits<Cat, .*"using schedule = .*a class derived from roster::schedule_base"
// EXPECT: member_fits<Cat, .*"state initial\(\) const"
// EXPECT: member_fits<Cat, .*"roster::node::object attributes\(roster::epoch, std::size_t groups\) const"
// EXPECT: member_fits<Cat, .*"static constexpr std::string_view saved_attributes\[\]"
// EXPECT: member_fits<Cat, .*"static constexpr bool counts_steps"
// EXPECT: member_fits<Cat, .*"roster::node::object fields_from\(std::string_view, const roster::node&\) const"
// EXPECT: member_fits<Cat, .*"static constexpr std::string_view formula"
// EXPECT: a member of this type has the wrong signature
#include "roster/roster.hpp"

struct Cat {
  double at(roster::group g, roster::epoch) const { return g.base_lr; }
#ifdef BAD
  int last() const { return 3; }
  float momentum(roster::group, roster::epoch) const { return 0.9f; }
  bool moves_momentum(int = 0) { return true; }
  bool momentum_off() const { return true; }
  double weight_decay(roster::group) const { return 0.1; }
  int moves_weight_decay() const { return 1; }
  static constexpr int weight_decay_off = 0;
  double base(roster::group, int) const { return 1; }
  double base(roster::group, char) const { return 1; }
  int state() const { return 0; }
  static constexpr int initial = 0;
  int schedule() const { return 0; }
  roster::node::object attributes(roster::epoch) const { return {}; }
  static constexpr std::string_view saved_attributes = "best";
  bool counts_steps() const { return true; }
  roster::node fields_from(std::string_view) const { return {}; }
  std::string_view formula() const { return ""; }
#else
  struct state {
    double best = 0;
  };
  roster::epoch last() const { return 3; }
  double momentum(roster::group, roster::epoch) const { return 0.9; }
  bool moves_momentum() const { return true; }
  static constexpr std::string_view momentum_off = "choose a Dog";
  double weight_decay(roster::group, roster::epoch) const { return 0.1; }
  bool moves_weight_decay() const { return true; }
  static constexpr std::string_view weight_decay_off = "choose a Dog";
  double base(roster::group) const { return 1; }
  state initial() const { return {}; }
  roster::node::object attributes(roster::epoch, std::size_t) const { return {}; }
  static constexpr std::string_view saved_attributes[] = {"best"};
  static constexpr bool counts_steps = true;
  roster::node::object fields_from(std::string_view, const roster::node&) const { return {}; }
  static constexpr std::string_view formula = "base";
#endif
};

// A field may have any of these names.
struct Dog {
  double last = 1;
  double momentum = 2;
  double weight_decay = 2;
  double check = 3;
  double rules = 4;
  double about = 5;

  double at(roster::group g, roster::epoch) const { return g.base_lr * last; }
};

inline constexpr auto pets = boost::hana::tuple_t<Cat, Dog>;
static_assert(roster::scheduler_registry<pets>::size() == 2);
