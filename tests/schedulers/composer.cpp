#include <catch2/catch_test_macros.hpp>
#include <string>
#include <vector>

#include "roster/roster.hpp"
#include "roster/schedulers/composer/schedulers.hpp"
#include "support/refusal.hpp"

namespace composer_tests {

using registry = roster::scheduler_registry<roster::composer::schedulers>;
using groups = std::vector<roster::plain_group>;

std::string refusal(std::string_view name, roster::keywords fields) {
  groups set{{.lr = 1.0}};
  return test::refusal([&] { registry::create(name, set, fields); });
}

TEST_CASE("A warm-up longer than the run of Composer's schedulers is refused", "[composer][message]") {
  CHECK(refusal("composer.LinearWithWarmupScheduler", {{"t_warmup", 20}, {"t_max", 10}}) ==
        "composer.LinearWithWarmupScheduler: t_warmup is 20, but t_max, which counts them, is only 10");
  CHECK(refusal("composer.CosineAnnealingWithWarmupScheduler", {{"t_warmup", 11}, {"t_max", 10}}) ==
        "composer.CosineAnnealingWithWarmupScheduler: t_warmup is 11, but t_max, which counts them, is only 10");
  CHECK(refusal("composer.CosineAnnealingWithWarmupScheduler", {{"t_warmup", 10}, {"t_max", 10}}) == "");
}

TEST_CASE("Composer's fields have limits", "[composer][message]") {
  CHECK(refusal("composer.LinearWithWarmupScheduler",
                {{"t_warmup", -1}, {"t_max", 0}, {"alpha_i", -1}, {"alpha_f", -0.5}}) ==
        "composer.LinearWithWarmupScheduler: 4 problems\n"
        "  t_warmup is -1, expected an integer of at least 0\n"
        "  t_max is 0, expected an integer of at least 1\n"
        "  alpha_i is -1.0, expected a real number of at least 0\n"
        "  alpha_f is -0.5, expected a real number of at least 0");
  CHECK(refusal("composer.CosineAnnealingWithWarmupScheduler", {{"t_warmup", 2}, {"t_max", 4}, {"alpha_f", -1}}) ==
        "composer.CosineAnnealingWithWarmupScheduler: alpha_f is -1.0, expected a real number of at least 0");
}

TEST_CASE("Composer's times are steps or lengths, and the end of the run is given", "[composer][message]") {
  CHECK(refusal("composer.CosineAnnealingWithWarmupScheduler", {{"t_warmup", "10ba"}}) ==
        "composer.CosineAnnealingWithWarmupScheduler: 2 problems\n"
        "  t_warmup is \"10ba\", expected an integer of at least 0, or a length such as \"5 epochs\", \"500 batches\" "
        "or \"10 %\"\n"
        "  t_max is missing, expected an integer of at least 1");
}

TEST_CASE("A length makes Composer's 1dur of a run", "[composer]") {
  groups set{{.lr = 1.0}};
  registry::entry whole(roster::composer::LinearWithWarmupScheduler{
      .t_warmup = roster::epochs(1), .t_max = roster::percent(100), .alpha_f = 0.5});
  whole.options.every = "batch";
  auto running = registry::create({whole}, set, {.epochs = 2, .batches_per_epoch = 4});
  for (int t = 0; t < 4; ++t) running.after_batch();
  CHECK(set[0].lr == 1.0);
  for (int t = 0; t < 4; ++t) running.after_batch();
  CHECK(set[0].lr == 0.5);
}

}  // namespace composer_tests
