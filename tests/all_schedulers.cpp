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
  CHECK(refusal("cosine") ==
        "scheduler: name is \"cosine\", expected transformers.cosine, fairseq.cosine, CosineAnnealingLR, "
        "CosineAnnealingWarmRestarts, transformers.cosine_with_restarts, transformers.cosine_with_min_lr, "
        "transformers.cosine_warmup_with_min_lr, timm.CosineLRScheduler, mmengine.CosineRestartLR, "
        "composer.CosineAnnealingWithWarmupScheduler, keras.CosineDecay or keras.CosineDecayRestarts");
}

TEST_CASE("A name that only one system has is suggested, and its fields are checked", "[all_schedulers][message]") {
  const std::string all =
      "the name of a scheduler (LambdaLR, MultiplicativeLR, StepLR, MultiStepLR, ConstantLR, LinearLR, ExponentialLR, "
      "PolynomialLR, CosineAnnealingLR, CosineAnnealingWarmRestarts, CyclicLR, OneCycleLR, ReduceLROnPlateau, SWALR, "
      "SequentialLR, ChainedScheduler, Warmup, transformers.*, timm.*, deepspeed.*, detectron2.*, megatron.*, "
      "nanogpt.*, mmengine.*, composer.*, optax.*, keras.*, paddle.*, fairseq.*, caffe.*)";
  CHECK(refusal("WarmupDecayLR") ==
        "scheduler: 2 problems\n"
        "  name is \"WarmupDecayLR\", expected " +
            all +
            "; did you mean deepspeed.WarmupDecayLR?\n"
            "  total_num_steps is missing, expected an integer of at least 1");
  CHECK(refusal("Adam") == "scheduler: name is \"Adam\", expected " + all);
  CHECK(refusal("timm.CosineLRSchedular") ==
        "scheduler: 2 problems\n"
        "  name is \"timm.CosineLRSchedular\", expected the name of a scheduler (timm.CosineLRScheduler, "
        "timm.StepLRScheduler, timm.MultiStepLRScheduler, timm.PolyLRScheduler, timm.PlateauLRScheduler, "
        "timm.TanhLRScheduler); did you mean timm.CosineLRScheduler?\n"
        "  t_initial is missing, expected an integer of at least 1");
}

}  // namespace door_all_schedulers_tests
