// EXPECT: make<"StepLR">\(groups, {.step_sise = 30}\)
// EXPECT: fields_are<.*"step_size".*"gamma"
#include <vector>

#include "roster/roster.hpp"

void program(std::vector<roster::plain_group>& groups) {
#ifdef BAD
  roster::make<"StepLR">(groups, {.step_sise = 30});
#else
  roster::make<"StepLR">(groups, {.step_size = 30});
#endif
}
