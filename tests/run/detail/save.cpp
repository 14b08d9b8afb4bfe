#include "roster/run/detail/save.hpp"

#include <catch2/catch_test_macros.hpp>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "roster/files/json.hpp"
#include "roster/run/default_registry.hpp"

namespace save_tests {

using registry = roster::registry<roster::schedulers>;
using roster::detail::save_state;

/// Adds up its metrics.
struct Summing {
  double factor = 0.5;
  struct state {
    double sum = 0;
    std::int64_t count = 0;
  };
  void step(state& s, roster::settings all, roster::epoch, double metric) const {
    s.sum += metric;
    ++s.count;
    for (auto& lr : all.lr) lr = s.sum * factor;
  }
};

/// What `save_state` returns for a schedule after some steps on one group that started at 1.
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

TEST_CASE("A state is the config, the progress and the learning rates", "[save]") {
  CHECK(saved(roster::schedule(roster::StepLR{.step_size = 2, .gamma = 0.5}), 3) ==
        R"({"scheduler": "StepLR", "version": 2, "config": {"step_size": 2, "gamma": 0.5}, "last_epoch": 3, )"
        R"("_step_count": 4, "base_lrs": [1.0], "_last_lr": [0.5]})");
}

TEST_CASE("A state contains what the scheduler remembers, and what PyTorch's load_state_dict needs", "[save]") {
  CHECK(saved(roster::schedule(Summing{}), 2, {1.0, 2.5}) ==
        R"({"scheduler": "Summing", "version": 2, "config": {"factor": 0.5}, "last_epoch": 2, "_step_count": 3, )"
        R"("base_lrs": [1.0], "sum": 3.5, "count": 2, "_last_lr": [1.75]})");
  CHECK(
      saved(roster::schedule(roster::CosineAnnealingWarmRestarts{.T_0 = 2}), 3) ==
      R"({"scheduler": "CosineAnnealingWarmRestarts", "version": 2, "config": {"T_0": 2, "T_mult": 1, "eta_min": 0.0}, )"
      R"("last_epoch": 3, "_step_count": 4, "base_lrs": [1.0], "T_cur": 1, "T_i": 2.0, "_last_lr": [0.5]})");
}

TEST_CASE("A composite's state has a state for each child, a version only for the whole", "[save]") {
  const roster::ChainedScheduler chain{
      .schedulers = {roster::ExponentialLR{.gamma = 0.5},
                     roster::SequentialLR{.schedulers = {roster::ConstantLR{.factor = 0.5, .total_iters = 9},
                                                         roster::ExponentialLR{.gamma = 0.25}},
                                          .milestones = {1}}}};
  CHECK(saved(roster::schedule_of<roster::ChainedScheduler>(chain), 1) ==
        R"({"scheduler": "ChainedScheduler", "version": 2, "config": {}, "last_epoch": 1, "_step_count": 2, )"
        R"("base_lrs": [1.0], "_schedulers": [)"
        R"({"scheduler": "ExponentialLR", "config": {"gamma": 0.5}, "last_epoch": 1, "_step_count": 2, )"
        R"("base_lrs": [1.0]}, )"
        R"({"scheduler": "SequentialLR", "config": {"milestones": [1]}, "last_epoch": 1, "_step_count": 2, )"
        R"("base_lrs": [1.0], "_schedulers": [)"
        R"({"scheduler": "ConstantLR", "config": {"factor": 0.5, "total_iters": 9}, "last_epoch": 0, )"
        R"("_step_count": 1, "base_lrs": [1.0]}, )"
        R"({"scheduler": "ExponentialLR", "config": {"gamma": 0.25}, "last_epoch": 0, "_step_count": 1, )"
        R"("base_lrs": [1.0]}]}], )"
        R"("_last_lr": [1.0]})");
}

TEST_CASE("A scheduler whose turn has not come is saved at epoch -1", "[save]") {
  const roster::SequentialLR sequence{.schedulers = {roster::ConstantLR{.factor = 0.5}, roster::StepLR{.step_size = 2}},
                                      .milestones = {5}};
  CHECK(saved(roster::schedule_of<roster::SequentialLR>(sequence), 0) ==
        R"({"scheduler": "SequentialLR", "version": 2, "config": {"milestones": [5]}, "last_epoch": 0, )"
        R"("_step_count": 1, "base_lrs": [1.0], "_schedulers": [)"
        R"({"scheduler": "ConstantLR", "config": {"factor": 0.5, "total_iters": 5}, "last_epoch": 0, )"
        R"("_step_count": 1, "base_lrs": [1.0]}, )"
        R"({"scheduler": "StepLR", "config": {"step_size": 2, "gamma": 0.1}, "last_epoch": -1, "_step_count": 1, )"
        R"("base_lrs": [1.0]}], "_last_lr": [0.5]})");
}

TEST_CASE("A schedule of any type saves like the one that it holds", "[save]") {
  const roster::StepLR config{.step_size = 2};
  CHECK(saved(roster::any_schedule<registry>(config), 3) == saved(roster::schedule(config), 3));
}

}  // namespace save_tests
