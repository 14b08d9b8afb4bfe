#include <bit>
#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "roster/roster.hpp"
#include "roster/run/all_registry.hpp"
#include "support/refusal.hpp"

namespace timm_tests {

using registry = roster::all_registry;
using types = registry::entry::registry;
using groups = std::vector<roster::plain_group>;
using namespace roster::timm;

std::string refusal(std::string_view name, roster::keywords fields) {
  groups set{{.lr = 1.0}};
  return test::refusal([&] { registry::create(name, set, fields); });
}
/// The learning rates of the groups at an epoch.
template <class Config>
std::vector<double> at(const Config& config, roster::epoch t, std::vector<double> base = {1.0}) {
  std::vector<double> lr(base.size());
  roster::schedule one{Config(config)};
  roster::checked("at", [&](const roster::place& here) { one.at(base, t, lr, here); });
  return lr;
}
/// The bits of the learning rates, to be compared.
std::vector<std::uint64_t> bits(const groups& set) {
  std::vector<std::uint64_t> all;
  for (const auto& one : set) all.push_back(std::bit_cast<std::uint64_t>(one.lr));
  return all;
}
/// A step to epoch `t`, with a metric that improves every third time, or without one if none is needed.
template <class Scheduler>
void step(Scheduler& running, int t, int warmup) {
  t > warmup ? running.step(t % 3 == 0 ? 1.0 / (1 + t) : 5.0) : running.step();
}

TEST_CASE("What timm takes but cannot mean is refused", "[timm][message]") {
  CHECK(refusal("timm.CosineLRScheduler", {{"t_initial", 0},
                                           {"lr_min", -1},
                                           {"cycle_mul", 0},
                                           {"cycle_decay", 0},
                                           {"cycle_limit", 0},
                                           {"warmup_t", -1},
                                           {"warmup_lr_init", -0.1},
                                           {"noise_range_t", -3},
                                           {"noise_pct", 0},
                                           {"k_decay", 0},
                                           {"lr_scale", -1}}) ==
        "timm.CosineLRScheduler: 11 problems\n"
        "  t_initial is 0, expected an integer of at least 1\n"
        "  lr_min is -1.0, expected a real number of at least 0\n"
        "  cycle_mul is 0.0, expected a real number above 0 and at most 1000\n"
        "  cycle_decay is 0.0, expected a real number above 0\n"
        "  cycle_limit is 0, expected an integer of at least 1\n"
        "  warmup_t is -1, expected an integer of at least 0\n"
        "  warmup_lr_init is -0.1, expected a real number of at least 0\n"
        "  noise_range_t is -3, expected an integer of at least 0\n"
        "  noise_pct is 0.0, expected a real number from 0.001 to 1\n"
        "  k_decay is 0.0, expected a real number above 0 and at most 15\n"
        "  lr_scale is -1.0, expected a real number of at least 0");
  CHECK(refusal("timm.PolyLRScheduler", {{"t_initial", 4}, {"power", -1}, {"noise_pct", 1.5}}) ==
        "timm.PolyLRScheduler: 2 problems\n"
        "  power is -1.0, expected a real number of at least 0\n"
        "  noise_pct is 1.5, expected a real number from 0.001 to 1");
  CHECK(refusal("timm.TanhLRScheduler", {{"t_initial", 4}, {"lb", 3}, {"ub", -1}}) ==
        "timm.TanhLRScheduler: ub is -1.0, expected above 3.0, which is lb");
  CHECK(refusal("timm.StepLRScheduler", {{"decay_t", 0}, {"decay_rate", 0}}) ==
        "timm.StepLRScheduler: 2 problems\n"
        "  decay_t is 0.0, expected a real number above 0\n"
        "  decay_rate is 0.0, expected a real number above 0");
  CHECK(refusal("timm.StepLRScheduler", {{"decay_t", 2}, {"noise_std", 0.1}})
            .starts_with("timm.StepLRScheduler: noise_std is not a field of timm.StepLRScheduler"));
  CHECK(refusal("timm.MultiStepLRScheduler", {{"decay_t", {9, 5}}, {"decay_rate", -0.1}}) ==
        "timm.MultiStepLRScheduler: decay_rate is -0.1, expected a real number above 0");
  CHECK(refusal("timm.MultiStepLRScheduler", {{"decay_t", {9, 5}}}) ==
        "timm.MultiStepLRScheduler: decay_t[1] is 5, expected at least 9, the milestone before");
  CHECK(refusal("timm.PlateauLRScheduler", {{"decay_rate", 1},
                                            {"patience_t", -1},
                                            {"threshold", -1},
                                            {"cooldown_t", -1},
                                            {"mode", "mxa"},
                                            {"noise_type", "gauss"}}) ==
        "timm.PlateauLRScheduler: 6 problems\n"
        "  decay_rate is 1.0, expected a real number of at least 0 and below 1\n"
        "  patience_t is -1, expected an integer of at least 0\n"
        "  threshold is -1.0, expected a real number of at least 0\n"
        "  cooldown_t is -1, expected an integer of at least 0\n"
        "  mode is \"mxa\", expected \"min\" or \"max\"; did you mean max?\n"
        "  noise_type is \"gauss\", expected \"normal\" or \"uniform\"");
}

TEST_CASE("A warm-up that leaves nothing of the cycles is refused", "[timm][message]") {
  const std::string advice = "; set warmup_prefix to true to begin them after the warm-up";
  CHECK(refusal("timm.CosineLRScheduler", {{"t_initial", 3}, {"warmup_t", 4}}) ==
        "timm.CosineLRScheduler: warmup_t is 4, but all cycles end at epoch 3" + advice);
  CHECK(refusal("timm.PolyLRScheduler", {{"t_initial", 4}, {"cycle_mul", 1.5}, {"cycle_limit", 2}, {"warmup_t", 11}}) ==
        "timm.PolyLRScheduler: warmup_t is 11, but all cycles end at epoch 10" + advice);
  CHECK(
      refusal("timm.TanhLRScheduler", {{"t_initial", 8}, {"cycle_mul", 0.5}, {"cycle_limit", 90}, {"warmup_t", 17}}) ==
      "timm.TanhLRScheduler: warmup_t is 17, but all cycles end at epoch 16" + advice);
  CHECK(refusal("timm.CosineLRScheduler", {{"t_initial", 3}, {"warmup_t", 4}, {"warmup_prefix", true}}) == "");
  CHECK(refusal("timm.CosineLRScheduler", {{"t_initial", 3}, {"cycle_limit", 2}, {"warmup_t", 6}}) == "");
}

TEST_CASE("What a scheduler of timm needs is demanded", "[timm][message]") {
  CHECK(refusal("timm.CosineLRScheduler", {}) ==
        "timm.CosineLRScheduler: t_initial is missing, expected an integer of at least 1");
  CHECK(refusal("timm.StepLRScheduler", {}) ==
        "timm.StepLRScheduler: decay_t is missing, expected a real number above 0");
  CHECK(refusal("timm.MultiStepLRScheduler", {{"decay_t", 9}}) ==
        "timm.MultiStepLRScheduler: decay_t is 9, expected a list of integers, each at least 0");
}

TEST_CASE("Each group has its factor", "[timm][message]") {
  const CosineLRScheduler layers{.t_initial = 10, .lr_min = 0.25, .lr_scale = {1.0, 0.5}};
  CHECK(at(layers, 0, {1.0, 1.0}) == std::vector{1.0, 0.5});
  CHECK(at(layers, 10, {1.0, 1.0}) == std::vector{0.25, 0.125});
  CHECK(refusal("timm.StepLRScheduler", {{"decay_t", 2}, {"lr_scale", {1.0, 0.5}}}) ==
        "timm.StepLRScheduler: lr_scale has 2 elements, expected 1, one for each group");
}

TEST_CASE("Every cycle begins where the ones before it end", "[timm]") {
  for (const auto& [growth, first] : {std::pair{3.0, 1}, {3.0, 7}, {10.0, 1}, {2.0, 5}, {1.5, 16}, {7.0, 3}}) {
    const CosineLRScheduler one{.t_initial = first, .lr_min = 0.001, .cycle_mul = growth, .cycle_limit = 6};
    double begin = 0, length = first;
    for (int cycle = 0; cycle < 5; ++cycle, begin += length, length *= growth) {
      if (begin != std::floor(begin)) break;
      INFO(growth << ", cycle " << cycle << " begins at " << begin);
      const auto t = static_cast<roster::epoch>(begin);
      CHECK(at(one, t) == std::vector{1.0});
      if (t > 1) CHECK(at(one, t - 1)[0] < 1.0);
      if (length > 2) CHECK(at(one, t + 1)[0] < 1.0);
    }
  }
  // 10 + 11, and 10 × (1 + 1.1) is a little more in doubles
  CHECK(at(CosineLRScheduler{.t_initial = 10, .cycle_mul = 1.1, .cycle_limit = 9}, 21) == std::vector{1.0});
}

TEST_CASE("After the last cycle the learning rate is the lowest, for ever", "[timm]") {
  for (const auto growth : {0.01, 0.5, 0.999999, 1.0, 1.000001, 1000.0}) {
    const auto cosine = CosineLRScheduler{.t_initial = 8, .lr_min = 0.25, .cycle_mul = growth, .cycle_limit = 2};
    const auto poly = PolyLRScheduler{.t_initial = 8, .lr_min = 0.25, .cycle_mul = growth, .cycle_limit = 2};
    const auto tanh = TanhLRScheduler{.t_initial = 8, .lr_min = 0.25, .cycle_mul = growth, .cycle_limit = 2};
    for (const roster::epoch t : {8009, 1000000, 1 << 30}) {
      INFO(growth << ", epoch " << t);
      CHECK(at(cosine, t) == std::vector{0.25});
      CHECK(at(poly, t) == std::vector{0.25});
      CHECK(at(tanh, t) == std::vector{0.25});
    }
    for (roster::epoch t = 0; t < 40; ++t) CHECK(std::isfinite(at(cosine, t)[0] + at(poly, t)[0] + at(tanh, t)[0]));
  }
}

TEST_CASE("Powers of long runs are numbers", "[timm]") {
  const std::int64_t long_run = std::int64_t{1} << 53;
  const CosineLRScheduler one{.t_initial = long_run, .k_decay = 15};
  CHECK(at(one, long_run / 2)[0] > 0.999);
  CHECK(at(one, long_run - 1)[0] < 0.001);
  const CosineLRScheduler growing{.t_initial = 1000, .cycle_mul = 1000, .cycle_limit = long_run, .k_decay = 15};
  CHECK(at(growing, long_run - 1)[0] > 0);
}

TEST_CASE("Noise depends on the seed and the epoch alone", "[timm]") {
  const StepLRScheduler plain{.decay_t = 100};
  auto noisy = plain;
  noisy.noise_range_t = {3, 400};
  noisy.noise_pct = 0.25;
  int up = 0;
  for (roster::epoch t = 0; t < 500; ++t) {
    INFO(t);
    const auto lr = at(noisy, t, {1.0, 0.5});
    CHECK(lr == at(noisy, t, {1.0, 0.5}));
    CHECK(lr[1] == lr[0] / 2);  // a power of 2: the same noise for all groups
    CHECK(std::abs(lr[0] - 1) < 0.25);
    CHECK((lr[0] != 1) == (t >= 3 && t < 400));
    up += lr[0] > 1;
  }
  CHECK(std::abs(up - 198) < 50);
  noisy.noise_seed = 43;
  auto next = noisy;
  next.noise_seed = 44;
  CHECK(at(noisy, 9) == at(next, 8));
  CHECK(at(noisy, 9) != at(next, 9));
  noisy.noise_seed = -5;  // torch takes any integer
  CHECK(at(noisy, 9) != at(next, 9));
  noisy.noise_pct = 0.001;
  CHECK(std::abs(at(noisy, 9)[0] - 1) < 0.001);
}

TEST_CASE("Noise begins at an epoch, or is in a range, as numbers or as lengths", "[timm][message]") {
  using list = roster::node::list;
  const auto said = [](const roster::node& given) {
    return refusal("timm.PolyLRScheduler", {{"t_initial", 4}, {"noise_range_t", given}});
  };
  CHECK(said(roster::node()) == "");
  CHECK(said(list{9, 2, 3}) == "timm.PolyLRScheduler: noise_range_t has 3 elements, expected a list of 2 integers");
  CHECK(said(list{9, 2}) ==
        "timm.PolyLRScheduler: noise_range_t[1] is 2, expected more than 9, the first epoch with noise");
  CHECK(said(list{0.5, -2}) ==
        "timm.PolyLRScheduler: 2 problems\n"
        "  noise_range_t[0] is 0.5, expected an integer of at least 0\n"
        "  noise_range_t[1] is -2, expected an integer of at least 0");
  CHECK(said(true) ==
        "timm.PolyLRScheduler: noise_range_t is true, expected null, an integer or a list of 2 integers, each at least "
        "0");
  CHECK(said("10 %") ==
        "timm.PolyLRScheduler: noise_range_t is \"10 %\", which needs the length of the run, expected an integer of at "
        "least 0");

  for (auto given : {roster::node(), roster::node(3), roster::node(list{2, 9})}) {
    const roster::node whole(roster::node::object{
        {"name", "timm.CosineLRScheduler"}, {"t_initial", 5}, {"noise_range_t", std::move(given)}});
    const auto read = roster::checked(
        "x", [&](const roster::place& here) { return roster::read_entry<registry::entry>(whole, here); });
    const auto written = roster::field_kind<registry::entry>::write(read);
    CHECK(*written.find("noise_range_t") == *whole.find("noise_range_t"));
  }
  CosineLRScheduler lengths{.t_initial = roster::percent(100),
                            .noise_range_t = {roster::percent(25), roster::epochs(9)}};
  roster::checked("x", [&](const roster::place& here) {
    CHECK(roster::resolve_lengths(lengths, {.run = {.epochs = 20}}, here).size() == 3);
  });
  CHECK(!lengths.noise_range_t.contains(4));
  CHECK(lengths.noise_range_t.contains(5));
  CHECK(lengths.noise_range_t.contains(8));
  CHECK(!lengths.noise_range_t.contains(9));
}

TEST_CASE("timm's plateau needs a metric once its warm-up is over", "[timm][message]") {
  groups set{{.lr = 1.0}};
  roster::running_scheduler running(
      set, roster::schedule(PlateauLRScheduler{.patience_t = 0, .warmup_t = 2, .warmup_lr_init = 0.5}));
  CHECK(set[0].lr == 0.5);
  running.step();
  CHECK(set[0].lr == 0.75);
  running.step(0.0);  // is not looked at
  CHECK(set[0].lr == 1.0);
  CHECK(test::refusal([&] { running.step(); }) == "timm.PlateauLRScheduler: needs a metric: call step(metric)");
  CHECK(test::refusal([&] { running.after_epoch(); }) == "timm.PlateauLRScheduler: needs a metric, but got none");
  CHECK(running.last_epoch() == 2);
  running.step(0.7);
  CHECK(set[0].lr == 1.0);
  running.after_epoch(0.6);
  CHECK(set[0].lr == 0.1);

  groups other{{.lr = 1.0}};
  auto any = registry::create("timm.PlateauLRScheduler", other, {{"warmup_t", 1}});
  any.after_epoch();
  CHECK(test::refusal([&] { any.step(); }) == "timm.PlateauLRScheduler: needs a metric: call step(metric)");
  any.step(0.5);
  CHECK(any.last_epoch() == 2);
}

TEST_CASE("timm's plateau resumes at every epoch", "[timm]") {
  const auto noise = [](roster::one_of<"normal", "uniform"> type) {
    return PlateauLRScheduler{.decay_rate = 0.5,
                              .patience_t = 1,
                              .cooldown_t = 1,
                              .warmup_t = 4,
                              .warmup_lr_init = 0.01,
                              .mode = "min",
                              .noise_range_t = {2, 19},
                              .noise_type = type,
                              .lr_scale = {1.0, 0.3}};
  };
  for (const auto& config : {noise("normal"), noise("uniform")}) {
    groups whole{{.lr = 0.1}, {.lr = 0.7}};
    auto running = registry::create(registry::entry(config), whole);
    for (int t = 1; t <= 30; ++t) {
      groups others{{.lr = 9}, {.lr = 9}};
      auto resumed = registry::create(registry::entry(config), others);
      resumed.load_state_dict(running.state_dict());
      CHECK(bits(others) == bits(whole));
      step(running, t, 4);
      step(resumed, t, 4);
      INFO(t);
      CHECK(bits(others) == bits(whole));
    }
    CHECK(whole[0].lr < 0.01);
  }
}

TEST_CASE("Noise is taken back before timm's plateau goes on, for a group that joined too", "[timm]") {
  const PlateauLRScheduler quiet{.decay_rate = 0.5, .patience_t = 1, .mode = "min"};
  auto noisy = quiet;
  noisy.noise_range_t = {3, 9};
  groups set{{.lr = 0.1}}, other{{.lr = 0.1}};
  roster::running_scheduler a(set, roster::schedule(quiet)), b(other, roster::schedule(noisy));
  for (int t = 1; t <= 12; ++t) {
    a.step(1.0);
    b.step(1.0);
    INFO(t);
    CHECK((set[0].lr == other[0].lr) == (t < 3 || t >= 9));
  }

  groups growing{{.lr = 0.1}};
  roster::running_scheduler c(growing, roster::schedule(noisy));
  for (int t = 1; t <= 12; ++t) {
    if (t == 3) growing.push_back({.lr = 0.1});  // after one reduction, which it has not had
    c.step(1.0);
  }
  CHECK(growing[0].lr == set[0].lr);
}

TEST_CASE("timm's plateau is a child of composites", "[timm][message]") {
  const PlateauLRScheduler plateau{.decay_rate = 0.5, .patience_t = 0, .warmup_t = 2};
  const auto run = [](const registry::entry& one, std::vector<std::optional<double>> metrics, bool is_resumed) {
    groups set{{.lr = 8.0}};
    auto running = registry::create(one, set);
    std::vector<double> all{set[0].lr};
    for (const auto& metric : metrics) {
      if (is_resumed) {
        const auto state = running.state_dict();
        set = {{.lr = 8.0}};
        running = registry::create(one, set);
        running.load_state_dict(state);
      }
      metric ? running.step(*metric) : running.step();
      all.push_back(set[0].lr);
    }
    return all;
  };
  for (const bool is_resumed : {false, true}) {
    CHECK(run(plateau, {{}, {}, 1.0, 1.0}, is_resumed) == std::vector{0.0, 4.0, 8.0, 8.0, 4.0});
    CHECK(run(roster::basic_SequentialLR<types>{.schedulers = {roster::ConstantLR{.factor = 0.5}, plateau},
                                                .milestones = {2}},
              {{}, {}, {}, {}, 1.0, 1.0}, is_resumed) == std::vector{4.0, 4.0, 0.0, 4.0, 8.0, 8.0, 4.0});
    CHECK(run(roster::basic_ChainedScheduler<types>{.schedulers = {plateau, roster::ConstantLR{.factor = 0.5}}},
              {{}, {}, 1.0, 1.0}, is_resumed) == std::vector{0.0, 4.0, 8.0, 8.0, 4.0});
    CHECK(run(roster::basic_Warmup<types>{.length = 2, .scheduler = plateau}, {{}, {}, {}, {}, 1.0, 1.0}, is_resumed)
              .back() == 4.0);
  }
  CHECK(test::refusal([&] {
          run(roster::basic_SequentialLR<types>{.schedulers = {roster::ConstantLR{}, plateau}, .milestones = {1}},
              {{}, {}, {}, {}}, false);
        }) == "SequentialLR: schedulers[1] needs a metric: call step(metric)");
}

TEST_CASE("timm's plateau goes on under another config", "[timm]") {
  /// The learning rate after `steps` steps under `before`, and one more under `after`.
  const auto change = [](const PlateauLRScheduler& before, int steps, const PlateauLRScheduler& after) {
    groups set{{.lr = 8.0}};
    roster::running_scheduler old(set, roster::schedule(before));
    for (int t = 1; t <= steps; ++t) old.step(1.0);
    groups other{{.lr = 1.0}};
    roster::running_scheduler now(other, roster::schedule(after));
    now.load_state_dict(old.state_dict(), roster::config_may_differ);
    std::vector all{other[0].lr};
    now.step(1.0);
    all.push_back(other[0].lr);
    return all;
  };
  const PlateauLRScheduler plateau{.decay_rate = 0.5, .patience_t = 0, .warmup_t = 8};
  auto longer = plateau, shorter = plateau, steeper = plateau;
  longer.warmup_t = 16;
  shorter.warmup_t = 4;
  steeper.decay_rate = 0.25;
  CHECK(change(plateau, 6, longer) == std::vector{3.0, 3.5});
  CHECK(change(plateau, 6, shorter) == std::vector{8.0, 8.0});   // no metric had been needed
  CHECK(change(plateau, 10, longer) == std::vector{5.0, 5.5});   // its warm-up is not over
  CHECK(change(plateau, 10, shorter) == std::vector{4.0, 2.0});  // a metric has reduced it
  CHECK(change(plateau, 10, steeper) == std::vector{4.0, 1.0});
}

TEST_CASE("timm's plateau starts at a later epoch without metrics", "[timm]") {
  for (const auto& [last, lr] : {std::pair{-1, 0.0}, {0, 4.0}, {1, 8.0}, {6, 8.0}}) {
    groups set{{.lr = 8.0}};
    const auto running = registry::create("timm.PlateauLRScheduler", set, {{"warmup_t", 2}, {"last_epoch", last}});
    CHECK(set[0].lr == lr);
    CHECK(running.last_epoch() == last + 1);
  }
}

}  // namespace timm_tests
