// EXPECT: triangular3
// EXPECT: one_of
#include <vector>

#include "roster/roster.hpp"

void program(std::vector<roster::plain_group>& groups) {
#ifdef BAD
  roster::make<"CyclicLR">(groups, {.base_lr = 0.1, .max_lr = 1.0, .mode = "triangular3"});
#else
  roster::make<"CyclicLR">(groups, {.base_lr = 0.1, .max_lr = 1.0, .mode = "triangular2"});
#endif
}
