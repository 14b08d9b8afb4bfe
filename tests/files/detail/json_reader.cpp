#include "roster/files/detail/json_reader.hpp"

#include <catch2/catch_test_macros.hpp>
#include <string>
#include <string_view>

#include "roster/files/json.hpp"

namespace json_reader_tests {

using roster::location;

TEST_CASE("A column in JSON counts characters, and a byte order mark counts none", "[json_reader]") {
  const auto tree = roster::parse_json("\ufeff{\"größe\": 1, \"😀\": [\"é\", 2]}");
  CHECK(tree.where == location{1, 1});
  CHECK(tree.find("größe")->where == location{1, 2});
  CHECK(tree.find("😀")->where == location{1, 14});
  CHECK((*tree.find("😀")->as<roster::node::list>())[1].where == location{1, 25});
}

TEST_CASE("Comments do not move the locations of what comes after them", "[json_reader]") {
  const auto tree = roster::parse_jsonc("// a, \"b\"\n{ /* c: */ \"d\" // e\n : /* f\n */ [ /**/ 1, /* [ */ 2]}");
  CHECK(tree.where == location{2, 1});
  CHECK(tree.find("d")->where == location{2, 12});
  const auto& list = *tree.find("d")->as<roster::node::list>();
  CHECK(list[0].where == location{4, 12});
  CHECK(list[1].where == location{4, 23});
}

TEST_CASE("The iterator of the parser knows how far it has read", "[json_reader]") {
  const std::string_view text = "abc";
  const char* furthest = text.data();
  roster::detail::counting_iterator at(text.data(), furthest);
  CHECK(*at++ == 'a');
  CHECK(*at == 'b');
  CHECK(furthest == text.data() + 1);
  CHECK(++at == roster::detail::counting_iterator(text.data() + 2, furthest));
  CHECK(furthest == text.data() + 2);
}

}  // namespace json_reader_tests
