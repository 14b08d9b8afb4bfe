#include <cstdio>
#include <roster/roster.hpp>
#include <vector>

int main() {
  std::vector<roster::plain_group> groups{{.lr = 1.0}};
  auto scheduler = roster::create("StepLR", groups, {{"step_size", 1}});
  scheduler.step();
  std::printf("%g\n", groups[0].lr);
  return groups[0].lr == 0.1 ? 0 : 1;
}
