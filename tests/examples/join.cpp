#include "train/ranks/join.hpp"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <catch2/generators/catch_generators_range.hpp>
#include <chrono>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "support/free_port.hpp"
#include "support/ranks.hpp"

// Only REQUIRE: LibTorch has its own CHECK.
namespace join_tests {

using namespace std::chrono_literals;
using train::backend;

/// Threads of this process that join each other over the loopback interface as processes would. Returns what each was
/// refused for; empty: it was not. No assertions in `f`: Catch2's are for one thread.
std::vector<std::string> join_all(int size, backend carrier, const std::function<void(train::ranks&)>& f,
                                  const std::function<void(train::launch&, train::join_options&)>& change = {}) {
  const auto port = test::free_port();
  return test::on_threads(static_cast<std::size_t>(size), [&](std::size_t rank) {
    train::launch as{.rank = static_cast<int>(rank), .size = size, .address = "127.0.0.1", .port = port};
    train::join_options options{.carrier = carrier, .program = "Roster 1", .timeout = 10s};
    if (change) change(as, options);
    const auto all = join(as, options);
    f(*all);
  });
}
void demand(bool truth) {
  if (!truth) throw std::runtime_error("is not as expected");
}

/// Those that this program was built with.
std::vector<backend> backends() {
  if (train::default_backend() == backend::gloo) return {backend::gloo, backend::store};
  return {backend::store};
}

TEST_CASE("Ranks give each other bytes and tensors", "[join]") {
  const auto carrier = GENERATE(from_range(backends()));
  const auto refused = join_all(3, carrier, [](train::ranks& all) {
    for (int call = 0; call < 3; ++call) {
      const auto own = std::string(static_cast<std::size_t>(all.rank()) * 1000, 'x') + std::to_string(call);
      const auto texts = all.gather(own);
      demand(texts.size() == 3 && texts[0] == std::to_string(call) && texts[2].size() == 2001);
      demand(all.gather("") == std::vector<std::string>(3));
    }
    auto numbers = torch::full({2, 2}, all.rank() + 0.5, torch::kFloat64);
    const auto gathered = all.gather(numbers);
    demand(gathered.sizes() == torch::IntArrayRef({3, 2, 2}) && gathered[2][1][1].item<double>() == 2.5);
    all.sum(numbers);
    demand(numbers[1][0].item<double>() == 4.5);
    auto from_first = torch::full({5}, all.rank() + 7, torch::kInt64);
    all.broadcast(from_first);
    demand(from_first.eq(7).all().item<bool>());
    demand(train::from_first(all, all.is_first() ? "" : "not this") == "");
    demand(train::from_first(all, all.is_first() ? std::string(100, '\0') : "") == std::string(100, '\0'));
  });
  REQUIRE(refused == std::vector<std::string>(3));
}

TEST_CASE("What fails on some ranks is thrown on all", "[join][message]") {
  const auto fail_on = [](std::vector<int> which) {
    return join_all(3, train::default_backend(), [which](train::ranks& all) {
      together(all, [&] {
        for (const auto one : which) {
          if (one == all.rank()) throw std::runtime_error(which.size() == 3 ? "all" : "rank " + std::to_string(one));
        }
      });
    });
  };
  REQUIRE(fail_on({}) == std::vector<std::string>(3));
  REQUIRE(fail_on({1}) == std::vector<std::string>(3, "rank 1: rank 1"));
  REQUIRE(fail_on({0, 2}) == std::vector<std::string>(3, "rank 0: rank 0\nrank 2: rank 2"));
  REQUIRE(fail_on({0, 1, 2}) == std::vector<std::string>(3, "all"));
}

TEST_CASE("A rank that runs another program ends the run before it begins", "[join][message]") {
  const auto refused = join_all(
      3, train::default_backend(), [](train::ranks&) {},
      [](const train::launch& as, train::join_options& options) {
        if (as.rank == 1) options.program = "Roster 2";
      });
  for (const auto& one : refused) {
    const bool either = one == "rank 1 runs Roster 2, but rank 0 runs Roster 1" ||
                        one == "rank 2 runs Roster 1, but rank 1 runs Roster 2";
    REQUIRE(either);
    REQUIRE(one == refused.front());
  }
}

TEST_CASE("A network interface that a host does not have ends all ranks", "[join][message]") {
  if (train::default_backend() != backend::gloo) SKIP("built without Gloo's headers");
  const auto refused = join_all(
      2, backend::gloo, [](train::ranks&) {},
      [](train::launch& as, const train::join_options&) {
        if (as.rank == 1) as.interfaces = {"none7"};
      });
  REQUIRE(refused[0].starts_with(
      "rank 1: GLOO_SOCKET_IFNAME is none7, expected a network interface of this host that is up: lo"));
  REQUIRE(refused[1] == refused[0]);
  REQUIRE(join_all(
              2, backend::gloo, [](train::ranks&) {},
              [](train::launch& as, const train::join_options&) { as.interfaces = {"lo"}; }) ==
          std::vector<std::string>(2));
}

TEST_CASE("A rank that leaves is missed by the others", "[join][message]") {
  const auto carrier = GENERATE(from_range(backends()));
  const auto refused = join_all(
      3, carrier,
      [](train::ranks& all) {
        if (all.rank() != 1) all.gather("");
      },
      [](const train::launch&, train::join_options& options) { options.timeout = 3s; });
  REQUIRE(refused[0].starts_with("rank 1 was lost ("));
  REQUIRE(refused[1] == "");
  REQUIRE(refused[2].starts_with("rank 1 was lost ("));
}

TEST_CASE("A second start finds nothing of the first in its launcher's store", "[join]") {
  const auto store = train::serve_store();
  for (int restarts = 0; restarts < 3; ++restarts) {
    REQUIRE(join_all(
                2, train::default_backend(), [](train::ranks& all) { demand(all.gather("x").size() == 2); },
                [&](train::launch& as, const train::join_options&) {
                  as.port = store.port;
                  as.launcher_has_store = true;
                  as.restarts = restarts;
                }) == std::vector<std::string>(2));
  }
}

}  // namespace join_tests
