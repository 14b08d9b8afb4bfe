// EXPECT: rules_name_all_fields_in_order<Cat
// EXPECT: must have one rule for each field
#include "roster/fields/fields.hpp"

struct Cat {
  double age = 1;

#ifdef BAD
  static constexpr roster::rule rules[] = {{"agee", "in years"}};
#else
  static constexpr roster::rule rules[] = {{"age", "in years"}};
#endif
};

void program() { (void)roster::describe<Cat>(); }
