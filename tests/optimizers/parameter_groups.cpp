#include "roster/optimizers/parameter_groups.hpp"

#include <catch2/catch_test_macros.hpp>
#include <cstddef>
#include <string>
#include <vector>

#include "roster/optimizers/optimizers.hpp"
#include "support/refusal.hpp"

namespace parameter_groups_tests {

using registry = roster::registry<roster::optimizers>;
using entry = roster::optimizer_entry<registry>;
using members = std::vector<std::vector<std::size_t>>;

const std::vector<std::string> names = {"conv1.weight", "conv1.bias", "fc.weight", "fc.bias"};

entry with_groups(const std::vector<std::vector<std::string>>& groups) {
  entry made = roster::entry<registry>(roster::SGD{.lr = 0.1});
  for (const auto& patterns : groups) {
    made.groups.push_back({.params = {patterns}, .config = roster::SGD{.lr = 0.01}});
  }
  return made;
}

/// The groups of `names`; throws all problems.
members groups_of(const std::vector<std::vector<std::string>>& groups) {
  std::vector<roster::problem> problems;
  const auto made = roster::group_parameters(with_groups(groups), names, roster::place(problems));
  if (!problems.empty()) throw roster::error("SGD", problems);
  return made;
}
std::string refusal_of(const std::vector<std::vector<std::string>>& groups) {
  return test::refusal([&] { groups_of(groups); });
}

TEST_CASE("Parameters that match no group form the first group", "[parameter_groups]") {
  CHECK(groups_of({}) == members{{0, 1, 2, 3}});
  CHECK(groups_of({{"*.bias"}}) == members{{0, 2}, {1, 3}});
  CHECK(groups_of({{"fc.*"}, {"conv1.bias"}}) == members{{0}, {2, 3}, {1}});
  // In the order of the parameters. A parameter that matches twice in a group is there once.
  CHECK(groups_of({{"fc.bias", "conv1.*", "conv1.bias"}}) == members{{2}, {0, 1, 3}});

  std::vector<roster::problem> problems;
  CHECK(roster::group_parameters(with_groups({}), {}, roster::place(problems)) == members{{}});
  CHECK(problems.empty());
}

TEST_CASE("Problems with groups of a model's parameters are reported word for word", "[parameter_groups][message]") {
  const std::string all =
      "which matches none of the parameters [\"conv1.weight\", \"conv1.bias\", \"fc.weight\", "
      "\"fc.bias\"]";
  CHECK(refusal_of({{"fv.*"}}) == "SGD: groups[0].params is \"fv.*\", " + all + "; did you mean fc.*?");
  CHECK(refusal_of({{"conv*.bias", "conv2.weight"}, {"decoder"}}) ==
        "SGD: 2 problems\n"
        "  groups[0].params[1] is \"conv2.weight\", " +
            all +
            "; did you mean conv1.weight?\n"
            "  groups[1].params is \"decoder\", " +
            all);
  CHECK(refusal_of({{"fc.*"}, {"*.weight", "fc.bias"}}) ==
        "SGD: 2 problems\n"
        "  groups[1].params[0] matches fc.weight, which already belongs to groups[0]\n"
        "  groups[1].params[1] matches fc.bias, which already belongs to groups[0]");
  CHECK(refusal_of({{"conv1.*"}, {"fc.*"}}) ==
        "SGD: groups match all parameters and leave none for the optimizer's own fields; remove the group that can "
        "have these fields");
}

TEST_CASE("A scheduler's patterns become the positions of the groups whose params they match", "[parameter_groups]") {
  entry sgd = roster::entry<registry>(roster::SGD{.lr = 0.1});
  for (const std::vector<std::string>& params :
       {std::vector<std::string>{"fc.*"}, {"conv1.*", "conv2.*"}, {"*.bias"}}) {
    sgd.groups.push_back({.params = {params}, .config = roster::SGD{.lr = 0.01}});
  }
  const auto found = [&](std::vector<std::string> patterns) {
    roster::which_groups chosen;
    chosen.patterns = std::move(patterns);
    roster::checked("StepLR",
                    [&](const roster::place& here) { roster::find_groups(chosen, sgd, here.member("groups")); });
    return chosen.positions;
  };
  using positions = std::vector<std::size_t>;
  CHECK(found({"fc.*"}) == positions{1});
  CHECK(found({"conv?.*", "fc.*"}) == positions{1, 2});
  CHECK(found({"*"}) == positions{1, 2, 3});
  CHECK(found({"fc.*", "f*"}) == positions{1});
  CHECK(found({"conv1.*", "conv2.*"}) == positions{2});
  CHECK(test::refusal([&] { found({"conv1.*"}); }) == "StepLR: groups match only a part of group 2: not \"conv2.*\"");
  CHECK(test::refusal([&] { found({"fd.*"}); }) ==
        "StepLR: groups has \"fd.*\", which matches none of the optimizer's groups: their params are fc.*, conv1.*, "
        "conv2.*, *.bias; did you mean fc.*?");
  sgd.groups.clear();
  CHECK(test::refusal([&] { found({"fc.*"}); }) ==
        "StepLR: groups has \"fc.*\", which matches none of the optimizer's groups; it has only group 0");
}

TEST_CASE("A pattern that matches no parameter gets a suggestion, possibly a module", "[parameter_groups]") {
  using roster::detail::nearest_pattern;
  CHECK(nearest_pattern("fd.*", names) == "fc.*");
  CHECK(nearest_pattern("conv2.*", names) == "conv1.*");
  CHECK(nearest_pattern("fc.wieght", names) == "fc.weight");
  CHECK(nearest_pattern("*.bais", names) == "");
  CHECK(nearest_pattern("embedding.*", names) == "");
  CHECK(nearest_pattern("fd.*", {}) == "");
}

}  // namespace parameter_groups_tests
