#include "roster/run/parameter.hpp"

#include <catch2/catch_test_macros.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "support/refusal.hpp"

namespace parameter_tests {

struct block {
  double rate = 0.1;
  double beta = 0.9;
};
using parameter = roster::parameter<block>;
const auto get = [](block& of) { return of.beta; };
const auto set = [](block& of, double to) { of.beta = to; };

TEST_CASE("A parameter is found by its name; the momentum is beta1 where there is none", "[parameter]") {
  const std::vector<parameter> all{{"lr", get, set}, {"beta1", get, set}, {"momentum", get, set}};
  const std::span<const parameter> sgd = all, adam(all.data(), 2), plain(all.data(), 1);
  using roster::detail::find_companion, roster::detail::find_parameter;
  CHECK(find_parameter(sgd, "beta1") == &all[1]);
  CHECK(find_parameter(plain, "beta1") == nullptr);
  CHECK(find_companion(sgd, "momentum") == &all[2]);
  CHECK(find_companion(adam, "momentum") == &all[1]);
  CHECK(find_companion(plain, "momentum") == nullptr);
  CHECK(find_companion(sgd, "weight_decay") == nullptr);
}

TEST_CASE("A parameter that a group does not have is reported with those that it has", "[parameter][message]") {
  const auto refusal = [](std::string_view name, std::vector<std::string_view> all) {
    return test::refusal([&] {
      roster::checked("StepLR", [&](const roster::place& here) {
        roster::detail::report_no_parameter(name, "group 0", all, here);
      });
    });
  };
  CHECK(refusal("wd", {"lr"}) == "StepLR: parameter is \"wd\", but group 0 has only lr");
  CHECK(refusal("weight-decay", {"lr", "weight_decay"}) ==
        "StepLR: parameter is \"weight-decay\", but group 0 has only lr and weight_decay; did you mean weight_decay?");
  CHECK(refusal("momentum", {"lr", "beta1", "beta2"}) ==
        "StepLR: parameter is \"momentum\", but group 0 has only lr, beta1 and beta2; did you mean beta1?");
}

}  // namespace parameter_tests
