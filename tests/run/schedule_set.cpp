#include "roster/run/schedule_set.hpp"

#include <catch2/catch_test_macros.hpp>
#include <cstddef>
#include <functional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "roster/run/default_registry.hpp"
#include "support/one_of_each.hpp"
#include "support/refusal.hpp"

namespace schedule_set_tests {

struct other_group {
  double lr;
  double other;  // without a limit
};

using groups = std::vector<roster::plain_group>;
using entry = roster::default_registry::entry;
using test::refusal;

const roster::StepLR halving{.step_size = 1, .gamma = 0.5};
const roster::ReduceLROnPlateau plateau{.factor = 0.5, .patience = 0};

groups two_groups() { return {{.lr = 1.0, .momentum = 0.5, .weight_decay = 0.25}, {.lr = 4.0, .weight_decay = 0.5}}; }

TEST_CASE("Each scheduler of a set drives its own parameter of its own groups", "[schedule_set]") {
  auto optimizer = two_groups();
  auto set = roster::create(
      {entry(halving, {.groups = {0}}), entry(roster::ExponentialLR{.gamma = 0.25}, {.groups = {1}}),
       entry(halving, {.parameter = "weight_decay"}), entry(halving, {.parameter = "momentum", .groups = {0}})},
      optimizer);
  CHECK(set.size() == 4);
  CHECK(optimizer == two_groups());
  set.step();
  CHECK(optimizer == groups{{.lr = 0.5, .momentum = 0.25, .weight_decay = 0.125}, {.lr = 1.0, .weight_decay = 0.25}});
  CHECK(set[1].get_last_lr()[0] == 1.0);
  CHECK(set[2].get_last_lr()[1] == 0.25);
  CHECK(set[2].base_lrs()[1] == 0.5);
  std::size_t epochs = 0;
  for (const auto& one : set) epochs += static_cast<std::size_t>(one.last_epoch());
  CHECK(epochs == 4);
}

TEST_CASE("Those that count batches step after each batch, the others after each epoch", "[schedule_set]") {
  auto optimizer = two_groups();
  auto set =
      roster::create({entry(halving), entry(halving, {.parameter = "weight_decay", .every = "batch"})}, optimizer);
  for (int batch = 0; batch < 3; ++batch) set.after_batch();
  CHECK(optimizer[0].lr == 1.0);
  CHECK(optimizer[0].weight_decay == 0.03125);
  set.after_epoch();
  CHECK(optimizer[0].lr == 0.5);
  CHECK(optimizer[0].weight_decay == 0.03125);
  CHECK(set[0].last_epoch() == 1);
  CHECK(set[1].last_epoch() == 3);
}

TEST_CASE("A metric goes to the schedulers that watch it", "[schedule_set]") {
  auto optimizer = two_groups();
  auto set = roster::create(
      {entry(plateau, {.groups = {0}, .monitor = "val_loss"}), entry(plateau, {.groups = {1}, .monitor = "train_loss"}),
       entry(halving, {.parameter = "weight_decay"})},
      optimizer);
  set.after_epoch({{"val_loss", 1.0}, {"train_loss", 1.0}, {"accuracy", 0.5}});
  set.after_epoch({{"val_loss", 2.0}, {"train_loss", 0.5}});
  CHECK(optimizer[0].lr == 0.5);
  CHECK(optimizer[1].lr == 4.0);
  CHECK(optimizer[0].weight_decay == 0.0625);

  auto alone = two_groups();
  auto one = roster::create(std::vector{entry(plateau)}, alone);
  one.after_epoch(1.0);
  one.after_epoch({{"loss", 1.0}});
  CHECK(alone[0].lr == 0.5);
}

TEST_CASE("If a metric is missing, no scheduler steps, and all that lack one are named", "[schedule_set][message]") {
  auto optimizer = two_groups();
  auto set = roster::create({entry(halving, {.groups = {0}}), entry(plateau, {.groups = {1}, .monitor = "val_loss"}),
                             entry(plateau, {.parameter = "weight_decay"})},
                            optimizer);
  const auto before = optimizer;
  CHECK(refusal([&] { set.after_epoch(); }) ==
        "schedule_set: 2 problems\n"
        "  schedulers[1] needs the metric val_loss, but got none\n"
        "  schedulers[2] needs a metric, but got none");
  CHECK(refusal([&] { set.after_epoch(0.5); }) ==
        "schedule_set: schedulers[1] needs the metric val_loss, but got one without a name");
  CHECK(refusal([&] { set.step({{"loss", 0.5}, {"accuracy", 0.5}}); }) ==
        "schedule_set: 2 problems\n"
        "  schedulers[1] needs the metric val_loss, but got only loss and accuracy\n"
        "  schedulers[2] needs a metric, but got loss and accuracy: choose one with monitor");
  set.after_batch();
  CHECK(optimizer == before);
  for (const auto& one : set) CHECK(one.last_epoch() == 0);
}

TEST_CASE("If one scheduler cannot step, none has", "[schedule_set][message]") {
  auto optimizer = two_groups();
  int calls = 0;
  const roster::lr_function fails = [&](roster::epoch t) {
    if (++calls > 4 && t == 1) throw std::runtime_error("no");
    return 1.0;
  };
  const roster::ExponentialLR growing{.gamma = 1.75};
  auto set = roster::create({entry(halving), entry(growing, {.parameter = "momentum", .groups = {0}}),
                             entry(roster::OneCycleLR{.max_lr = 1, .total_steps = 2, .cycle_momentum = false},
                                   {.parameter = "weight_decay"})},
                            optimizer);
  set.step();
  auto before = optimizer;
  CHECK(refusal([&] { set.step(); }) ==
        "schedule_set: schedulers[1] would set momentum of group 0 to 1.53125 at step 2, expected a real number of at "
        "least 0 and below 1");
  CHECK(optimizer == before);
  for (const auto& one : set) CHECK(one.last_epoch() == 1);

  auto other = two_groups();
  auto throwing = roster::create({entry(halving), entry(plateau, {.parameter = "momentum"}),
                                  entry(roster::LambdaLR{.lr_lambda = fails}, {.parameter = "weight_decay"})},
                                 other);
  before = other;
  calls = 10;
  CHECK_THROWS_AS(throwing.step(0.5), std::runtime_error);
  CHECK(other == before);
  CHECK(throwing[0].last_epoch() == 0);
  CHECK(throwing[1].last_epoch() == 0);
  CHECK(throwing[1].schedule().as<roster::ReduceLROnPlateau>()->state().best > 1e300);
}

TEST_CASE("What does not fit is reported for all schedulers, and nothing is set", "[schedule_set][message]") {
  auto optimizer = two_groups();
  CHECK(
      refusal([&] {
        roster::create(
            {entry(roster::OneCycleLR{.max_lr = 1, .total_steps = 4}, {.parameter = "weight_decay"}),
             entry(halving, {.groups = {1, 5}}), entry(roster::ExponentialLR{.gamma = -1}),
             entry(halving, {.parameter = "beta1", .monitor = "loss"}), entry(roster::LinearLR{.start_factor = 0.5})},
            optimizer);
      }) ==
      "schedule_set: 5 problems\n"
      "  schedulers[0].parameter is \"weight_decay\", but OneCycleLR moves the momentum too, which only a scheduler of "
      "lr may do; set cycle_momentum to false\n"
      "  schedulers[1].groups has group 5, but the optimizer has 2 groups, counted from 0\n"
      "  schedulers[2].gamma is -1.0, expected a real number above 0\n"
      "  schedulers[3].parameter is \"beta1\", but group 0 of the optimizer has only lr, momentum and weight_decay\n"
      "  schedulers[3].monitor is \"loss\", but StepLR takes no metric");
  CHECK(optimizer == two_groups());
}

TEST_CASE("Two schedulers of the same parameter of the same group are refused", "[schedule_set][message]") {
  auto optimizer = two_groups();
  const roster::CyclicLR cyclic{.base_lr = 0.1, .max_lr = 0.2};
  CHECK(refusal([&] {
          roster::create({entry(halving, {.groups = {0}}), entry(halving, {.groups = {1, 0}})}, optimizer);
        }) ==
        "schedule_set: schedulers[1] drives lr of group 0, as schedulers[0] does; choose other groups or another "
        "parameter");
  CHECK(refusal([&] {
          roster::create({entry(halving, {.parameter = "momentum", .groups = {1}}), entry(cyclic)}, optimizer);
        }) ==
        "schedule_set: schedulers[1] drives momentum of group 1, as schedulers[0] does; choose other groups or another "
        "parameter");
  using all = roster::all_registry;
  const roster::megatron::OptimizerParamScheduler decaying{
      .max_lr = 1, .lr_decay_steps = 9, .start_wd = 0.1, .end_wd = 0.1};
  const std::vector<all::entry> both{all::entry(decaying),
                                     all::entry(halving, {.parameter = "weight_decay", .groups = {1}})};
  CHECK(refusal([&] { all::create(both, optimizer); }) ==
        "schedule_set: schedulers[1] drives weight_decay of group 1, as schedulers[0] does; choose other groups or "
        "another parameter");
  CHECK(optimizer == two_groups());
  CHECK(refusal([&] {
          roster::create({entry(halving, {.parameter = "momentum", .groups = {1}}), entry(cyclic, {.groups = {0}})},
                         optimizer);
        }) == "");
}

TEST_CASE("The state of a set is that of all its schedulers", "[schedule_set]") {
  const auto make = [](groups& optimizer) {
    return roster::create(
        {entry(halving, {.groups = {1}}), entry(plateau, {.parameter = "weight_decay", .monitor = "loss"}),
         entry(roster::ExponentialLR{.gamma = 0.75}, {.groups = {0}, .every = "batch"})},
        optimizer);
  };
  const auto run = [](auto& set, int from, int to) {
    for (int t = from; t < to; ++t) {
      set.after_batch();
      if (t % 2 == 1) set.after_epoch({{"loss", 1.0 / (1 + t % 4)}});
    }
  };
  auto whole_groups = two_groups();
  auto whole = make(whole_groups);
  run(whole, 0, 12);
  for (int stop = 0; stop < 12; ++stop) {
    auto before_groups = two_groups();
    auto before = make(before_groups);
    run(before, 0, stop);
    auto after_groups = two_groups();
    auto after = make(after_groups);
    after.load_state_dict(before.state_dict());
    CHECK(after_groups == before_groups);
    run(after, stop, 12);
    CHECK(after_groups == whole_groups);
  }
}

TEST_CASE("A state of other schedulers is refused with all that differs, and changes nothing",
          "[schedule_set][message]") {
  auto optimizer = two_groups();
  auto set = roster::create(
      {entry(halving), entry(halving, {.parameter = "weight_decay", .groups = {1}, .every = "batch"})}, optimizer);
  set.step();
  const auto state = set.state_dict();
  auto other_groups = two_groups();
  auto other = roster::create(
      {entry(roster::StepLR{.step_size = 2, .gamma = 0.5}), entry(plateau, {.parameter = "momentum", .groups = {1}})},
      other_groups);
  CHECK(refusal([&] { other.load_state_dict(state); }) ==
        "state_dict: 2 problems\n"
        "  schedulers[0].step_size is 1 in the state, but 2 here; to go on with the config here, load it with "
        "roster::config_may_differ\n"
        "  schedulers[1].scheduler is \"StepLR\", expected \"ReduceLROnPlateau\"");
  CHECK(refusal([&] { other.load_state_dict(state.find("schedulers")->as<roster::node::list>()->front()); }) ==
        "state_dict: schedulers is missing, expected a list of states");
  CHECK(refusal([&] { other.load_state_dict(3); }) == "state_dict: is 3, expected an object");
  auto one = roster::create(std::vector{entry(halving)}, other_groups);
  CHECK(refusal([&] { one.load_state_dict(state); }) ==
        "state_dict: schedulers has 2 elements, expected 1, one for each scheduler");
  CHECK(other_groups == two_groups());
  CHECK(other[0].last_epoch() == 0);

  auto longer_groups = two_groups();
  auto longer = roster::create({entry(roster::StepLR{.step_size = 2, .gamma = 0.5}),
                                entry(halving, {.parameter = "weight_decay", .groups = {1}, .every = "batch"})},
                               longer_groups);
  const auto differences = longer.load_state_dict(state, roster::config_may_differ);
  REQUIRE(differences.size() == 1);
  CHECK(differences[0].sentence() == "schedulers[0].step_size was 1, is 2");
  CHECK(longer_groups == groups{{.lr = 1.0, .momentum = 0.5, .weight_decay = 0.25}, {.lr = 4.0, .weight_decay = 0.25}});
}

TEST_CASE("Every scheduler gives another parameter the values that it would give the learning rate", "[schedule_set]") {
  for (auto chosen : test::one_of_each<roster::default_registry>()) {
    bool moves_momentum = roster::any_schedule(chosen).moves("momentum");
    if (const auto* cyclic = chosen.as<roster::CyclicLR>()) {
      auto still = *cyclic;
      still.cycle_momentum = moves_momentum = false;
      chosen = still;
    }
    if (const auto* one_cycle = chosen.as<roster::OneCycleLR>()) {
      auto still = *one_cycle;
      still.cycle_momentum = moves_momentum = false;
      chosen = still;
    }
    if (moves_momentum) continue;  // a composite of these
    groups of_lr{{.lr = 0.1}, {.lr = 0.3}};
    std::vector<other_group> of_other{{.lr = 7, .other = 0.1}, {.lr = 8, .other = 0.3}};
    auto as_lr = roster::create(chosen, of_lr);
    chosen.options.parameter = "other";
    auto as_other = roster::create(chosen, of_other);
    for (int t = 1; t < 30; ++t) {
      INFO(chosen.name() << " at " << t);
      for (std::size_t i = 0; i < 2; ++i) CHECK(of_lr[i].lr == of_other[i].other);
      test::step(as_lr, t);
      test::step(as_other, t);
    }
    CHECK(of_other[0].lr == 7);
    CHECK(of_other[1].lr == 8);
  }
}

}  // namespace schedule_set_tests
