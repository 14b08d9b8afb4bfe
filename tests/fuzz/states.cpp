// Saved states. The first byte chooses the scheduler, the second the epoch that it was saved at. Then comes a state as
// JSON; or after a third byte of 0, changes of the right one: which value, what to do, and eight bytes for it.
#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <utility>
#include <vector>

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

/// Whether another config would have to take many steps up to the state's epoch. That ends, but not soon.
bool takes_long(const roster::node& state) {
  const auto* found = state.find("last_epoch");
  const auto at = found ? roster::value(*found) : roster::value(nullptr);
  bool is_far = at.as<std::int64_t>() && *at.as<std::int64_t>() > 1000;
  roster::detail::for_each_child(state, [&](const roster::node& child) { is_far = is_far || takes_long(child); });
  return is_far;
}

/// A scheduler after some steps.
struct stepped {
  const fuzz::entry& made_from;
  fuzz::groups optimizer{{.lr = 0.1, .momentum = 0.9}, {.lr = 0.25, .momentum = 0.8}};
  fuzz::running scheduler = fuzz::schedulers::create(made_from, optimizer);

  stepped(const stepped&) = delete;  // the scheduler refers to the optimizer
  stepped(const fuzz::entry& from, int steps) : made_from(from) {
    while (scheduler.last_epoch() < steps) step(scheduler);
  }
};

/// Demands that each problem has a path, but for those of the whole state.
void demand_placed(const roster::error& refused) {
  std::vector<roster::problem> inside;
  for (const auto& one : refused.problems()) {
    const bool whole = one.text.starts_with("is not the state of a ") || one.text.starts_with("ends at step ");
    if (!whole) inside.push_back(one);
  }
  fuzz::demand_told(refused);
  if (!inside.empty()) fuzz::demand_placed(roster::error("state_dict", std::move(inside)));
}

/// Demands that the state is refused with a reason, and nothing has changed; or that the scheduler goes on from it.
/// Returns whether it does.
template <class... Option>
bool loads(stepped into, const roster::node& state, Option... may_differ) {
  const auto groups_before = into.optimizer;
  const auto before = into.scheduler.state_dict();
  try {
    into.scheduler.load_state_dict(state, may_differ...);
  } catch (const roster::error& refused) {
    state.as<roster::node::object>() ? demand_placed(refused) : fuzz::demand_told(refused);
    fuzz::demand(into.optimizer == groups_before, "a refused state changed the optimizer", refused.what());
    fuzz::demand_same(into.scheduler.state_dict(), before, "a refused state changed the scheduler");
    return false;
  }
  fuzz::demand_goes_on(into.scheduler, into.optimizer, into.made_from);
  return true;
}

/// The next scheduler of that type, with another config if there is one.
const fuzz::entry& other_config(std::size_t position) {
  const auto& all = schedulers();
  const auto name = all[position].name();
  do position = (position + 1) % all.size();
  while (all[position].name() != name);
  return all[position];
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 3) return 0;
  const auto chosen = data[0] % schedulers().size();
  const auto& made_from = schedulers()[chosen];
  const int steps = data[1] % 32;
  const std::span bytes(data + 2, size - 2);
  roster::node state;
  try {
    const std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    state = bytes[0] == 0 ? changed(stepped(made_from, steps).scheduler.state_dict(), bytes.subspan(1))
                          : roster::parse_state(text, "state.json");
  } catch (const roster::error& refused) {
    fuzz::demand_placed(refused);
    return 0;
  }
  const bool taken = loads({made_from, steps}, state);
  if (takes_long(state)) return 0;
  const bool taken_though_it_may_differ = loads({made_from, steps}, state, roster::config_may_differ);
  fuzz::demand(!taken || taken_though_it_may_differ, "a state is refused only if it may differ");
  loads({other_config(chosen), steps}, state, roster::config_may_differ);
  return 0;
}
