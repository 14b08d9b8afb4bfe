#include "roster/schedulers/all_schedulers.hpp"

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <string>

namespace all_schedulers_tests {

/// Whether each name of a list begins with that of its system.
template <const auto& List>
bool are_of(std::string_view system) {
  using types = roster::registry<List>;
  return types::size() > 0 &&
         std::ranges::all_of(types::names, [&](auto name) { return name.starts_with(std::string(system) + "."); });
}

TEST_CASE("Each system's schedulers have its name in front", "[all_schedulers]") {
  CHECK(are_of<roster::transformers::schedulers>("transformers"));
  CHECK(are_of<roster::timm::schedulers>("timm"));
  CHECK(are_of<roster::deepspeed::schedulers>("deepspeed"));
  CHECK(are_of<roster::detectron2::schedulers>("detectron2"));
  CHECK(are_of<roster::megatron::schedulers>("megatron"));
  CHECK(are_of<roster::nanogpt::schedulers>("nanogpt"));
  CHECK(are_of<roster::mmengine::schedulers>("mmengine"));
  CHECK(are_of<roster::composer::schedulers>("composer"));
  CHECK(are_of<roster::optax::schedulers>("optax"));
  CHECK(are_of<roster::keras::schedulers>("keras"));
  CHECK(are_of<roster::paddle::schedulers>("paddle"));
  CHECK(are_of<roster::fairseq::schedulers>("fairseq"));
  CHECK(are_of<roster::caffe::schedulers>("caffe"));
}

TEST_CASE("The list of all has each scheduler of each system", "[all_schedulers]") {
  using all = roster::registry<roster::all_schedulers>;
  CHECK(all::size() == roster::registry<roster::schedulers>::size() + 45);
  CHECK(all::find("StepLR") == roster::registry<roster::schedulers>::find("StepLR"));
}

}  // namespace all_schedulers_tests
