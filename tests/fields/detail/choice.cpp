#include "roster/fields/detail/choice.hpp"

#include <catch2/catch_test_macros.hpp>
#include <string>
#include <string_view>

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

/// The choice of an object, and the names in its fields once they are corrected.
std::string found(std::string_view json) {
  const auto tree = roster::parse_json(json);
  const roster::value view = tree;
  auto chosen = find_choice(*view.as<roster::object_view>(), types);
  if (!chosen.is_made) return "none";
  chosen.meant = "Square";
  std::string names;
  for (const auto& [name, member] : chosen.corrected()) {
    names += " " + std::string(name);
    if (name == "name") names += "=" + std::string(*member.as<std::string_view>());
  }
  return concat({chosen.name, " from ", chosen.instead, " with ", chosen.inner, ":", names});
}

TEST_CASE("What is given in place of a name is found, and corrected", "[choice]") {
  CHECK(found(R"({"a": 1, "Type": "Circle", "b": 2})") == "Circle from Type with : a name=Square b");
  CHECK(found(R"({"name:Circle": null, "a": 1})") == "Circle from name:Circle with : name=Square a");
  CHECK(found(R"({"class_path": "x.Circle", "init_args": {"a": 1}})") ==
        "x.Circle from class_path with init_args: a name=Square");
  CHECK(found(R"({"Circle": {"a": 1}})") == "Circle from Circle with Circle: a name=Square");
  CHECK(found(R"({"Circle": {"a": 1}, "b": 2})") == "none");
  CHECK(found(R"({"Round": {"a": 1}})") == "none");
  CHECK(found(R"({"type": 3})") == "none");
  CHECK(found("{}") == "none");
}

TEST_CASE("A wrong name is corrected where it is", "[choice]") {
  const auto tree = roster::parse_json(R"({"a": 1, "name": "Sqare"})");
  const roster::value view = tree;
  const choice chosen{.is_made = true, .name = "Sqare", .fields = *view.as<roster::object_view>(), .meant = "Square"};
  CHECK(chosen.corrected().size == 2);
  CHECK(*chosen.corrected()[1].given.as<std::string_view>() == "Square");
}

}  // namespace choice_tests
