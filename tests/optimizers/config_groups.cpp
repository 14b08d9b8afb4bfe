#include "roster/optimizers/config_groups.hpp"

#include <catch2/catch_test_macros.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "roster/optimizers/optimizers.hpp"
#include "roster/run/default_registry.hpp"
#include "support/refusal.hpp"

namespace config_groups_tests {

using registry = roster::registry<roster::optimizers>;
using entry = roster::optimizer_entry<registry>;
using groups = roster::config_groups<registry>;
using traits = roster::optimizer_traits<groups>;

TEST_CASE("The groups of a recipe's optimizer are driven like those of the optimizer", "[config_groups]") {
  entry adam = roster::entry<registry>(roster::AdamW{.lr = 1.0, .betas = {0.9, 0.99}, .weight_decay = 0.25});
  adam.groups.push_back({.params = {{"fc.*"}}, .config = roster::AdamW{.lr = 0.5, .weight_decay = 0.5}});
  auto all = roster::groups_of(adam);
  REQUIRE(all.size() == 2);
  auto lr = roster::create("OneCycleLR", all, {{"max_lr", {2.0, 1.0}}, {"total_steps", 10}, {"div_factor", 2}});
  auto decay =
      roster::create("StepLR", all, {{"step_size", 1}, {"gamma", 0.5}, {"parameter", "weight_decay"}, {"groups", 1}});
  CHECK(all[0].as<roster::AdamW>()->lr == 1.0);
  CHECK(all[0].as<roster::AdamW>()->betas[0] == 0.95);
  CHECK(all[0].as<roster::AdamW>()->betas[1] == 0.99);
  decay.step();
  lr.step();
  CHECK(all[0].as<roster::AdamW>()->weight_decay == 0.25);
  CHECK(all[1].as<roster::AdamW>()->weight_decay == 0.25);
  CHECK(all[1].as<roster::AdamW>()->lr > 0.5);
  CHECK(all[1].as<roster::AdamW>()->betas[0] < 0.95);
}

TEST_CASE("Each optimizer has its own parameters", "[config_groups]") {
  std::vector<std::string> all;
  registry::for_each([&]<class Config>(std::type_identity<Config>) {
    roster::any_config<registry> one(roster::detail::defaults<Config>());
    std::string names(one.name());
    for (const auto& each : traits::parameters(one)) names += " " + std::string(each.name);
    traits::set_lr(one, 0.125);
    CHECK(traits::lr(one) == 0.125);
    all.push_back(names);
  });
  CHECK(all ==
        std::vector<std::string>{"SGD lr momentum dampening weight_decay", "Adam lr beta1 beta2 eps weight_decay",
                                 "AdamW lr beta1 beta2 eps weight_decay", "RMSprop lr alpha eps weight_decay momentum",
                                 "Adagrad lr lr_decay weight_decay eps", "LBFGS lr tolerance_grad tolerance_change"});
}

}  // namespace config_groups_tests
