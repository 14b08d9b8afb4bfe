// EXPECT: is_registered<(roster::)?fixed_string<7>.*StepLr.*did_you_mean<roster::StepLR>
// EXPECT, before C++26: no type of this name is registered
// EXPECT, from C++26 on: no type is named StepLr; did you mean StepLR\?
#include <vector>

#include "roster/roster.hpp"

void program(std::vector<roster::plain_group>& groups) {
#ifdef BAD
  roster::make<"StepLr">(groups, {.step_size = 30});
#else
  roster::make<"StepLR">(groups, {.step_size = 30});
#endif
}
