// EXPECT: make<"StepLR">\(groups, {.step_size = 30.5}\)
// EXPECT: StepLR
#include <vector>

#include "roster/roster.hpp"

void program(std::vector<roster::plain_group>& groups) {
#ifdef BAD
  roster::make<"StepLR">(groups, {.step_size = 30.5});
#else
  roster::make<"StepLR">(groups, {.step_size = 30});
#endif
}
