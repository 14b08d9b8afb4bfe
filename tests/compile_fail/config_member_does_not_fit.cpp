// EXPECT: member_fits<Cat, .*"void check\(const roster::place&\) const"
// EXPECT: member_fits<Cat, .*"static constexpr std::string_view about"
// EXPECT: member_fits<Cat, .*"static constexpr roster::rule rules\[\]"
// EXPECT: member_fits<Cat, .*"static constexpr std::string_view name"
#include "roster/fields/fields.hpp"

struct Cat {
  double age = 1;

#ifdef BAD
  static constexpr int name = 1;
  static constexpr int about = 1;
  static constexpr roster::rule rules = {"age", "in years"};
  void check(const roster::place&) {}
#else
  static constexpr std::string_view name = "Tom";
  static constexpr std::string_view about = "A cat.";
  static constexpr roster::rule rules[] = {{"age", "in years"}};
  void check(const roster::place&) const {}
#endif
};

void program(const roster::place& here) { roster::check_config(Cat{}, here); }
