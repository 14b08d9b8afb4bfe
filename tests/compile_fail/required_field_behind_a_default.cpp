// EXPECT: required_fields_come_first<Cat
// EXPECT: follows one with a default
#include "roster/fields/fields.hpp"

struct Cat {
#ifdef BAD
  double weight = 1;
  roster::required<double> age;
#else
  roster::required<double> age;
  double weight = 1;
#endif
};

void program() { (void)roster::describe<Cat>(); }
