#include "roster/libtorch/gather.hpp"

#include <torch/nn/modules/linear.h>
#include <torch/optim/sgd.h>
#include <torch/csrc/distributed/c10d/HashStore.hpp>
#include <torch/csrc/distributed/c10d/PrefixStore.hpp>

#include <catch2/catch_test_macros.hpp>
#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "roster/libtorch.hpp"
#include "roster/lockstep.hpp"
#include "roster/roster.hpp"
#include "support/ranks.hpp"

#if __has_include(<gloo/transport/device.h>)
#include <torch/csrc/distributed/c10d/ProcessGroupGloo.hpp>
#endif

// Only REQUIRE: LibTorch has its own CHECK.
namespace gather_tests {

using store = c10::intrusive_ptr<c10d::Store>;
using gather = std::function<std::vector<std::string>(std::string_view)>;
using make_gather = std::function<gather(const store&, int rank, int size)>;

std::vector<make_gather> all_gathers() {
  std::vector<make_gather> all;
  all.push_back([](const store& in, int rank, int size) -> gather { return roster::gather_through(in, rank, size); });
#if __has_include(<gloo/transport/device.h>)
  all.push_back([](const store& in, int rank, int size) -> gather {
    auto options = c10d::ProcessGroupGloo::Options::create(std::chrono::seconds(20));
    options->devices.push_back(c10d::ProcessGroupGloo::createDeviceForHostname("127.0.0.1"));
    return roster::gather_over(c10::make_intrusive<c10d::ProcessGroupGloo>(in, rank, size, options));
  });
#endif
  return all;
}

/// Calls `f(rank, gather)` on threads as ranks. Returns why each was refused.
template <class F>
std::vector<std::string> on_ranks(int size, const make_gather& make, F&& f) {
  const store all = c10::make_intrusive<c10d::HashStore>();
  return test::on_threads(static_cast<std::size_t>(size), [&](std::size_t n) {
    const auto rank = static_cast<int>(n);
    f(rank, make(all, rank, size));
  });
}

TEST_CASE("All ranks get the bytes of each, whatever they are", "[gather]") {
  for (const auto& make : all_gathers()) {
    std::vector<std::vector<std::vector<std::string>>> got(3);
    const auto refused = on_ranks(3, make, [&](int rank, const gather& all) {
      const auto n = static_cast<std::size_t>(rank);
      got[n].push_back(all(std::string(n * 70'000, '\0') + std::to_string(rank)));
      got[n].push_back(all(""));
      for (int call = 0; call < 20; ++call) got[n].push_back(all(rank == call % 3 ? "\xff\n" : ""));
    });
    REQUIRE(refused == std::vector<std::string>(3));
    for (const auto& calls : got) {
      REQUIRE(calls[0] ==
              std::vector<std::string>{"0", std::string(70'000, '\0') + "1", std::string(140'000, '\0') + "2"});
      REQUIRE(calls[1] == std::vector<std::string>(3));
      REQUIRE(calls[2] == std::vector<std::string>{"\xff\n", "", ""});
      REQUIRE(calls[21] == std::vector<std::string>{"", "\xff\n", ""});
    }
  }
}

TEST_CASE("A store keeps only what somebody may still read", "[gather]") {
  const store all = c10::make_intrusive<c10d::HashStore>();
  const auto refused = test::on_threads(2, [&](std::size_t rank) {
    roster::gather_through in(all, static_cast<int>(rank), 2);
    for (int call = 0; call < 50; ++call) in("x");
  });
  REQUIRE(refused == std::vector<std::string>(2));
  REQUIRE(all->getNumKeys() == 2);
}

TEST_CASE("Ranks whose plateaus saw other metrics are out of step, and those with the mean are not",
          "[gather][message]") {
  for (const auto& make : all_gathers()) {
    for (const bool together : {false, true}) {
      const auto refused = on_ranks(2, make, [&](int rank, const gather& all) {
        torch::nn::Linear model(2, 1);
        torch::optim::SGD optimizer(model->parameters(), torch::optim::SGDOptions(0.1).momentum(0.9));
        auto plateau = roster::make<"ReduceLROnPlateau">(optimizer, {.factor = 0.5, .patience = 0});
        for (const double loss : {1.0, rank == 0 ? 0.5 : 1.5}) {
          if (together) {
            roster::in_lockstep(plateau, loss, 10, all);
          } else {
            plateau.step(loss);
          }
        }
        check_lockstep(plateau, optimizer, all);
      });
      const std::string differ =
          "lockstep: 2 problems\n"
          "  best is 1.0 on rank 1, but 0.5 on rank 0\n"
          "  groups[0].lr is 0.05 on rank 1, but 0.1 on rank 0";
      if (together) {
        REQUIRE(refused == std::vector<std::string>(2));
      } else {
        REQUIRE(refused == std::vector<std::string>(2, differ));
      }
    }
  }
}

}  // namespace gather_tests
