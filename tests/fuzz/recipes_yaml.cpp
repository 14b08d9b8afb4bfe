// Recipes, and schedulers alone, as YAML.
#include <cstddef>
#include <cstdint>

#include "fuzz.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  try {
    const roster::document file{"recipe.yaml", roster::parse_yaml(text, "recipe.yaml")};
    fuzz::demand_kept(file.tree);
    fuzz::demand_reads(file);
  } catch (const roster::error& refused) {
    fuzz::demand_placed(refused);
  }
  return 0;
}
