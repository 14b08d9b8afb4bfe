#include "roster/fields/detail/systems.hpp"

#include <catch2/catch_test_macros.hpp>
#include <string>
#include <vector>

namespace systems_tests {

using namespace roster::detail;

constexpr std::string_view names[] = {"StepLR",       "CosineAnnealingLR",    "f.cosine",      "hf.cosine",
                                      "hf.inverse",   "hf.cosine_with_floor", "timm.CosineLR", "timm.StepLRScheduler",
                                      "a.WarmupPeak", "b.WarmupPeak",         "b.Inverted"};

using list = std::vector<std::string_view>;

TEST_CASE("A name without its system is that of all that it may mean", "[systems]") {
  const auto several = [](std::string_view asked) { return names_of_several_systems(asked, names); };
  CHECK(several("WarmupPeak") == list{"a.WarmupPeak", "b.WarmupPeak"});
  CHECK(several("warmuppeak") == list{"a.WarmupPeak", "b.WarmupPeak"});
  CHECK(several("x.y.WarmupPeak") == list{"a.WarmupPeak", "b.WarmupPeak"});
  CHECK(several("cosine") ==
        list{"f.cosine", "hf.cosine", "CosineAnnealingLR", "hf.cosine_with_floor", "timm.CosineLR"});
  CHECK(several("b.WarmupPeak") == list{});
  CHECK(several("b.Warmup") == list{});
  CHECK(several("hff.cosine") == list{});
  CHECK(several("Timm.step") == list{});
  CHECK(several("cosine_with") == list{});
  CHECK(several("step") == list{"StepLR", "timm.StepLRScheduler"});
  CHECK(several("steplr") == list{});
  CHECK(several("inverse") == list{});
  CHECK(several("invert") == list{});
  CHECK(several("co") == list{});
  CHECK(several("") == list{});
}

TEST_CASE("A name that only one system has is found without it", "[systems]") {
  const auto meant = [](std::string_view asked) { return name_meant(asked, names); };
  CHECK(meant("inverse") == "hf.inverse");
  CHECK(meant("steplr") == "StepLR");
  CHECK(meant("invert") == "b.Inverted");
  CHECK(meant("Cosine_with_flor") == "hf.cosine_with_floor");
  CHECK(meant("timm.cosine") == "timm.CosineLR");
  CHECK(meant("timm.scheduler.StepLRSchedular") == "timm.StepLRScheduler");
  CHECK(meant("torch.optim.lr_scheduler.StepLR") == "StepLR");
  CHECK(meant("timm.StepLR") == "timm.StepLRScheduler");
  CHECK(meant("hf.StepLR") == "StepLR");
  CHECK(meant("tim.cosineLR") == "timm.CosineLR");
  CHECK(meant("hff.cosine") == "hf.cosine");
  CHECK(meant("Timm.Step") == "timm.StepLRScheduler");
  CHECK(meant("timm.xyzxyz") == "");
  CHECK(meant("cosine") == "");
  CHECK(meant("Adam") == "");
  CHECK(meant("") == "");
}

TEST_CASE("The names of other systems are enumerated in brief", "[systems][message]") {
  CHECK(enumerated_by_system("x", names) == "StepLR, CosineAnnealingLR, f.*, hf.*, timm.*, a.*, b.*");
  CHECK(enumerated_by_system("timn.x", names) == "timm.CosineLR, timm.StepLRScheduler");
  CHECK(enumerated_by_system("b.x", names) == "b.WarmupPeak, b.Inverted");
  CHECK(enumerated_by_system("c.x", names) == "StepLR, CosineAnnealingLR, f.*, hf.*, timm.*, a.*, b.*");
}

}  // namespace systems_tests
