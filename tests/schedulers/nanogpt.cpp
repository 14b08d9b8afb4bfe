#include <catch2/catch_test_macros.hpp>
#include <string>
#include <vector>

#include "roster/roster.hpp"
#include "roster/schedulers/nanogpt/schedulers.hpp"
#include "support/refusal.hpp"

namespace nanogpt_tests {

using registry = roster::scheduler_registry<roster::nanogpt::schedulers>;
using groups = std::vector<roster::plain_group>;

std::string refusal(roster::keywords fields) {
  groups set{{.lr = 1.0}};
  return test::refusal([&] { registry::create("nanogpt.get_lr", set, fields); });
}

TEST_CASE("A warm-up longer than nanoGPT's decay is refused", "[nanogpt][message]") {
  CHECK(refusal({{"lr_decay_iters", 10}}) ==
        "nanogpt.get_lr: warmup_iters is 2000, but lr_decay_iters, which counts them, is only 10");
  CHECK(refusal({{"warmup_iters", 10}, {"lr_decay_iters", 10}}) == "");
}

TEST_CASE("nanoGPT's fields have limits, and its learning rate is the group's", "[nanogpt][message]") {
  CHECK(refusal({{"warmup_iters", -1}, {"lr_decay_iters", 0}, {"min_lr", -0.1}, {"learning_rate", 6e-4}}) ==
        "nanogpt.get_lr: 4 problems\n"
        "  warmup_iters is -1, expected an integer of at least 0\n"
        "  lr_decay_iters is 0, expected an integer of at least 1\n"
        "  min_lr is -0.1, expected a real number of at least 0\n"
        "  learning_rate is not a field of nanogpt.get_lr (its fields: warmup_iters, lr_decay_iters, min_lr, "
        "last_epoch, verbose, parameter, groups, every, monitor)");
}

TEST_CASE("Each group has nanoGPT's curve from its own learning rate", "[nanogpt]") {
  groups set{{.lr = 1.0}, {.lr = 0.25}};
  auto running = registry::make<"nanogpt.get_lr">(set, {.warmup_iters = 3, .lr_decay_iters = 5, .min_lr = 0});
  CHECK(set == groups{{.lr = 0.25}, {.lr = 0.0625}});
  for (int t = 0; t < 3; ++t) running.step();
  CHECK(set == groups{{.lr = 1.0}, {.lr = 0.25}});
  for (int t = 0; t < 3; ++t) running.step();
  CHECK(set == groups{{.lr = 0.0}, {.lr = 0.0}});
}

}  // namespace nanogpt_tests
