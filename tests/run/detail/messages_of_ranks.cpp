#include "roster/run/detail/messages_of_ranks.hpp"

#include <catch2/catch_test_macros.hpp>
#include <cstddef>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "support/fields.hpp"
#include "support/refusal.hpp"

namespace messages_of_ranks_tests {

using roster::node;
using strings = std::vector<std::string>;

std::string message(const node& tree, std::string_view call = "call") {
  return roster::detail::message_of(call, [&] { return tree; }).bytes;
}
std::string problems(const strings& bytes) {
  return test::reported("x", [&](const roster::place& here) { (void)roster::detail::trees_in(bytes, here); });
}

TEST_CASE("The trees of all ranks are read from their messages", "[messages_of_ranks]") {
  const node trees[] = {node(node::object{{"a", 1}}), node(), "text\n"};
  std::vector<roster::problem> found;
  const auto read =
      roster::detail::trees_in(strings{message(trees[0]), message(trees[1]), message(trees[2])}, roster::place(found));
  CHECK(found.empty());
  CHECK(read == std::vector<node>(trees, trees + 3));
}

TEST_CASE("Ranks that sent something else are named, with what it is", "[messages_of_ranks][message]") {
  const auto good = message(1);
  CHECK(problems({good, good, ""}) == "x: rank 2 sent something else: no bytes");
  CHECK(problems({good, "hello\x1b"}) == R"(x: rank 1 sent something else: "hello\x1b")");
  CHECK(problems({good, good.substr(0, good.size() - 1)}) ==
        "x: rank 1 sent something else: bytes of Roster that are cut or changed");
  CHECK(problems({good + '\0', good}) == "x: rank 0 sent something else: bytes of Roster that are cut or changed");
  CHECK(problems({"", good, "", "", "x"}) ==
        "x: 2 problems\n"
        "  ranks 0, 2 and 3 sent something else: no bytes\n"
        "  rank 4 sent something else: \"x\"");
  const auto huge = problems({good, std::string(100'000, '\n')});
  CHECK(huge.size() < 400);
}

TEST_CASE("Trees that are not messages are something else", "[messages_of_ranks][message]") {
  const std::string mark(roster::detail::message_mark);
  for (const std::string_view tree : {"n", "o0;", "o1;s4;calls1;a", "o2;s4;calli1;s5;givenn", "o2;s4;Calls1;as5;givenn",
                                      "o3;s4;calls1;as5;givenns5;givenn", "l2;s1;an"}) {
    CHECK(problems({message(1), mark + std::string(tree)}) ==
          "x: rank 1 sent something else: bytes of Roster that are cut or changed");
  }
  CHECK(problems({mark + "o2;s4;calls4;calls5;givenn"}) == "");
}

TEST_CASE("Any bytes are read or refused, but never a crash", "[messages_of_ranks]") {
  const auto bytes = message(node(node::object{{"a", node(node::list{1, "b"})}}));
  std::size_t refused = 0;
  for (std::size_t at = 0; at < bytes.size(); ++at) {
    for (int byte = 0; byte < 256; ++byte) {
      auto changed = bytes;
      changed[at] = static_cast<char>(byte);
      refused += !problems({bytes, changed}).empty();
    }
  }
  CHECK(refused > 200 * bytes.size() / 2);
}

TEST_CASE("Ranks that have called something else are named", "[messages_of_ranks][message]") {
  CHECK(problems({message(1, "check_lockstep"), message(1, "mean_over_ranks"), message(2, "check_lockstep")}) ==
        "x: the call is \"mean_over_ranks\" on rank 1, but \"check_lockstep\" on ranks 0 and 2");
}

TEST_CASE("A rank that fails before it has a tree says why", "[messages_of_ranks][message]") {
  const auto failed = [](std::string_view why) {
    const auto made = roster::detail::message_of("call", [&]() -> node { throw std::runtime_error(std::string(why)); });
    CHECK(made.has_failed);
    return made.bytes;
  };
  CHECK(problems({message(1), failed("no memory"), failed("no memory"), failed("two\n  lines")}) ==
        "x: 2 problems\n"
        "  ranks 1 and 2 failed: no memory\n"
        "  rank 3 failed: two   lines");
  node deep = 1;
  for (int i = 0; i < 64; ++i) deep = node(node::list{deep});
  CHECK(problems({message(deep)}) == "");
  deep = node(node::list{deep});
  CHECK(problems({message(deep), message(1)}) == "x: rank 0 failed: its value is nested deeper than 64 levels");
}

TEST_CASE("A gather that does not return this rank's bytes is an error", "[messages_of_ranks][message]") {
  const roster::detail::message mine{"mine"};
  const auto refused = [&](const strings& returned) {
    const auto gather = [&](std::string_view) { return returned; };
    return test::refusal([&] { (void)roster::detail::gather_messages(mine, gather, "x"); });
  };
  CHECK(refused({}) == "x: gather returned nothing, expected the bytes of each rank");
  CHECK(refused({std::string("mine\0", 5), "other"}) ==
        "x: gather did not return this rank's bytes unchanged, with those of the others");
  CHECK(refused({"other", "mine"}) == "");
}

TEST_CASE("What a gather throws is passed on", "[messages_of_ranks]") {
  const auto lost = [](std::string_view) -> strings { throw std::runtime_error("rank 1 is lost"); };
  CHECK_THROWS_AS(roster::detail::gather_messages({"mine"}, lost, "x"), std::runtime_error);
}

}  // namespace messages_of_ranks_tests
