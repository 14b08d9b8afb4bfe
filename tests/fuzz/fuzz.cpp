#include "fuzz.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <limits>

#include "roster/fields/lengths.hpp"
#include "support/same.hpp"

namespace fuzz {
namespace {

constexpr int steps = 20;

bool same_bits(double a, double b) { return std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b); }
bool same_bits(const groups& a, const groups& b) {
  return std::ranges::equal(a, b, [](const auto& one, const auto& two) {
    return same_bits(one.lr, two.lr) && same_bits(one.momentum, two.momentum);
  });
}

bool any(const groups& all, bool (*is)(double)) {
  return std::ranges::any_of(all, [&](const auto& group) { return is(group.lr) || is(group.momentum); });
}
bool is_nan(double number) { return std::isnan(number); }
bool is_infinite(double number) { return std::isinf(number); }

double metric(int t) {
  constexpr double nan = std::numeric_limits<double>::quiet_NaN();
  constexpr double infinity = std::numeric_limits<double>::infinity();
  constexpr std::array all{1.0, 0.5, 0.5, 0.6, nan, 0.7, infinity, 0.2, 0.2, -1.0, -infinity, 1e308};
  return all[static_cast<std::size_t>(t) % all.size()];
}

/// One step. Returns what refused it; then nothing has changed.
std::string step(running& scheduler, groups& optimizer, int t) {
  const auto before = optimizer;
  const auto epoch = scheduler.last_epoch();
  try {
    if (scheduler.schedule().takes_metric()) {
      scheduler.step(metric(t));
    } else {
      scheduler.step();
    }
  } catch (const roster::error& refused) {
    demand_told(refused);
    demand(same_bits(before, optimizer), "a refused step changed the optimizer", refused.what());
    demand(scheduler.last_epoch() == epoch, "a refused step changed the epoch", refused.what());
    return refused.what();
  }
  demand(scheduler.last_epoch() == epoch + 1, "a step did not go to the next epoch");
  return {};
}

/// The state as a file would have it.
roster::node saved(const running& scheduler) {
  const auto state = scheduler.state_dict();
  auto read = roster::parse_state(roster::to_json(state, 2));
  demand_same(read, state, "a state does not come back from JSON");
  return read;
}

bool is_printable(std::string_view text) {
  return std::ranges::none_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
}

/// Demands that a recipe or a scheduler comes back from its tree.
template <class Config, class Read>
void demand_comes_back(const Config& made, const roster::node& tree, Read&& read) {
  demand_kept(tree);
  try {
    demand(test::same(read(tree), made), "what was read does not come back", roster::to_json(tree));
  } catch (const roster::error& refused) {
    demand(false, "what was written is refused", refused.what());
  }
}

/// The groups of an optimizer without those numbers that only some optimizers have.
groups plain(const roster::optimizer_entry<roster::registry<roster::optimizers>>& optimizer) {
  groups all;
  for (auto& one : roster::groups_of(optimizer)) {
    using traits = roster::optimizer_traits<roster::config_groups<roster::registry<roster::optimizers>>>;
    auto& made = all.emplace_back(roster::plain_group{.lr = traits::lr(one)});
    const auto parameters = traits::parameters(one);
    if (const auto* found = roster::detail::find_companion(parameters, "momentum")) made.momentum = found->get(one);
    if (const auto* found = roster::detail::find_parameter(parameters, "weight_decay"))
      made.weight_decay = found->get(one);
  }
  return all;
}

/// Demands that the schedulers of a recipe, whose check found nothing, run together, and go on from their state.
void demand_run_together(std::vector<entry> all,
                         const roster::optimizer_entry<roster::registry<roster::optimizers>>& on) {
  for (auto& one : all) {
    one.options.verbose = false;
    if (takes_long(roster::field_kind<entry>::text(one), one.options.last_epoch)) return;
  }
  const std::vector<roster::named_metric> metrics{{"loss", 1.0}};
  auto groups = roster::groups_of(on), resumed_groups = groups;
  try {
    const roster::run_length run{.epochs = 9, .batches_per_epoch = 7};
    auto set = schedulers::create(all, groups, run), resumed = schedulers::create(all, resumed_groups, run);
    for (int t = 0; t < steps; ++t) {
      const auto state = set.state_dict();
      resumed.load_state_dict(state);
      demand_same(resumed.state_dict(), state, "a set's state does not come back");
      set.after_batch(metrics);
      set.after_epoch(metrics);
    }
  } catch (const roster::error& refused) {
    demand_told(refused);  // it ends, or a value leaves the limits of its parameter
  }
}

entry read_scheduler(const roster::document& file) {
  return roster::checked(file, [&](const roster::place& here) { return roster::read_entry<entry>(file.tree, here); });
}

/// Demands that lengths become numbers of steps, or that there is a reason; and that the scheduler then runs.
void demand_resolves(const entry& scheduler, const groups& before) {
  for (const bool by_batch : {false, true}) {
    if (by_batch && !roster::has_lengths(scheduler)) return;  // nothing differs
    auto resolved = scheduler;
    std::vector<roster::problem> problems;
    roster::resolve_lengths(resolved, {.run = {.epochs = 9, .batches_per_epoch = 7}, .by_batch = by_batch},
                            roster::place(problems));
    if (!problems.empty()) {
      demand_placed(roster::error("lengths", std::move(problems)));
    } else {
      demand(!roster::has_lengths(resolved), "a length was not resolved");
      demand_runs(resolved, before);
    }
  }
}

}  // namespace

