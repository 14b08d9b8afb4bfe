// Saved states. The first byte chooses the scheduler, the second the epoch that it was saved at. Then comes a state as
// JSON; or after a third byte of 0, changes of the right one: which value, what to do, and eight bytes for it.
#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>

#include "fuzz.hpp"
#include "support/one_of_each.hpp"

namespace {

const std::vector<fuzz::entry>& schedulers() {
  static const auto all = test::one_of_each();
  return all;
}

void step(fuzz::running& scheduler) {
  if (scheduler.schedule().takes_metric()) {
    scheduler.step(scheduler.last_epoch() % 3 == 0 ? 0.5 : 2.0);
  } else {
    scheduler.step();
  }
}

void collect(roster::node& tree, std::vector<roster::node*>& all) {
  all.push_back(&tree);
  roster::detail::for_each_child(tree, [&](roster::node& child) { collect(child, all); });
}

/// Eleven bytes are a change.
void change(roster::node& tree, const std::uint8_t* bytes) {
  std::vector<roster::node*> all;
  collect(tree, all);
  auto& one = *all[(bytes[0] + 256u * bytes[1]) % all.size()];
  std::int64_t integer = 0;
  std::memcpy(&integer, bytes + 3, sizeof integer);
  const roster::node other = *all[static_cast<std::uint64_t>(integer) % all.size()];
  auto* const list = one.as<roster::node::list>();
  auto* const object = one.as<roster::node::object>();
  switch (bytes[2] % 8) {
    case 0:
      one = integer;
      break;
    case 1:
      one = std::bit_cast<double>(integer);
      break;
    case 2:
      one = integer % 32;
      break;
    case 3:
      one = static_cast<double>(integer % 1000) / 8;
      break;
    case 4:
      one = other;
      break;
    case 5:
      one = roster::node();
      break;
    case 6:
      if (list) list->push_back(other);
      if (object) object->push_back({"last_epoch", other});
      break;
    default:
      if (list && !list->empty()) list->pop_back();
      if (object && !object->empty()) object->erase(object->begin() + (integer & 0xffff) % std::ssize(*object));
  }
}

roster::node changed(roster::node tree, std::span<const std::uint8_t> bytes) {
  constexpr std::size_t size = 11;
  for (; bytes.size() >= size; bytes = bytes.subspan(size)) change(tree, bytes.data());
  return tree;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 3) return 0;
  const auto& made_from = schedulers()[data[0] % schedulers().size()];
  fuzz::groups optimizer{{.lr = 0.1, .momentum = 0.9}, {.lr = 0.25, .momentum = 0.8}};
  auto scheduler = roster::create(made_from, optimizer);
  for (int t = 0; t < data[1] % 32; ++t) step(scheduler);
  const auto before = scheduler.state_dict();
  const auto groups_before = optimizer;

  const std::span bytes(data + 2, size - 2);
  roster::node state;
  try {
    const std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    state = bytes[0] == 0 ? changed(before, bytes.subspan(1)) : roster::parse_state(text, "state.json");
  } catch (const roster::error& refused) {
    fuzz::demand_placed(refused);
    return 0;
  }
  try {
    scheduler.load_state_dict(state);
  } catch (const roster::error& refused) {
    fuzz::demand_told(refused);
    if (state.as<roster::node::object>()) fuzz::demand_placed(refused);
    fuzz::demand(optimizer == groups_before, "a refused state changed the optimizer", refused.what());
    fuzz::demand_same(scheduler.state_dict(), before, "a refused state changed the scheduler");
    return 0;
  }
  fuzz::demand_goes_on(scheduler, optimizer, made_from);
  return 0;
}
