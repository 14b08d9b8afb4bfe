#include <catch2/catch_test_macros.hpp>
#include <string>
#include <vector>

#include "roster/roster.hpp"
#include "roster/schedulers/transformers/schedulers.hpp"
#include "support/refusal.hpp"

namespace transformers_tests {

using registry = roster::scheduler_registry<roster::transformers::schedulers>;
using groups = std::vector<roster::plain_group>;

std::string refusal(std::string_view name, roster::keywords fields) {
  groups set{{.lr = 1.0}};
  return test::refusal([&] { registry::create(name, set, fields); });
}

TEST_CASE("A warm-up longer than the run is refused", "[transformers][message]") {
  CHECK(refusal("transformers.cosine", {{"num_warmup_steps", 20}, {"num_training_steps", 10}}) ==
        "transformers.cosine: num_warmup_steps is 20, but num_training_steps, which counts them, is only 10");
}

TEST_CASE("transformers' schedulers need the length of the run", "[transformers][message]") {
  CHECK(refusal("transformers.cosine", {{"num_warmup_steps", 20}}) ==
        "transformers.cosine: num_training_steps is missing, expected an integer of at least 1");
}

}  // namespace transformers_tests
