#include "roster/fields/detail/choice.hpp"

#include <catch2/catch_test_macros.hpp>
#include <string_view>
#include <vector>

#include "roster/files/json.hpp"

namespace choice_tests {

using namespace roster::detail;

constexpr std::string_view types[] = {"Circle", "Square"};

TEST_CASE("The name of a type is the last part of a path", "[choice]") {
  CHECK(last_part("StepLR") == "StepLR");
  CHECK(last_part("torch.optim.lr_scheduler.StepLR") == "StepLR");
  CHECK(last_part("torch::optim::SGD") == "SGD");
  CHECK(last_part("StepLR(step_size=3.5)") == "StepLR");
  CHECK(last_part("\u201cSGD\u201d") == "SGD");
  CHECK(last_part("") == "");
}

TEST_CASE("What is given in place of a name is found, with the fields", "[choice]") {
  const auto by_type = roster::parse_json(R"({"a": 1, "Type": "Circle"})");
  const roster::value view = by_type;
  const auto found = find_choice(*view.as<roster::object_view>(), types);
  CHECK(found.name == "Circle");
  CHECK(found.instead == "Type");
  CHECK(found.inner == "");
  const auto fields = fields_of_choice(found, "Square");
  REQUIRE(fields.size() == 2);
  CHECK(fields[0].name == "name");
  CHECK(*fields[0].given.as<std::string_view>() == "Square");
  CHECK(fields[1].name == "a");

  const auto by_key = roster::parse_json(R"({"Circle": {"a": 1}})");
  const roster::value key_view = by_key;
  const auto keyed = find_choice(*key_view.as<roster::object_view>(), types);
  CHECK(keyed.name == "Circle");
  CHECK(keyed.inner == "Circle");
  CHECK(fields_of_choice(keyed, "Circle").size() == 2);

  const auto nothing = roster::parse_json(R"({"type": 3, "Circle": {}, "b": 1})");
  const roster::value nothing_view = nothing;
  CHECK_FALSE(find_choice(*nothing_view.as<roster::object_view>(), types).name);
}

}  // namespace choice_tests
