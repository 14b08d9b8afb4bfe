// Every scheduler, with every field changed in turn, loads the state of the unchanged one.
#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "roster/files.hpp"
#include "roster/roster.hpp"
#include "support/one_of_each.hpp"
#include "support/refusal.hpp"

namespace another_config_tests {

using groups = std::vector<roster::plain_group>;
using registry = roster::all_registry;
using entry = registry::entry;
using roster::node;
using test::step;

const groups before{{.lr = 0.1, .momentum = 0.9}, {.lr = 0.25, .momentum = 0.8}};
constexpr int steps = 16;

/// Other values that a field might have in place of this one. Some are not valid.
std::vector<node> instead_of(const roster::value& given) {
  if (const auto* b = given.as<bool>()) return {!*b};
  if (const auto* i = given.as<std::int64_t>()) return {*i + 1, *i - 1};
  if (const auto* d = given.as<double>()) return {*d * 0.5, *d + 0.05, *d * 0.9};
  if (given.as<std::string_view>())
    return {"cos",        "linear",     "cosine", "min",     "max", "rel",     "abs",
            "triangular", "iterations", "normal", "uniform", "log", "constant"};
  return {7, 0.5, node(node::list{0.5, 0.25, 0.25})};
}

/// A scheduler's config with one field changed, and the path of that field.
struct change {
  std::string path;
  entry made;
};

roster::result<entry> read(const node& whole) {
  return roster::detail::result_of(
      [&] { return roster::checked("it", [&](const auto& here) { return roster::read_entry<entry>(whole, here); }); });
}

/// Adds a change of each field in `part` of `whole` that a file can give, which is all but functions. `path` is that of
/// the field around it.
void add_changes(node& whole, node& part, const std::string& path, std::vector<change>& all) {
  if (auto* members = part.as<node::object>()) {
    for (auto& [name, given] : *members) {
      const auto& options = roster::field_names<roster::scheduler_options>;
      if (path.empty() && std::ranges::find(options, name) != options.end()) continue;
      if (name == "name" || name == "scale_fn") continue;
      if (name == "scheduler" && roster::value(given).is_null()) continue;  // another child is another state
      add_changes(whole, given, path + (path.empty() ? "" : ".") + name, all);
    }
  } else if (auto* items = part.as<node::list>()) {
    for (std::size_t i = 0; i < items->size(); ++i) {
      auto& item = (*items)[i];
      const bool has_path = item.as<node::object>() || item.as<node::list>();
      add_changes(whole, item, has_path ? path + "[" + std::to_string(i) + "]" : path, all);
    }
  } else {
    const auto given = part;
    bool changed = false;
    bool depends_on_another = false;  // of min_lr and min_lr_rate, only one is given; ratios have the sum 1
    for (const auto& other : instead_of(given)) {
      if (changed || other == given) continue;
      part = other;
      if (auto made = read(whole)) {
        all.push_back({path, std::move(*made)});
        changed = true;
      } else {
        const auto kind = made.error().problems().front().kind;
        if (kind == roster::problem_kind::rule || kind == roster::problem_kind::missing) depends_on_another = true;
      }
    }
    part = given;
    INFO(path);
    CHECK((changed || depends_on_another));
  }
}

/// A function cannot be read from a file: such schedulers have tests of their own.
struct case_of {
  entry made;
  std::vector<change> changes;
};
std::vector<case_of> all_cases() {
  std::vector<case_of> all;
  for (const auto& one : test::one_of_each()) {
    auto whole = node(roster::field_kind<entry>::write(one));
    if (!read(whole)) continue;
    all.push_back({one, {}});
    add_changes(whole, whole, "", all.back().changes);
  }
  return all;
}

TEST_CASE("The state of another config is refused, whichever field differs, and the field is named",
          "[another_config][message]") {
  std::size_t changes = 0;
  for (const auto& [one, all] : all_cases()) {
    auto optimizer = before;
    auto running = registry::create(one, optimizer);
    for (int t = 1; t < 4; ++t) step(running, t);
    const auto state = roster::parse_state(roster::to_json(running.state_dict()));
    for (const auto& [path, other] : all) {
      INFO(roster::to_json(roster::field_kind<entry>::write(other)));
      auto others = before;
      auto here = registry::create(other, others);
      const auto unchanged = others;
      const auto said = test::refusal([&] { here.load_state_dict(state); });
      CHECK(said.starts_with("state_dict: " + path + " is "));
      CHECK(said.ends_with(" here; to go on with the config here, load it with roster::config_may_differ"));
      CHECK(others == unchanged);
      CHECK(here.last_epoch() == 0);

      const auto differences = here.load_state_dict(state, roster::config_may_differ);
      REQUIRE(differences.size() == 1);
      CHECK(differences[0].path == path);
      CHECK(said.find(roster::detail::differs(differences[0])) != said.npos);
      ++changes;
    }
  }
  CHECK(changes > 130);
}

TEST_CASE("A run goes on under another config as if it had had it from the beginning", "[another_config]") {
  for (const auto& [one, all] : all_cases()) {
    auto optimizer = before;
    auto running = registry::create(one, optimizer);
    for (int k = 0; k < steps; ++k) {
      if (k > 0) step(running, k);
      for (const auto& [path, other] : all) {
        INFO(roster::to_json(roster::field_kind<entry>::write(other)) << ", " << path << ", epoch " << k);
        auto whole = before;
        auto from_the_beginning = registry::create(other, whole);
        if (from_the_beginning.schedule().takes_metric()) continue;  // the metrics would have had other effects
        for (int t = 1; t <= k; ++t) from_the_beginning.step();
        groups resumed(2, {.lr = 7.0, .momentum = 0.123});
        auto here = registry::create(other, resumed);
        here.load_state_dict(running.state_dict(), roster::config_may_differ);
        for (int t = k; t < steps; ++t) {
          if (t > k) {
            from_the_beginning.step();
            here.step();
          }
          for (std::size_t i = 0; i < whole.size(); ++i) {
            REQUIRE(resumed[i].lr == whole[i].lr);
            if (here.schedule().moves("momentum")) REQUIRE(resumed[i].momentum == whole[i].momentum);
          }
        }
        CHECK(here.state_dict() == from_the_beginning.state_dict());
      }
    }
  }
}

TEST_CASE("The same config is loaded as without config_may_differ", "[another_config]") {
  for (const auto& one : test::one_of_each()) {
    auto optimizer = before;
    auto running = registry::create(one, optimizer);
    for (int t = 1; t < 6; ++t) step(running, t);
    groups fresh(2, {.lr = 7.0, .momentum = 0.9});
    auto resumed = registry::create(one, fresh);
    CHECK(resumed.load_state_dict(running.state_dict(), roster::config_may_differ).empty());
    CHECK(resumed.state_dict() == running.state_dict());
  }
}

TEST_CASE("What a metric has done stays done under another config", "[another_config]") {
  groups optimizer{{.lr = 1.0}};
  auto running = roster::make<"ReduceLROnPlateau">(optimizer, {.factor = 0.5, .patience = 1});
  for (const double metric : {3.0, 4.0, 4.0, 4.0}) running.step(metric);
  REQUIRE(optimizer[0].lr == 0.5);
  groups others{{.lr = 1.0}};
  auto here = roster::make<"ReduceLROnPlateau">(others, {.factor = 0.1, .patience = 2});
  const auto differences = here.load_state_dict(running.state_dict(), roster::config_may_differ);
  REQUIRE(differences.size() == 2);
  CHECK(differences[0].sentence() == "factor was 0.5, is 0.1");
  CHECK(differences[1].sentence() == "patience was 1, is 2");
  CHECK(others[0].lr == 0.5);
  CHECK(here.schedule().state().best == 3.0);
  CHECK(here.schedule().state().num_bad_epochs == 1);
  here.step(4.0);
  CHECK(others[0].lr == 0.5);
  here.step(4.0);
  CHECK(others[0].lr == 0.05);
}

TEST_CASE("After a warm-up that is now longer or shorter, a plateau goes on or begins", "[another_config]") {
  const auto plan = [](std::int64_t milestone, std::int64_t total) {
    return test::SequentialLR{.schedulers = {roster::LinearLR{.start_factor = 0.5, .total_iters = total},
                                             roster::ReduceLROnPlateau{.factor = 0.5, .patience = 0}},
                              .milestones = {milestone}};
  };
  const auto resumed = [&](int epochs, const test::SequentialLR& other) {
    groups optimizer{{.lr = 1.0}};
    auto running = registry::create(entry(plan(4, 4)), optimizer);
    for (int t = 0; t < epochs; ++t) running.step(1.0);
    groups others{{.lr = 7.0}};
    auto here = registry::create(entry(other), others);
    here.load_state_dict(running.state_dict(), roster::config_may_differ);
    std::vector<double> rates{others[0].lr};
    for (int t = 0; t < 3; ++t) {
      here.step(1.0);
      rates.push_back(others[0].lr);
    }
    return rates;
  };
  // 1 at epoch 4, a baseline at 5, 0.5 at 6
  CHECK(resumed(6, plan(4, 4)) == std::vector{0.5, 0.25, 0.125, 0.0625});
  CHECK(resumed(6, plan(2, 4)) == std::vector{0.5, 0.25, 0.125, 0.0625});
  // The warm-up is not over any more.
  CHECK(resumed(6, plan(8, 8)) == std::vector{0.875, 0.9375, 1.0, 1.0});
  // It is over now; the metric has not driven anything yet.
  CHECK(resumed(3, plan(2, 2)) == std::vector{1.0, 1.0, 0.5, 0.25});
}

TEST_CASE("Under another function, a run goes on as that function says", "[another_config]") {
  groups optimizer{{.lr = 1.0}};
  auto running = roster::make<"LambdaLR">(optimizer, {.lr_lambda = [](roster::epoch) { return 0.5; }});
  running.step();
  running.step();
  groups others{{.lr = 1.0}};
  const auto thirds = [](roster::epoch t) { return 1.0 / static_cast<double>(1 + t); };
  auto here = roster::make<"LambdaLR">(others, {.lr_lambda = thirds});
  CHECK(here.load_state_dict(running.state_dict(), roster::config_may_differ).empty());
  CHECK(others[0].lr == 1.0 / 3);

  const auto halves = [](roster::epoch) { return 0.5; };
  groups products{{.lr = 1.0}};
  auto product = roster::make<"MultiplicativeLR">(products, {.lr_lambda = halves});
  for (int t = 0; t < 3; ++t) product.step();
  groups resumed{{.lr = 7.0}};
  auto other = roster::make<"MultiplicativeLR">(resumed, {.lr_lambda = [](roster::epoch) { return 0.25; }});
  CHECK(other.load_state_dict(product.state_dict(), roster::config_may_differ).empty());
  CHECK(resumed[0].lr == 1.0 / 64);

  // That a function was added is known.
  auto cyclic = roster::make<"CyclicLR">(optimizer, {.base_lr = 0.1, .max_lr = 1.0, .cycle_momentum = false});
  auto scaled = roster::make<"CyclicLR">(
      others, {.base_lr = 0.1, .max_lr = 1.0, .scale_fn = [](double) { return 0.5; }, .cycle_momentum = false});
  CHECK(
      test::refusal([&] { scaled.load_state_dict(cyclic.state_dict()); }) ==
      "state_dict: scale_fn is null in the state, but \"a function\" here; to go on with the config here, load it with "
      "roster::config_may_differ");
}

TEST_CASE("PyTorch does not save every field: under config_may_differ, the config's values count", "[another_config]") {
  groups optimizer{{.lr = 1.0}};
  auto running = roster::make<"SWALR">(optimizer, {.swa_lr = 0.5, .anneal_epochs = 4, .anneal_strategy = "linear"});
  const auto pytorchs = roster::parse_state(
      R"({"anneal_epochs": 4, "_anneal_strategy": "linear", "base_lrs": [1.0], "last_epoch": 2, "_step_count": 3,
          "_last_lr": [0.6]})");  // of swa_lr=0.2
  CHECK(running.load_state_dict(pytorchs, roster::config_may_differ).empty());
  CHECK(optimizer[0].lr == 0.75);
  running.load_state_dict(pytorchs);
  CHECK(optimizer[0].lr == 0.6);
}

