#include "roster/schedulers/schedulers.hpp"

#include <catch2/catch_test_macros.hpp>
#include <string>
#include <string_view>

#include "roster/schedulers/scheduler_config.hpp"

namespace schedulers_tests {

using registry = roster::registry<roster::schedulers>;

static_assert(registry::every([](auto type) { return roster::scheduler_config<typename decltype(type)::type>; }));

TEST_CASE("A help page has a sentence and a formula for each scheduler, and words for each of its fields",
          "[schedulers]") {
  registry::for_each([]<class Config>(std::type_identity<Config>) {
    CAPTURE(roster::type_name<Config>);
    CHECK(std::string_view(Config::about).ends_with('.'));
    CHECK_FALSE(std::string_view(Config::formula).empty());
    for (const auto& one : Config::rules) {
      CAPTURE(one.field);
      CHECK_FALSE(one.about.empty());
    }
  });
}

TEST_CASE("A composite takes any scheduler of the list, itself included", "[schedulers]") {
  const registry::type<"ChainedScheduler"> inner{
      .schedulers = {roster::StepLR{.step_size = 1}, roster::SWALR{.swa_lr = 1}}};
  const registry::type<"SequentialLR"> outer{.schedulers = {roster::LinearLR{}, inner}, .milestones = {5}};
  CHECK((*outer.schedulers)[0].name() == "LinearLR");
  CHECK((*(*outer.schedulers)[1].as<registry::type<"ChainedScheduler">>()->schedulers)[1].name() == "SWALR");
}

}  // namespace schedulers_tests
