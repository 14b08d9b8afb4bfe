#include "roster/run/detail/saved_attributes.hpp"

#include <catch2/catch_test_macros.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "roster/files/state_file.hpp"
#include "roster/run/default_registry.hpp"
#include "support/fields.hpp"

namespace saved_attributes_tests {

using roster::keyword;
using roster::node;
namespace detail = roster::detail;

TEST_CASE("The function of older PyTorch becomes the attribute of newer", "[saved_attributes]") {
  const auto newest = [](std::string_view json, std::string_view attribute) {
    const node state = roster::parse_state(json);
    const node::object attributes{{attribute, "cos"}};
    const roster::value shown = state;
    node::object made;
    for (const auto& [name, given] : detail::in_newest_form(*shown.as<roster::object_view>(), attributes)) {
      made.push_back({name, given});
    }
    return roster::to_json(node(std::move(made)));
  };
  CHECK(newest(R"({"anneal_func": "<function SWALR._linear_anneal at 0x7f0>", "verbose": false})",
               "_anneal_strategy") == R"({"_anneal_strategy": "linear"})");
  CHECK(newest(R"({"anneal_func": "<bound method OneCycleLR._annealing_cos of <…>>"})", "_anneal_func_type") ==
        R"({"_anneal_func_type": "cos"})");
  CHECK(newest(R"({"anneal_func": null, "_scale_fn_ref": "<weakref>", "x": 1})", "_anneal_func_type") == R"({"x": 1})");
  CHECK(newest(R"({"anneal_func": "linear"})", "gamma") == R"({"anneal_func": "linear"})");
}

TEST_CASE("The attributes of another scheduler are one problem, a misspelt one is not", "[saved_attributes][message]") {
  const node::object expected{{"T_max", 10}, {"eta_min", 0.0}};
  const std::vector<std::string_view> known{"last_epoch"};
  const auto said = [&](const std::vector<keyword>& saved) {
    return test::reported("x", [&](const roster::place& here) {
      detail::is_of_another("CosineAnnealingLR", expected, saved, known, here);
    });
  };
  CHECK(said({{"step_size", 2}, {"gamma", 0.5}, {"last_epoch", 3}}) ==
        "x: is not the state of a CosineAnnealingLR: it has step_size and gamma, but not T_max and eta_min");
  CHECK(said({{"T_max", 10}, {"eta_min", 0.0}, {"gamma", 0.5}}) == "");
  CHECK(said({{"T_max", 10}}) == "");
  CHECK(said({{"T_max", 10}, {"eta_mni", 0.0}}) == "");
}

TEST_CASE("What PyTorch saves of a function says nothing, but an object's members do", "[saved_attributes]") {
  const auto says_nothing = [](std::string_view attribute, std::string_view json) {
    const node given = roster::parse_json(json);
    return detail::says_nothing(attribute, given);
  };
  CHECK(says_nothing("lr_lambdas", R"([null, {}, "<function f at 0x7f>"])"));
  CHECK(says_nothing("_scale_fn_custom", R"("<function f at 0x7f>")"));
  CHECK_FALSE(says_nothing("lr_lambdas", R"([null, {"g": 0.5}])"));
  CHECK_FALSE(says_nothing("lr_lambdas", "7"));
  CHECK_FALSE(says_nothing("gamma", "null"));
}

/// The differences between a state of PyTorch's and a config, as sentences on lines of their own.
template <class Config>
std::string differences(const Config& config, std::string_view json, std::size_t groups = 1) {
  const auto own = detail::saved(config, 3, groups);
  const node state = roster::parse_state(json);
  const roster::value shown = state;
  std::vector<keyword> members;
  for (const auto& one : *shown.as<roster::object_view>()) members.push_back(one);
  std::vector<roster::difference> found;
  std::vector<detail::wrong_attribute> wrong;
  const auto problems = test::reported("x", [&](const roster::place& here) {
    detail::take_attributes("it", own.attributes, members, {}, here, wrong);
    detail::add_fields_of(wrong, own, *shown.as<roster::object_view>(), here, found);
  });
  std::string all = problems;
  for (const auto& one : found) all += one.path + " " + detail::differs(one) + "\n";
  return all;
}

TEST_CASE("What differs is named as the config's fields", "[saved_attributes][message]") {
  CHECK(differences(roster::StepLR{.step_size = 2}, R"({"step_size": 3, "gamma": 0.1})") ==
        "step_size is 3 in the state, but 2 here\n");
  CHECK(
      differences(roster::MultiStepLR{.milestones = {30, 80}}, R"({"milestones": {"60": 2, "30": 1}, "gamma": 0.1})") ==
      "milestones is [30, 60, 60] in the state, but [30, 80] here\n");
  CHECK(differences(roster::SWALR{.swa_lr = 0.1}, R"({"anneal_epochs": 5, "_anneal_strategy": "linear"})") ==
        "anneal_epochs is 5 in the state, but 10 here\n"
        "anneal_strategy is \"linear\" in the state, but \"cos\" here\n");
  CHECK(differences(roster::SWALR{.swa_lr = 0.1}, R"({"anneal_epochs": 10})") == "");
}

TEST_CASE("A cycle of PyTorch's is named by its fields", "[saved_attributes][message]") {
  const auto phases = [](const roster::OneCycleLR& config) { return roster::to_json(node(config.attributes(0, 1))); };
  const roster::OneCycleLR config{.max_lr = 1, .total_steps = 100};
  CHECK(differences(config, phases({.max_lr = 1, .total_steps = 100})) == "");
  CHECK(differences(config, phases({.max_lr = 1, .total_steps = 100, .pct_start = 0.45})) ==
        "pct_start is 0.45 in the state, but 0.3 here\n");
  CHECK(differences(config, phases({.max_lr = 1, .epochs = 9, .steps_per_epoch = 9})) ==
        "total_steps is 81 in the state, but 100 here\n");
  CHECK(differences(config, phases({.max_lr = 1,
                                    .total_steps = 100,
                                    .anneal_strategy = "linear",
                                    .cycle_momentum = false,
                                    .three_phase = true})) ==
        "three_phase is true in the state, but false here\n"
        "anneal_strategy is \"linear\" in the state, but \"cos\" here\n"
        "cycle_momentum is false in the state, but true here\n");
  CHECK(differences(roster::OneCycleLR{.max_lr = 1, .epochs = 10, .steps_per_epoch = 10},
                    phases({.max_lr = 1, .total_steps = 81})) == "total_steps is 81 in the state, but 100 here\n");

  const auto cycle = [](const roster::CyclicLR& of) { return roster::to_json(node(of.attributes(0, 2))); };
  CHECK(differences(roster::CyclicLR{.base_lr = 0.1, .max_lr = 1},
                    cycle({.base_lr = 0.1, .max_lr = {1, 2}, .step_size_up = 7, .mode = "exp_range", .gamma = 0.5}),
                    2) ==
        "max_lr is [1.0, 2.0] in the state, but 1.0 here\n"
        "step_size_up is 7 in the state, but 2000 here\n"
        "mode is \"exp_range\" in the state, but \"triangular\" here\n"
        "gamma is 0.5 in the state, but 1.0 here\n");
  CHECK(differences(roster::CyclicLR{.base_lr = 0.1, .max_lr = 1, .step_size_up = 4, .step_size_down = 4},
                    cycle({.base_lr = 0.1, .max_lr = 1, .step_size_up = 4, .step_size_down = 3, .max_momentum = 0.95}),
                    2) ==
        "step_size_down is 3 in the state, but 4 here\n"
        "max_momentum is 0.95 in the state, but 0.9 here\n");
}

TEST_CASE("The lowest learning rates of PyTorch's ReduceLROnPlateau are one field", "[saved_attributes][message]") {
  const auto state = [](const roster::ReduceLROnPlateau& of) {
    auto members = of.attributes(0, 2);
    std::erase_if(members, [](const auto& one) { return one.name == "mode_worse"; });
    return roster::to_json(node(std::move(members)));
  };
  const std::string no_worst = "x: mode_worse is missing";
  CHECK(differences(roster::ReduceLROnPlateau{}, state({.min_lr = 0.5}), 2) ==
        no_worst + "min_lr is 0.5 in the state, but 0.0 here\n");
  CHECK(differences(roster::ReduceLROnPlateau{}, state({.mode = "max", .min_lr = {0.5, 1.0}}), 2) ==
        no_worst +
            "min_lr is [0.5, 1.0] in the state, but 0.0 here\n"
            "mode is \"max\" in the state, but \"min\" here\n");
}

}  // namespace saved_attributes_tests
