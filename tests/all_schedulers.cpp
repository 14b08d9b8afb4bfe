// The door for users of other systems' schedulers: they include only this.
#include "roster/all_schedulers.hpp"

#include <catch2/catch_test_macros.hpp>
#include <string>
#include <vector>

namespace door_all_schedulers_tests {

using groups = std::vector<roster::plain_group>;

std::string refusal(std::string_view name) {
  groups optimizer{{.lr = 1.0}};
  try {
    roster::all_registry::create(name, optimizer);
  } catch (const roster::error& error) {
    return error.what();
  }
  return "";
}

TEST_CASE("all_schedulers.hpp makes and creates the schedulers of other systems", "[all_schedulers]") {
  groups optimizer{{.lr = 1.0}};
  auto made =
      roster::all_registry::make<"transformers.cosine">(optimizer, {.num_warmup_steps = 2, .num_training_steps = 10});
  CHECK(optimizer[0].lr == 0.0);
  made.step();
  CHECK(optimizer[0].lr == 0.5);

  auto created = roster::all_registry::create("StepLR", optimizer, {{"step_size", 1}});
  created.step();
  CHECK(optimizer[0].lr == 0.05);
}

TEST_CASE("The code of docs/coming-from.md makes schedulers of two systems", "[all_schedulers]") {
  groups optimizer{{.lr = 1.0}};
  auto scheduler = roster::all_registry::create("deepspeed.WarmupLR", optimizer, {{"warmup_num_steps", 500}});
  CHECK(optimizer[0].lr == 0.0);
  scheduler.step();
  scheduler.step();
  CHECK(optimizer[0].lr > 0.0);
  auto another = roster::all_registry::make<"transformers.linear">(
      optimizer, {.num_warmup_steps = 500, .num_training_steps = 10000});
  CHECK(optimizer[0].lr == 0.0);
  CHECK(another.at(500)[0] > 0.0);
}

TEST_CASE("A name without its system is an error that has all that it may mean", "[all_schedulers][message]") {
  CHECK(refusal("WarmupCosineLR") ==
        "scheduler: name is \"WarmupCosineLR\", expected deepspeed.WarmupCosineLR or detectron2.WarmupCosineLR");
  CHECK(refusal("timm.CosineLRSchedular") == "");
  CHECK(refusal("cosine") == "");
  CHECK(refusal("WarmupDecayLR") == "");
  CHECK(refusal("Adam") == "");
}

}  // namespace door_all_schedulers_tests
