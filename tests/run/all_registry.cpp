#include "roster/run/all_registry.hpp"

#include <catch2/catch_test_macros.hpp>
#include <string_view>
#include <vector>

#include "roster/run/default_registry.hpp"

namespace all_registry_tests {

using all = roster::all_registry;

TEST_CASE("The registry of all systems has PyTorch's schedulers, under their names", "[all_registry]") {
  for (const auto name : roster::default_registry::names)
    CHECK(all::find(name) == roster::default_registry::find(name));
}

TEST_CASE("Only the default registry's names have no system in front", "[all_registry]") {
  std::size_t without = 0;
  for (const auto name : all::names) without += name.find('.') == name.npos;
  CHECK(without == roster::default_registry::size());
  CHECK(all::size() > without);
}

TEST_CASE("Composites of all systems hold schedulers of all systems", "[all_registry]") {
  std::vector<roster::plain_group> optimizer{{.lr = 1.0}};
  const roster::basic_SequentialLR<all::entry::registry> both{
      .schedulers = {roster::transformers::cosine{.num_warmup_steps = 0, .num_training_steps = 2},
                     roster::StepLR{.step_size = 1}},
      .milestones = {2}};
  auto running = all::create(all::entry(both), optimizer);
  running.step();
  CHECK(optimizer[0].lr == 0.5);
  running.step();
  running.step();
  CHECK(optimizer[0].lr == 0.1);
}

}  // namespace all_registry_tests
