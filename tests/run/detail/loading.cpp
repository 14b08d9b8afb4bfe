#include "roster/run/detail/loading.hpp"

#include <catch2/catch_test_macros.hpp>
#include <string_view>

#include "roster/files/json.hpp"
#include "support/fields.hpp"

namespace loading_tests {

namespace detail = roster::detail;
using detail::origin;

template <class F>
auto with_members(std::string_view json, F&& f) {
  const auto state = roster::parse_json(json);
  const roster::value shown = state;
  return f(*shown.as<roster::object_view>());
}

TEST_CASE("A state's origin is known by its name and version", "[loading]") {
  const auto origin_of = [](std::string_view json) { return with_members(json, detail::origin_of); };
  CHECK(origin_of(R"({"gamma": 0.5, "last_epoch": 3})") == origin::pytorch);
  CHECK(origin_of(R"({"scheduler": "StepLR", "version": 1})") == origin::version_1);
  CHECK(origin_of(R"({"version": 1})") == origin::version_1);
  CHECK(origin_of(R"({"scheduler": "StepLR", "version": 2})") == origin::roster);
  CHECK(origin_of(R"({"scheduler": "StepLR"})") == origin::roster);
  CHECK(origin_of(R"({"version": "x"})") == origin::roster);
}

TEST_CASE("A state's epoch is known before the state is read", "[loading]") {
  const auto epoch_of = [](std::string_view json) { return with_members(json, detail::saved_epoch); };
  CHECK(epoch_of(R"({"last_epoch": 7})") == 7);
  CHECK(epoch_of(R"({"last_epoch": "7"})") == 0);
  CHECK(epoch_of("{}") == 0);
}

TEST_CASE("A member that is needed has to be there, with a number for each group", "[loading][message]") {
  roster::detail::draft<detail::saved_progress> progress;
  detail::saved_state read(progress);
  const auto demand = [&](std::size_t groups) {
    return test::reported("x", [&](const roster::place& here) {
      read.demand("last_epoch", here);
      read.demand("base_lrs", read->base_lrs, groups, here);
    });
  };
  CHECK(demand(1) == "x: 2 problems\n  last_epoch is missing\n  base_lrs is missing");
  with_members(R"({"last_epoch": 3, "base_lrs": [1, 2]})", [&](const auto& members) {
    detail::any_draft* const drafts[] = {&read.members()};
    std::vector<roster::problem> problems;
    detail::read_fields(members, "it", roster::place(problems), drafts);
  });
  CHECK(demand(2) == "");
  CHECK(demand(3) == "x: base_lrs has 2 elements, expected 3, one for each group");
}

}  // namespace loading_tests
