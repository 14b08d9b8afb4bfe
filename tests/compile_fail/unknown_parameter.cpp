// EXPECT: momentom
// EXPECT: one_of<
#include <vector>

#include "roster/roster.hpp"

void program(std::vector<roster::plain_group>& groups) {
#ifdef BAD
  roster::make<"StepLR">(groups, {.step_size = 30}, {.parameter = "momentom"});
#else
  roster::make<"StepLR">(groups, {.step_size = 30}, {.parameter = "momentum"});
#endif
}
