#include "roster/run/detail/tree_bytes.hpp"

#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

namespace tree_bytes_tests {

using roster::node;
using limits = std::numeric_limits<double>;

std::string written(const roster::value& given, std::size_t levels = 8) {
  std::string bytes;
  CHECK(roster::detail::append_tree(bytes, given, levels));
  return bytes;
}
/// Nothing, if the bytes are not a tree, or more than one.
std::optional<node> read(std::string_view bytes, std::size_t levels = 8) {
  roster::detail::tree_reader reader(bytes);
  auto made = reader.tree(levels);
  return reader.is_at_end() ? made : std::nullopt;
}

node example() {
  using namespace std::string_view_literals;
  return node::object{{"null", node()},
                      {"", true},
                      {"two\nlines;\0 \xff"sv, "s3:no\0\n\x80"sv},
                      {"twice", std::numeric_limits<std::int64_t>::min()},
                      {"twice", std::numeric_limits<std::int64_t>::max()},
                      {"list", node(node::list{0.1, -0.0, node(node::list()), node(node::object()), limits::infinity(),
                                               -limits::denorm_min(), limits::max(), false})}};
}

TEST_CASE("A tree is read as it was written", "[tree_bytes]") {
  const auto tree = example();
  const auto bytes = written(tree);
  const auto again = read(bytes);
  CHECK(again == tree);
  CHECK(written(*again) == bytes);
}

TEST_CASE("Doubles are written by their bits, and all NaN alike", "[tree_bytes]") {
  CHECK(written(0.0) != written(-0.0));
  CHECK(std::signbit(*roster::value(*read(written(-0.0))).as<double>()));
  CHECK(written(1.0) != written(1));
  CHECK(written(0.1) != written(std::nextafter(0.1, 1)));
  CHECK(written(limits::quiet_NaN()) == written(-limits::quiet_NaN()));
  CHECK(written(limits::quiet_NaN()) == written(limits::signaling_NaN()));
  CHECK(std::isnan(*roster::value(*read(written(limits::quiet_NaN()))).as<double>()));
}

TEST_CASE("Bytes that are cut are not a tree", "[tree_bytes]") {
  const auto bytes = written(example());
  for (std::size_t size = 0; size < bytes.size(); ++size)
    CHECK(read(std::string_view(bytes).substr(0, size)) == std::nullopt);
  CHECK(read(bytes + "n") == std::nullopt);
}

TEST_CASE("Bytes of any kind are a tree or not, but never a crash", "[tree_bytes]") {
  for (const std::string_view bytes : {"",
                                       "x",
                                       "i",
                                       "i;",
                                       "i1",
                                       "i1x",
                                       "i 1;",
                                       "i99999999999999999999;",
                                       "i1.5;",
                                       "d",
                                       "d;",
                                       "s",
                                       "s;",
                                       "s-1;",
                                       "s2;a",
                                       "s9223372036854775807;",
                                       "l-1;",
                                       "l1;",
                                       "l9223372036854775807;n",
                                       "o1;",
                                       "o1;n",
                                       "o1;s1;a",
                                       "o1;n;n",
                                       "o-1;",
                                       "l1;x",
                                       "o99999999;s0;n"}) {
    CHECK(read(bytes) == std::nullopt);
  }
  // Each byte of a tree in turn becomes any other.
  const auto bytes = written(example());
  std::size_t trees = 0;
  for (std::size_t at = 0; at < bytes.size(); ++at) {
    for (int byte = 0; byte < 256; ++byte) {
      auto changed = bytes;
      changed[at] = static_cast<char>(byte);
      trees += read(changed).has_value();
    }
  }
  CHECK(trees > bytes.size());
}

TEST_CASE("A tree that is too deep is neither written nor read", "[tree_bytes]") {
  node deep = 1;
  for (int i = 0; i < 3; ++i) deep = i % 2 ? node(node::list{deep}) : node(node::object{{"a", deep}});
  const auto bytes = written(deep, 3);
  CHECK(read(bytes, 3) == deep);
  CHECK(read(bytes, 2) == std::nullopt);
  std::string more;
  CHECK_FALSE(roster::detail::append_tree(more, deep, 2));
  std::string very_deep;
  for (int i = 0; i < 1'000'000; ++i) very_deep += "l1;";
  CHECK(read(very_deep, 65) == std::nullopt);
}

}  // namespace tree_bytes_tests
