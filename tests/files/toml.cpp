// A third format, added from outside: all that is needed to read recipes in TOML.
#include <toml++/toml.h>

#include <catch2/catch_test_macros.hpp>
#include <string>
#include <string_view>
#include <utility>

#include "roster/files/recipe.hpp"
#include "support/refusal.hpp"
#include "support/same.hpp"
#include "support/temporary_folder.hpp"

namespace toml_tests {

struct toml_format {
  static constexpr std::string_view extensions[] = {".toml"};

  static roster::node parse(std::string_view text, std::string_view subject) {
    try {
      return tree_of(toml::parse(text), subject);
    } catch (const toml::parse_error& failed) {
      throw refusal(subject, "is not TOML: " + std::string(failed.description()), failed.source());
    }
  }
  static roster::location location_of(const toml::source_region& source) {
    return {.line = source.begin.line, .column = source.begin.column};
  }
  static roster::error refusal(std::string_view subject, std::string text, const toml::source_region& source) {
    return {subject, {{roster::problem_kind::unreadable, "", std::move(text), "", location_of(source)}}};
  }
  static roster::node tree_of(const toml::node& from, std::string_view subject) {
    roster::node made;
    if (const auto* table = from.as_table()) {
      roster::node::object members;
      for (const auto& [key, member] : *table) {
        members.emplace_back(key.str(), tree_of(member, subject)).given.where = location_of(key.source());
      }
      made = std::move(members);
    } else if (const auto* array = from.as_array()) {
      roster::node::list items;
      for (const auto& item : *array) items.push_back(tree_of(item, subject));
      made = std::move(items);
    } else {
      from.visit([&](const auto& held) {
        if constexpr (toml::is_chronological<decltype(held)>)
          throw refusal(subject, "has a date", held.source());
        else if constexpr (toml::is_value<decltype(held)>)
          made = held.get();
      });
    }
    made.where = location_of(from.source());
    return made;
  }
};

inline constexpr auto formats = boost::hana::append(roster::formats, boost::hana::type_c<toml_format>);

TEST_CASE("A user's format such as TOML can be added to the list", "[toml][message]") {
  const test::temporary_folder folder;
  const auto read = [&](std::string_view name, std::string_view text) {
    return roster::read_recipe<roster::recipe<>, formats>(folder.file(name, text));
  };
  const auto refuse = [&](std::string_view text) { return test::refusal([&] { read("a.toml", text); }); };
  const std::string name = (folder.path / "a.toml").string();
  const std::string sgd = "epochs = 5\n[optimizer]\nname = 'SGD'\nlr = 0.5\n";
  const std::string groups = "momentum = 9e-1\n[[optimizer.groups]]\nparams = ['fc.*', 'a']\nnesterov = true\n";
  CHECK(test::same(read("a.toml", sgd + groups + "[scheduler]\nname = 'MultiStepLR'\nmilestones = [3, 8]\n"),
                   read("a.json", R"({"epochs": 5, "scheduler": {"name": "MultiStepLR", "milestones": [3, 8]},
    "optimizer": {"name": "SGD", "lr": 0.5, "momentum": 0.9, "groups": [{"params": ["fc.*", "a"], "nesterov": true}]}})")));
  CHECK(refuse(sgd + "[scheduler]\nname = 'StepLR'\n  gamma = '0.1'\n") ==
        name + ": 2 problems\n  " + name + ":7:3: scheduler.gamma is \"0.1\", expected a real number above 0\n  " +
            name + ":5:2: scheduler.step_size is missing, expected an integer of at least 1");
  CHECK(refuse(sgd + "weight_decay = 2020-02-02\n") == name + ":5:16: has a date");
  CHECK(refuse(sgd + "momentum = 0,9\n") ==
        name + ":5:13: is not TOML: Error while parsing key-value pair: expected a comment or whitespace, saw ','");
}

}  // namespace toml_tests
