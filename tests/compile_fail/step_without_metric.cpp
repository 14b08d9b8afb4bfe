// EXPECT: no matching function.*step\(\)|step.*constraints not satisfied|no matching member function for call to 'step'
#include <vector>

#include "roster/roster.hpp"

void program(std::vector<roster::plain_group>& groups) {
  auto running = roster::make<"ReduceLROnPlateau">(groups, {.patience = 3});
#ifdef BAD
  running.step();
#else
  running.step(0.5);
#endif
}
