#include "roster/run/detail/save.hpp"

#include <catch2/catch_test_macros.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "roster/files/json.hpp"
#include "roster/run/default_registry.hpp"

namespace save_tests {

using registry = roster::registry<roster::schedulers>;
using roster::detail::save_state;

/// A schedule after some steps on one group that began with 1, and what `save_state` makes of it.
template <class Schedule>
std::string saved(Schedule schedule, int steps, std::vector<double> metrics = {}) {
  std::vector<double> lr{1.0}, momentum{0.0};
  const roster::settings all{.lr = lr, .momentum = momentum};
  schedule.start(all);
  for (int t = 0; t < steps; ++t) {
    schedule.advance(all, metrics.empty() ? std::optional<double>() : metrics[static_cast<std::size_t>(t)]);
  }
  return roster::to_json(save_state(schedule, lr));
}

TEST_CASE("A state is the progress, the config's attributes and the learning rates", "[save]") {
  CHECK(saved(roster::schedule(roster::StepLR{.step_size = 2, .gamma = 0.5}), 3) ==
        R"({"scheduler": "StepLR", "version": 1, "last_epoch": 3, "_step_count": 4, "base_lrs": [1.0], )"
        R"("step_size": 2, "gamma": 0.5, "_last_lr": [0.5]})");
}

TEST_CASE("What a scheduler remembers is saved too", "[save]") {
  CHECK(saved(roster::schedule(roster::SWALR{.swa_lr = 0.5, .anneal_epochs = 2, .anneal_strategy = "linear"}), 2)
            .starts_with(R"({"scheduler": "SWALR", "version": 1, "last_epoch": 2, "_step_count": 3, )"));
  const auto plateau = saved(roster::schedule(roster::ReduceLROnPlateau{.factor = 0.5, .patience = 3}), 2, {1.0, 2.0});
  CHECK(plateau.find(R"("best": 1.0)") != plateau.npos);
  CHECK(plateau.find(R"("num_bad_epochs": 1)") != plateau.npos);
}

TEST_CASE("A composite's state has a state for each child, a version only for the whole", "[save]") {
  const roster::ChainedScheduler chain{
      .schedulers = {roster::ExponentialLR{.gamma = 0.5},
                     roster::SequentialLR{.schedulers = {roster::ConstantLR{.factor = 0.5, .total_iters = 9},
                                                         roster::ExponentialLR{.gamma = 0.25}},
                                          .milestones = {1}}}};
  CHECK(saved(roster::schedule_of<roster::ChainedScheduler>(chain), 1) ==
        R"({"scheduler": "ChainedScheduler", "version": 1, "last_epoch": 1, "_step_count": 2, "base_lrs": [1.0], )"
        R"("_schedulers": [)"
        R"({"scheduler": "ExponentialLR", "last_epoch": 1, "_step_count": 2, "base_lrs": [1.0], "gamma": 0.5}, )"
        R"({"scheduler": "SequentialLR", "last_epoch": 1, "_step_count": 2, "base_lrs": [1.0], "_milestones": [1], )"
        R"("_schedulers": [)"
        R"({"scheduler": "ConstantLR", "last_epoch": 0, "_step_count": 1, "base_lrs": [1.0], "factor": 0.5, )"
        R"("total_iters": 9}, )"
        R"({"scheduler": "ExponentialLR", "last_epoch": 0, "_step_count": 1, "base_lrs": [1.0], "gamma": 0.25}]}], )"
        R"("_last_lr": [1.0]})");
}

TEST_CASE("A scheduler whose turn has not come is saved with the epoch -1", "[save]") {
  const auto text = saved(roster::schedule_of<roster::SequentialLR>(roster::SequentialLR{
                              .schedulers = {roster::ConstantLR{}, roster::StepLR{.step_size = 2}}, .milestones = {5}}),
                          0);
  CHECK(text.find(R"({"scheduler": "StepLR", "last_epoch": -1, "_step_count": 1, "base_lrs": [1.0], )") != text.npos);
}

TEST_CASE("A schedule of any type saves what the one that it holds does", "[save]") {
  const roster::StepLR config{.step_size = 2};
  CHECK(saved(roster::any_schedule<registry>(config), 3) == saved(roster::schedule(config), 3));
}

}  // namespace save_tests
