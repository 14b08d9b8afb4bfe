// Uses everything that does not need LibTorch; check.cmake examines the object file.
#include <string_view>
#include <vector>

#include "roster/files/recipe.hpp"
#include "roster/roster.hpp"

double everything(std::vector<roster::plain_group>& groups, std::string_view name, const char* file) {
  auto made = roster::make<"StepLR">(groups, {.step_size = 30});
  auto created = roster::create(name, groups, {{"T_max", 10}});
  auto read = roster::create(roster::read_recipe(file).scheduler, groups);
  made.step();
  created.step();
  read.step();
  created.load_state_dict(read.state_dict());
  return made.get_last_lr()[0] + created.get_last_lr()[0] +
         static_cast<double>(roster::describe<roster::StepLR>().size());
}
