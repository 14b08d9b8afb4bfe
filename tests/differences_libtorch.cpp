// How LibTorch's own StepLR differs; docs/differences.md lists it.
#include <sys/wait.h>
#include <torch/optim/schedulers/step_lr.h>
#include <torch/optim/sgd.h>
#include <unistd.h>

#include <catch2/catch_test_macros.hpp>
#include <csignal>
#include <string>
#include <vector>

#include "roster/libtorch/groups.hpp"
#include "roster/run/scheduler_registry.hpp"
#include "roster/schedulers/step_lr.hpp"

namespace differences_libtorch_tests {

inline constexpr auto only_step_lr = boost::hana::tuple_t<roster::StepLR>;
using registry = roster::scheduler_registry<only_step_lr>;

torch::optim::SGD optimizer() { return torch::optim::SGD({torch::zeros(1)}, 1.0); }

/// The learning rate now and after each of `steps` steps.
std::vector<double> values(torch::optim::LRScheduler& scheduler, torch::optim::SGD& driven, int steps) {
  const auto lr = [&] { return driven.param_groups()[0].options().get_lr(); };
  std::vector<double> all{lr()};
  for (int t = 0; t < steps; ++t) {
    scheduler.step();
    all.push_back(lr());
  }
  return all;
}

std::string refusal(int step_size, double gamma) {
  auto driven = optimizer();
  const auto made = registry::try_create("StepLR", driven, {{"step_size", step_size}, {"gamma", gamma}});
  return made ? "" : made.error().what();
}

TEST_CASE("LibTorch's StepLR is a step late, Roster's is not", "[differences]") {
  auto driven = optimizer();
  torch::optim::StepLR theirs(driven, 2, 0.5);
  CHECK(values(theirs, driven, 5) == std::vector{1.0, 1.0, 1.0, 0.5, 0.5, 0.25});

  auto other = optimizer();
  auto ours = registry::make<"StepLR">(other, {.step_size = 2, .gamma = 0.5});
  CHECK(values(ours, other, 5) == std::vector{1.0, 1.0, 0.5, 0.5, 0.25, 0.25});
}

TEST_CASE("LibTorch's StepLR takes any step_size and gamma, Roster's does not", "[differences]") {
#ifdef __x86_64__  // others make 0 of an integer divided by 0
  const auto child = fork();
  if (child == 0) {
    std::signal(SIGFPE, SIG_DFL);
    auto driven = optimizer();
    torch::optim::StepLR zero(driven, 0, 0.5);
    zero.step();
    zero.step();
    _exit(0);
  }
  int status = 0;
  REQUIRE(waitpid(child, &status, 0) == child);
  CHECK(WIFSIGNALED(status));
  CHECK(WTERMSIG(status) == SIGFPE);
#endif
  CHECK(refusal(0, 0.5) == "StepLR: step_size is 0, expected an integer of at least 1");

  auto driven = optimizer();
  torch::optim::StepLR never(driven, static_cast<unsigned>(-1), 0.5);
  CHECK(values(never, driven, 3) == std::vector{1.0, 1.0, 1.0, 1.0});
  CHECK(refusal(-1, 0.5) == "StepLR: step_size is -1, expected an integer of at least 1");

  torch::optim::StepLR negative(driven, 1, -0.5);
  CHECK(values(negative, driven, 2) == std::vector{1.0, 1.0, -0.5});
  CHECK(refusal(1, -0.5) == "StepLR: gamma is -0.5, expected a real number above 0");
}

}  // namespace differences_libtorch_tests
