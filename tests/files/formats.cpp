#include "roster/files/formats.hpp"

#include <catch2/catch_test_macros.hpp>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

#include "roster/files/recipe.hpp"
#include "support/refusal.hpp"
#include "support/temporary_folder.hpp"

namespace formats_tests {

using roster::node;
using roster::value;

TEST_CASE("A text without a known extension is JSON if it starts like JSON", "[formats]") {
  using roster::json_format;
  CHECK(json_format::looks_like(R"({"a": 1})"));
  CHECK(json_format::looks_like(" \r\n\t{ \n \"a\""));
  CHECK(json_format::looks_like("{}"));
  CHECK_FALSE(json_format::looks_like(""));
  CHECK_FALSE(json_format::looks_like("{"));
  CHECK_FALSE(json_format::looks_like("{a: 1}"));
  CHECK_FALSE(json_format::looks_like("a: {\"b\": 1}"));
  CHECK_FALSE(json_format::looks_like("[1]"));
  CHECK_FALSE(json_format::looks_like("# {\"\n{a: 1}"));
}

TEST_CASE("The extension chooses between JSON and YAML, and otherwise the text does", "[formats][message]") {
  const test::temporary_folder folder;
  const auto said_of = [&](std::string_view name, std::string_view text) {
    const auto file = folder.file(name, text);
    const auto said = test::refusal([&] { roster::read_document(file); });
    return said.empty() ? said : said.substr(file.string().size());
  };
  const std::string_view no_json = R"({"a" 1})";
  const std::string json = ":1:6: is not JSON: is missing a colon after \"a\"";
  CHECK(said_of("a.json", no_json) == json);
  CHECK(said_of("a", no_json) == json);
  CHECK(said_of(".json", no_json) == json);  // a name, not an extension
  CHECK(said_of("a.jsonc", "{ // b\n}") == "");
  const std::string_view no_yaml = "{\"a\": [1}";
  const std::string yaml = ":1:9: is not YAML: has }, but the bracket opened in line 1 is [";
  CHECK(said_of("a.yaml", no_yaml) == yaml);
  CHECK(said_of("a.yml", no_yaml) == yaml);
  CHECK(said_of("a.txt", "a: [1}") == ":1:6: is not YAML: has }, but the bracket opened in line 1 is [");
  CHECK(said_of("a.JSON", "a: [1}") == ":1:6: is not YAML: has }, but the bracket opened in line 1 is [");

  const auto file = folder.file("b.yaml", "a: 1");
  const auto read = roster::read_document(file);
  CHECK(read.name == file.string());
  CHECK(read.tree == node(node::object{{"a", value(1)}}));
}

TEST_CASE("A text without a known extension that only starts like JSON is read as YAML", "[formats][message]") {
  const test::temporary_folder folder;
  const auto read = [&](std::string_view text) { return roster::read_document(folder.file("a", text)).tree; };
  CHECK(read("{\"a\": {b: c}}") == node(node::object{{"a", node(node::object{{"b", value("c")}})}}));
  CHECK(read("\ufeff{\"a\": 1,}") == node(node::object{{"a", value(1)}}));
  CHECK(read("{\"a\": 1 /* b */}") == node(node::object{{"a", value(1)}}));
  CHECK(read("// b\n{\"a\": 1}") == node(node::object{{"a", value(1)}}));
  // If it is neither, the error is that of the format which reads the furthest.
  const auto said = [&](std::string_view text) {
    const auto all = test::refusal([&] { read(text); });
    return all.substr(all.find(": ") + 2);
  };
  CHECK(said("{\"a\": 1\n \"b\": 2}") == "is not JSON: is missing a comma before \"b\"");
  CHECK(said("{\"a\": b,\n c: [1}").starts_with("is not YAML: "));
}

/// A tree that names the format, the subject and the text.
node what(std::string_view format, std::string_view subject, std::string_view text) {
  return node(value({format, subject.substr(subject.rfind('/') + 1), text}));
}
struct one_format {
  static constexpr std::string_view extensions[] = {".one"};
  static node parse(std::string_view text, std::string_view subject) { return what("one", subject, text); }
  static bool looks_like(std::string_view text) { return text.starts_with("1"); }
};
struct two_format {
  static constexpr std::string_view extensions[] = {".two", ".2"};
  static node parse(std::string_view text, std::string_view subject) { return what("two", subject, text); }
};
struct three_format {
  static constexpr std::string_view extensions[] = {".three"};
  static node parse(std::string_view text, std::string_view subject) { return what("three", subject, text); }
  static bool looks_like(std::string_view text) { return text.starts_with("1") || text.starts_with("3"); }
};

inline constexpr auto three = boost::hana::tuple_t<one_format, two_format, three_format>;
inline constexpr auto backwards = boost::hana::tuple_t<three_format, two_format, one_format>;
inline constexpr auto with_looks = boost::hana::tuple_t<three_format, one_format>;
inline constexpr auto mine = boost::hana::append(roster::formats, boost::hana::type_c<one_format>);

TEST_CASE("A format is chosen by extension, by looks_like, or as the first without looks_like", "[formats]") {
  const test::temporary_folder folder;
  const auto read = [&] < const auto & List > (std::string_view name, std::string_view text) {
    return roster::read_document<List>(folder.file(name, text)).tree;
  };
  const auto in_three = [&](auto... given) { return read.template operator()<three>(given...); };
  CHECK(in_three("a.one", "3") == what("one", "a.one", "3"));
  CHECK(in_three("a.two", "1") == what("two", "a.two", "1"));
  CHECK(in_three("a.2", "1") == what("two", "a.2", "1"));
  CHECK(in_three("a.one.three", "1") == what("three", "a.one.three", "1"));
  CHECK(in_three("a", "1") == what("one", "a", "1"));
  CHECK(in_three("a.txt", "3") == what("three", "a.txt", "3"));
  CHECK(in_three("a.ONE", "2") == what("two", "a.ONE", "2"));
  CHECK(in_three("a", "") == what("two", "a", ""));

  CHECK(read.operator()<backwards>("a", "1") == what("three", "a", "1"));
  CHECK(read.operator()<with_looks>("a", "2") == what("three", "a", "2"));

  CHECK(read.operator()<mine>("a.one", "a: 1") == what("one", "a.one", "a: 1"));
  CHECK(read.operator()<mine>("a", "1: 2") == what("one", "a", "1: 2"));
  CHECK(read.operator()<mine>("a.yaml", "1: 2") == node(node::object{{"1", value(2)}}));
  CHECK(read.operator()<mine>("a", "a: 1") == node(node::object{{"a", value(1)}}));
}

struct deep_format {
  static constexpr std::string_view extensions[] = {".deep"};
  static node parse(std::string_view text, std::string_view) {
    node made;
    for (std::size_t i = 0; i < text.size(); ++i) made = node(node::list{std::move(made)});
    return made;
  }
};
inline constexpr auto deep = boost::hana::tuple_t<deep_format>;

TEST_CASE("A tree that is too deep is refused, whatever its format", "[formats][message]") {
  const test::temporary_folder folder;
  const auto most = std::string(64, '.');
  CHECK(roster::read_document<deep>(folder.file("a", most)).tree == deep_format::parse(most, ""));
  const auto file = folder.file("a", most + '.');
  CHECK(test::refusal([&] { roster::read_document<deep>(file); }) ==
        file.string() + ": is nested deeper than 64 levels");
}

}  // namespace formats_tests
