// EXPECT: make<"StepLR">\(groups, {.step_size = true}\)
// EXPECT: StepLR
#include <vector>

#include "roster/roster.hpp"

void program(std::vector<roster::plain_group>& groups) {
#ifdef BAD
  roster::make<"StepLR">(groups, {.step_size = true});
#else
  roster::make<"StepLR">(groups, {.step_size = 1});
#endif
}
