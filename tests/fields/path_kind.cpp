#include "roster/fields/path_kind.hpp"

#include <catch2/catch_test_macros.hpp>
#include <filesystem>

#include "support/fields.hpp"

namespace path_kind_tests {

using kind = roster::field_kind<std::filesystem::path>;

TEST_CASE("A path is text, whether there is such a file or not", "[path_kind]") {
  std::filesystem::path field = "before";
  CHECK(test::read(field, "a/../no such file.txt") == "");
  CHECK(field == "a/../no such file.txt");
  CHECK(test::read(field, 3) == "not one");
  CHECK(field == "a/../no such file.txt");
  CHECK(test::check(field) == "");
  CHECK(kind::write("a/b") == roster::node("a/b"));
  CHECK(roster::detail::field_text(field) == "\"a/../no such file.txt\"");
  CHECK(kind::one() == "a path");
  CHECK(test::schema_of<std::filesystem::path>() == R"({"type": "string"})");
}

}  // namespace path_kind_tests
