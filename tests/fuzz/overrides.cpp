// Overrides of recipes, one in a line; the first byte chooses the recipe.
#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

#include "fuzz.hpp"

namespace {

constexpr std::array<std::string_view, 4> recipes{
    "{optimizer: {name: SGD, lr: 0.1}, scheduler: {name: StepLR, step_size: 3}}",
    "{optimizer: {name: Adam, lr: 0.1, groups: [{params: 'fc.*', lr: 0.2}, {params: [a, b], betas: [0.8, 0.9]}]}, "
    "scheduler: {name: OneCycleLR, max_lr: [0.1, 0.2, 0.3], total_steps: 30}}",
    "{optimizer: {name: SGD, lr: 0.1}, scheduler: {name: SequentialLR, milestones: [2], schedulers: "
    "[{name: LinearLR}, {name: ChainedScheduler, schedulers: [{name: ReduceLROnPlateau}]}]}}",
    "{'odd.name': [[1], {x: [2, 2.5]}], '': null, a: [], b: {}, 'ü': .5}",
};

/// Demands that the override, given alone and twice, changes what it changes once.
void demand_settled(const roster::document& before, const std::string& one) {
  auto once = before;
  try {
    roster::apply_overrides(once, {&one, 1});
  } catch (const roster::error& refused) {
    fuzz::demand_told(refused);
    return;
  }
  auto twice = once;
  roster::apply_overrides(twice, {&one, 1});
  fuzz::demand_same(once.tree, twice.tree, "an override given twice differs");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  auto left = std::string_view(reinterpret_cast<const char*>(data), size).substr(1);
  std::vector<std::string> overrides;
  while (!left.empty() && overrides.size() < 8) {
    const auto end = std::min(left.find('\n'), left.size());
    overrides.emplace_back(left.substr(0, end));
    left.remove_prefix(std::min(end + 1, left.size()));
  }
  roster::document file{"recipe.yaml", roster::parse_yaml(recipes[*data % recipes.size()], "recipe.yaml")};
  for (const auto& one : overrides) demand_settled(file, one);
  try {
    roster::apply_overrides(file, overrides);
    fuzz::demand_kept(file.tree);
    fuzz::demand_reads(file);
  } catch (const roster::error& refused) {
    fuzz::demand_told(refused);
  }
  return 0;
}
