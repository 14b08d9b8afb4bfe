#include "roster/optimizers/optimizers.hpp"

#include <array>
#include <string_view>

#include "roster/optimizers/optimizer_entry.hpp"

namespace optimizers_tests {

using registry = roster::registry<roster::optimizers>;

static_assert(registry::names ==
              std::array<std::string_view, 6>{"SGD", "Adam", "AdamW", "RMSprop", "Adagrad", "LBFGS"});
static_assert(registry::every([](auto type) { return roster::optimizer_config<typename decltype(type)::type>; }));

/// A help page has a sentence for each optimizer and each of its fields.
constexpr bool tells_all = registry::every([](auto type) {
  using config = typename decltype(type)::type;
  for (const auto& one : config::rules) {
    if (one.about.empty()) return false;
  }
  return !std::string_view(config::about).empty();
});
static_assert(tells_all);

}  // namespace optimizers_tests
