#include "roster/run/scheduler_lengths.hpp"

#include <catch2/catch_test_macros.hpp>

#include "roster/run/default_registry.hpp"
#include "support/refusal.hpp"

namespace scheduler_lengths_tests {

using entry = roster::default_registry::entry;

TEST_CASE("The lengths of a scheduler become numbers of what it counts", "[scheduler_lengths][message]") {
  const auto steps = [](entry one, const roster::run_length& run) {
    roster::checked("it", [&](const roster::place& here) { roster::resolve_lengths(one, run, here); });
    return one.as<roster::StepLR>()->step_size + 0;
  };
  const roster::StepLR five{.step_size = roster::epochs(5)};
  CHECK(steps(five, {}) == 5);
  CHECK(steps({five, {.every = "batch"}}, {.batches_per_epoch = 20}) == 100);
  CHECK(test::refusal([&] { steps({five, {.every = "batch"}}, {.epochs = 9}); }) ==
        "it: step_size is \"5 epochs\", which needs the number of batches per epoch");
}

}  // namespace scheduler_lengths_tests
