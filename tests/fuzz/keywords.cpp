// Keyword arguments: the scheduler's name in the first line, then a name and a value in each line.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>

#include "fuzz.hpp"

namespace {

constexpr std::size_t most = 6;

struct argument {
  std::string name;
  roster::node given;
};

std::string_view next(std::string_view& text, char end) {
  const auto at = std::min(text.find(end), text.size());
  const auto piece = text.substr(0, at);
  text.remove_prefix(std::min(at + 1, text.size()));
  return piece;
}

/// A number, a list, … as in a saved state; any other text is a text.
roster::node value_of(std::string_view text) {
  try {
    return roster::parse_state(text);
  } catch (const roster::error& refused) {
    fuzz::demand_placed(refused);
    return text;
  }
}

template <std::size_t... I>
auto create_with(std::string_view name, fuzz::groups& optimizer, const std::vector<argument>& given,
                 std::index_sequence<I...>) {
  return roster::try_create(name, optimizer, {{given[I].name, given[I].given}...});
}
auto create(std::string_view name, fuzz::groups& optimizer, const std::vector<argument>& given) {
  switch (given.size()) {
    case 0:
      return create_with(name, optimizer, given, std::make_index_sequence<0>{});
    case 1:
      return create_with(name, optimizer, given, std::make_index_sequence<1>{});
    case 2:
      return create_with(name, optimizer, given, std::make_index_sequence<2>{});
    case 3:
      return create_with(name, optimizer, given, std::make_index_sequence<3>{});
    case 4:
      return create_with(name, optimizer, given, std::make_index_sequence<4>{});
    case 5:
      return create_with(name, optimizer, given, std::make_index_sequence<5>{});
    default:
      return create_with(name, optimizer, given, std::make_index_sequence<most>{});
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  auto left = text;
  const auto name = next(left, '\n');
  std::vector<argument> given;
  roster::node::object described{{"name", name}};
  bool names_itself = false;
  while (!left.empty() && given.size() < most) {
    auto line = next(left, '\n');
    const auto field = next(line, ' ');
    if (field == "verbose") continue;  // it prints
    given.push_back({std::string(field), value_of(line)});
    described.push_back({field, given.back().given});
    const roster::value shown = given.back().given;
    const auto* number = shown.as<std::int64_t>();
    if (field == "last_epoch" && number && fuzz::takes_long(text, *number)) return 0;
    names_itself = names_itself || field == "name";
  }

  const fuzz::groups before{{.lr = 0.1, .momentum = 0.9}, {.lr = 0.25, .momentum = 0.8}};
  auto optimizer = before;
  const auto made = create(name, optimizer, given);
  if (!made) {
    fuzz::demand_placed(made.error());
    fuzz::demand(optimizer == before, "a refused scheduler changed the optimizer", made.error().what());
  }
  if (names_itself) return 0;
  // Described in a tree, it is the same.
  const roster::node tree(std::move(described));
  auto other = before;
  const auto from_tree = roster::try_create(tree, other);
  fuzz::demand(made.has_value() == from_tree.has_value(), "arguments and a tree differ", text);
  fuzz::demand(other == optimizer, "arguments and a tree give other values");
  if (made) {
    fuzz::demand_reads({"arguments", tree});
  } else {
    const auto &one = made.error(), &two = from_tree.error();
    const auto alike = [](const roster::problem& a, const roster::problem& b) {
      return a.kind == b.kind && a.path == b.path;  // the text lists the fields, of a tree also `name`
    };
    fuzz::demand(std::ranges::equal(one.problems(), two.problems(), alike), "arguments and a tree have other problems",
                 two.what());
  }
  return 0;
}