void demand(bool right, std::string_view what, std::string_view more) {
  if (right) return;
  std::fprintf(stderr, "FOUND: %.*s\n%.*s\n", static_cast<int>(what.size()), what.data(),
               static_cast<int>(std::min<std::size_t>(more.size(), 4000)), more.data());
  std::abort();
}

void demand_same(const roster::node& a, const roster::node& b, std::string_view what) {
  const auto one = roster::to_json(a), two = roster::to_json(b);
  demand(one == two, what, one + "\n" + two);
}

void demand_told(const roster::error& refused) {
  demand(!refused.problems().empty(), "an error without problems", refused.what());
  for (const auto& one : refused.problems()) {
    demand(!one.text.empty(), "a problem without a text", refused.what());
    demand(is_printable(one.sentence()), "a problem that cannot be printed", one.sentence());
  }
}

void demand_placed(const roster::error& refused) {
  demand_told(refused);
  for (const auto& one : refused.problems()) {
    demand(!one.path.empty() || one.where, "a problem without a path or a line", refused.what());
  }
}

void demand_kept(const roster::node& tree) {
  try {
    const auto json = roster::to_json(tree), yaml = roster::to_yaml(tree);
    demand_same(roster::parse_state(json), tree, "a tree does not come back from JSON");
    demand_same(roster::parse_yaml(yaml), tree, "a tree does not come back from YAML");
  } catch (const roster::error& refused) {
    demand(false, "a written tree is refused", refused.what());
  }
}

void demand_reads(const roster::document& file) {
  try {
    if (file.tree.find("name") && !file.tree.find("scheduler") && !file.tree.find("schedulers")) {
      const auto made = read_scheduler(file);
      demand_comes_back(made, roster::field_kind<entry>::write(made),
                        [](const roster::node& tree) { return read_scheduler({"written", tree}); });
      demand_resolves(made, {{.lr = 0.1, .momentum = 0.9}, {.lr = 0.25, .momentum = 0.8}});
    } else {
      const auto made = roster::read_recipe<roster::recipe_of<schedulers>>(file);
      demand_comes_back(made, roster::write_recipe(made), [](const roster::node& tree) {
        return roster::read_recipe<roster::recipe_of<schedulers>>(roster::document{"written", tree});
      });
      const auto all = roster::checked("recipe", [&](const auto& here) { return made.all_schedulers(here); });
      for (const auto& one : all) demand_resolves(one, plain(*made.optimizer));
      demand_run_together(all, *made.optimizer);
    }
  } catch (const roster::error& refused) {
    file.tree.as<roster::node::object>() ? demand_placed(refused) : demand_told(refused);
  }
}

bool takes_long(std::string_view text, roster::epoch last_epoch) {
  return last_epoch > 1000 && (text.find("SWALR") != text.npos || text.find("ChainedScheduler") != text.npos);
}

void demand_runs(const entry& given, const groups& before) {
  auto scheduler = given;
  scheduler.options.verbose = false;  // it prints
  if (takes_long(roster::field_kind<entry>::text(given), given.options.last_epoch)) return;
  auto optimizer = before;
  auto made = schedulers::try_create(scheduler, optimizer);
  if (!made) {
    demand_told(made.error());
    demand(same_bits(before, optimizer), "a refused scheduler changed the optimizer", made.error().what());
    return;
  }
  demand_goes_on(*made, optimizer, scheduler);
}

void demand_goes_on(running& scheduler, groups& optimizer, const entry& made_from) {
  auto resumed_optimizer = optimizer;
  auto resumed = schedulers::create(made_from, resumed_optimizer);
  const auto resume = [&] {
    resumed_optimizer = optimizer;
    const bool drives_all = made_from.options.parameter == "lr" && made_from.options.groups.are_all();
    for (auto& group : resumed_optimizer) group.lr = drives_all ? 7.0 : group.lr;
    resumed.load_state_dict(saved(scheduler));
  };
  bool overflows = false;
  for (int t = 0; t <= steps; ++t) {
    overflows = overflows || any(optimizer, is_infinite);
    if (any(optimizer, is_nan)) {
      demand(overflows, "NaN", to_string(scheduler));
      return;
    }
    if (t == 0 || t == 7) resume();
    demand(same_bits(optimizer, resumed_optimizer), "a resumed scheduler has other values", to_string(scheduler));
    const auto refused = step(scheduler, optimizer, t);
    demand(step(resumed, resumed_optimizer, t) == refused, "a resumed scheduler refuses another step", refused);
    if (!refused.empty()) return;
  }
  demand_same(saved(scheduler), saved(resumed), "a resumed scheduler has another state");
}

}  // namespace fuzz
