#include "roster/optimizers/optimizer_entry.hpp"

#include <boost/hana/tuple.hpp>
#include <catch2/catch_test_macros.hpp>
#include <string>
#include <string_view>

#include "roster/files/json.hpp"
#include "roster/optimizers/adagrad.hpp"
#include "roster/optimizers/lbfgs.hpp"
#include "roster/optimizers/sgd.hpp"
#include "roster/registry/registry.hpp"
#include "support/fields.hpp"

namespace optimizer_entry_tests {

using roster::Adagrad;
using roster::LBFGS;
using roster::SGD;

constexpr auto list = boost::hana::tuple_t<SGD, Adagrad, LBFGS>;
using registry = roster::registry<list>;
using entry = roster::optimizer_entry<registry>;
using kind = roster::field_kind<entry>;

struct Frozen {
  std::string_view lr;
};
static_assert(roster::optimizer_config<SGD> && !roster::optimizer_config<Frozen> && !roster::optimizer_config<int>);
static_assert(roster::kind_of_entry<registry> == "an optimizer");

/// The optimizer, read and written again; or all its problems.
std::string read(std::string_view json) {
  entry made;
  const auto tree = roster::parse_json(json);
  const auto problems =
      test::reported("x", [&](const roster::place& here) { made = roster::read_entry<entry>(tree, here); });
  if (problems.empty()) return roster::to_json(kind::write(made));
  CHECK(made.empty());
  CHECK(made.groups.empty());
  return problems;
}

TEST_CASE("A group has the optimizer's fields, except those that it gives", "[optimizer_entry]") {
  CHECK(read(R"({"name": "Adagrad", "lr": 0.5})") ==
        R"({"name": "Adagrad", "lr": 0.5, "lr_decay": 0.0, "weight_decay": 0.0, "initial_accumulator_value": 0.0, )"
        R"("eps": 1e-10})");
  CHECK(
      read(R"({"groups": [{"params": "fc.*"}, {"lr": 0.25, "params": ["*.bias", "*.gain"], "weight_decay": 0}], )"
           R"("lr": 0.5, "name": "SGD", "weight_decay": 0.125})") ==
      R"({"name": "SGD", "lr": 0.5, "momentum": 0.0, "dampening": 0.0, "weight_decay": 0.125, "nesterov": false, )"
      R"("groups": [)"
      R"({"params": "fc.*", "lr": 0.5, "momentum": 0.0, "dampening": 0.0, "weight_decay": 0.125, "nesterov": false}, )"
      R"({"params": ["*.bias", "*.gain"], "lr": 0.25, "momentum": 0.0, "dampening": 0.0, "weight_decay": 0.0, )"
      R"("nesterov": false}]})");
}

TEST_CASE("All problems with an optimizer and its groups are reported together", "[optimizer_entry][message]") {
  CHECK(read("7") == "x: is 7, expected an object with the name of an optimizer");
  CHECK(read(R"({"name": "sgd", "lr": 1})") ==
        "x: name is \"sgd\", expected the name of an optimizer (SGD, Adagrad, LBFGS); did you mean SGD?");
  CHECK(
      read(R"({"name": "SGD", "lr": 1, "group": []})") ==
      "x: group is not a field of SGD (its fields: lr, momentum, dampening, weight_decay, nesterov, groups, name); did "
      "you mean groups?");
  CHECK(read(R"({"name": "SGD", "lr": -1, "groups": [3, {"lr": -2}, {"params": [], "foo": 1}]})") ==
        "x: 6 problems\n"
        "  lr is -1.0, expected a real number of at least 0\n"
        "  groups[0] is 3, expected an object with params and fields of SGD\n"
        "  groups[1].lr is -2.0, expected a real number of at least 0\n"
        "  groups[1].params is missing, expected a pattern of parameter names such as \"fc.*\", or a list of patterns\n"
        "  groups[2].params is empty, expected a pattern of parameter names such as \"fc.*\", or a list of patterns\n"
        "  groups[2].foo is not a field of a group of SGD (its fields: params, lr, momentum, dampening, weight_decay, "
        "nesterov)");
  CHECK(read(R"({"name": "SGD", "lr": 1, "groups": {"params": "*"}})") ==
        "x: groups is an object, expected a list of parameter groups");
  CHECK(
      read(
          R"({"name": "SGD", "lr": 1, "momentum": 0.5, "groups": [{"params": "*", "momentum": 0, "nesterov": true}]})") ==
      "x: groups[0].nesterov needs a momentum above 0 and a dampening of 0");
}

TEST_CASE("An optimizer checks its groups", "[optimizer_entry][message]") {
  CHECK(read(R"({"name": "Adagrad", "groups": [{"params": "*", "initial_accumulator_value": 1}]})") ==
        "x: groups[0].initial_accumulator_value must equal the optimizer's: LibTorch keeps one for all groups");
  CHECK(read(R"({"name": "LBFGS", "groups": [{"params": "*"}]})") ==
        "x: groups[0] is not allowed: LBFGS has no parameter groups");
}

TEST_CASE("An optimizer written in code follows the same rules", "[optimizer_entry][message]") {
  entry optimizer = roster::entry<registry>(Adagrad{.lr = -1});
  optimizer.groups.push_back({.params = {}, .config = Adagrad{.initial_accumulator_value = 1, .eps = -1}});
  optimizer.groups.push_back({.params = {{"*"}}, .config = SGD{.lr = 1}});
  CHECK(test::check(optimizer) ==
        "x: 5 problems\n"
        "  lr is -1.0, expected a real number of at least 0\n"
        "  groups[0].params is empty, expected a pattern of parameter names such as \"fc.*\", or a list of patterns\n"
        "  groups[0].eps is -1.0, expected a real number of at least 0\n"
        "  groups[0].initial_accumulator_value must equal the optimizer's: LibTorch keeps one for all groups\n"
        "  groups[1] is a group of another optimizer, expected a group of Adagrad");
  CHECK(test::check(entry(roster::entry<registry>(SGD{.lr = 1}))) == "");
  CHECK(kind::text(entry(roster::entry<registry>(Adagrad{.lr = 0.5}))) ==
        "Adagrad(lr=0.5, lr_decay=0.0, weight_decay=0.0, initial_accumulator_value=0.0, eps=1e-10)");
}

TEST_CASE("In the schema, a group may have the fields of its optimizer", "[optimizer_entry]") {
  roster::definitions parts;
  CHECK(roster::to_json(roster::node(kind::schema({}, parts))) == R"({"$ref": "#/$defs/optimizer"})");
  const roster::node all(parts.all());
  const auto& cases = *all.find("optimizer")->find("then")->find("allOf")->as<roster::node::list>();
  REQUIRE(cases.size() == 3);
  CHECK(
      roster::to_json(*cases[0].find("then")) ==
      R"({"type": "object", "properties": {"name": true, "groups": {"type": "array", )"
      R"("description": "parameters with other values for some of these fields", "items": )"
      R"({"title": "group of SGD", "type": "object", "properties": {"params": {"anyOf": [{"type": "string"}, )"
      R"({"type": "array", "items": {"type": "string"}, "minItems": 1}], )"
      R"("description": "the parameters of this group: patterns of their names"}, "lr": true, "momentum": true, )"
      R"("dampening": true, "weight_decay": true, "nesterov": true}, "required": ["params"], )"
      R"("additionalProperties": false, "allOf": [{"$ref": "#/$defs/SGD"}]}}, "lr": true, "momentum": true, )"
      R"("dampening": true, "weight_decay": true, "nesterov": true}, "required": ["lr"], "additionalProperties": false, )"
      R"("allOf": [{"$ref": "#/$defs/SGD"}]})");
}

}  // namespace optimizer_entry_tests
