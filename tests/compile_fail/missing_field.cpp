// EXPECT: required|StepLR
// EXPECT: step_size|cannot convert initializer list
#include <vector>

#include "roster/roster.hpp"

void program(std::vector<roster::plain_group>& groups) {
#ifdef BAD
  roster::make<"StepLR">(groups, {.gamma = 0.5});
#else
  roster::make<"StepLR">(groups, {.step_size = 30, .gamma = 0.5});
#endif
}