/// A user's own: remembers, without a metric.
struct Counting {
  std::int64_t every = 2;
  struct state {
    std::int64_t cycles = 0;
  };
  void step(state& s, roster::settings all, roster::epoch t) const {
    if (t == 0 || t % every != 0) return;
    ++s.cycles;
    for (std::size_t i = 0; i < all.lr.size(); ++i) all.lr[i] = all.base_lr[i] / static_cast<double>(1 + s.cycles);
  }
};

TEST_CASE("What a scheduler remembers without a metric is as if it had had the config from the beginning",
          "[another_config]") {
  groups optimizer{{.lr = 1.0}};
  roster::running_scheduler running(optimizer, roster::schedule(Counting{}));
  for (int t = 0; t < 7; ++t) running.step();
  REQUIRE(running.schedule().state().cycles == 3);
  groups others{{.lr = 7.0}};
  roster::running_scheduler here(others, roster::schedule(Counting{.every = 3}));
  const auto differences = here.load_state_dict(running.state_dict(), roster::config_may_differ);
  REQUIRE(differences == std::vector{roster::difference{.path = "every", .then = 2, .now = 3}});
  CHECK(here.schedule().state().cycles == 2);
  CHECK(others[0].lr == 1.0 / 3);
}

TEST_CASE("What cannot be matched is an error, even if the config may differ", "[another_config][message]") {
  groups optimizer{{.lr = 1.0}};
  const roster::StepLR step{.step_size = 2};
  const roster::LinearLR linear{};
  const auto state_of = [&](const entry& one) { return registry::create(one, optimizer).state_dict(); };
  auto here = registry::create(entry(test::SequentialLR{.schedulers = {linear, step}, .milestones = {5}}), optimizer);
  const auto said = [&](const entry& one) {
    return test::refusal([&] { here.load_state_dict(state_of(one), roster::config_may_differ); });
  };
  CHECK(said(step) == "state_dict: scheduler is \"StepLR\", expected \"SequentialLR\"");
  CHECK(said(test::SequentialLR{.schedulers = {step, linear}, .milestones = {5}}) ==
        R"(state_dict: schedulers are ["StepLR", "LinearLR"] in the state, but ["LinearLR", "StepLR"] here)");
  CHECK(said(test::SequentialLR{.schedulers = {linear, step, step}, .milestones = {5, 9}}) ==
        R"(state_dict: schedulers are ["LinearLR", "StepLR", "StepLR"] in the state, but ["LinearLR", "StepLR"] here)");
}

TEST_CASE("An epoch that the new config does not have is an error", "[another_config][message]") {
  groups optimizer{{.lr = 1.0}};
  auto running = roster::make<"OneCycleLR">(optimizer, {.max_lr = 1.0, .total_steps = 20});
  for (int t = 0; t < 12; ++t) running.step();
  auto state = running.state_dict();
  groups others{{.lr = 0.5}};
  auto here = roster::make<"OneCycleLR">(others, {.max_lr = 1.0, .total_steps = 10});
  const auto unchanged = others;
  CHECK(test::refusal([&] { here.load_state_dict(state, roster::config_may_differ); }) ==
        "state_dict: ends at step 10; step 12 does not exist");
  CHECK(others == unchanged);

  auto forever = roster::make<"StepLR">(optimizer, {.step_size = 2}).state_dict();
  for (auto& [name, member] : *forever.as<node::object>()) {
    if (name == "last_epoch") member = std::int64_t{1} << 50;
  }
  auto other = roster::make<"StepLR">(others, {.step_size = 3});
  CHECK(test::refusal([&] { other.load_state_dict(forever, roster::config_may_differ); }) ==
        "state_dict: last_epoch is 1125899906842624, expected an integer from 0 to 1000000000");
}

}  // namespace another_config_tests
