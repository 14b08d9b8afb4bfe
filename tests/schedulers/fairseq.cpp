#include <catch2/catch_test_macros.hpp>
#include <string>
#include <vector>

#include "roster/roster.hpp"
#include "roster/schedulers/fairseq/schedulers.hpp"
#include "support/refusal.hpp"

namespace fairseq_tests {

using registry = roster::scheduler_registry<roster::fairseq::schedulers>;
using groups = std::vector<roster::plain_group>;
using numbers = std::vector<double>;

std::string refusal(std::string_view name, roster::keywords fields) {
  groups set{{.lr = 1.0}};
  return test::refusal([&] { registry::create(name, set, fields); });
}

TEST_CASE("fairseq's fields have limits", "[fairseq][message]") {
  CHECK(refusal("fairseq.inverse_sqrt", {{"warmup_updates", -1}, {"warmup_init_lr", -2}}) ==
        "fairseq.inverse_sqrt: 2 problems\n"
        "  warmup_updates is -1, expected an integer of at least 0\n"
        "  warmup_init_lr is -2.0, expected a real number of at least -1");
  CHECK(refusal("fairseq.polynomial_decay", {{"total_num_update", 0}, {"end_learning_rate", -1}, {"power", -1}}) ==
        "fairseq.polynomial_decay: 3 problems\n"
        "  total_num_update is 0, expected an integer of at least 1\n"
        "  end_learning_rate is -1.0, expected a real number of at least 0\n"
        "  power is -1.0, expected a real number of at least 0");
  CHECK(refusal("fairseq.tri_stage", {{"warmup_steps", -1},
                                      {"hold_steps", -1},
                                      {"decay_steps", -1},
                                      {"phase_ratio", {0.5, 0.5, -1}},
                                      {"init_lr_scale", -1},
                                      {"final_lr_scale", 0},
                                      {"max_update", -1}}) ==
        "fairseq.tri_stage: 7 problems\n"
        "  warmup_steps is -1, expected an integer of at least 0\n"
        "  hold_steps is -1, expected an integer of at least 0\n"
        "  decay_steps is -1, expected an integer of at least 0\n"
        "  phase_ratio[2] is -1.0, expected a real number from 0 to 1\n"
        "  init_lr_scale is -1.0, expected a real number of at least 0\n"
        "  final_lr_scale is 0.0, expected a real number above 0\n"
        "  max_update is -1, expected an integer of at least 0");
  CHECK(refusal("fairseq.cosine",
                {{"min_lr", -1}, {"t_mult", 0.5}, {"lr_period_updates", 0}, {"lr_shrink", 2}, {"max_update", 0}}) ==
        "fairseq.cosine: 5 problems\n"
        "  min_lr is -1.0, expected a real number of at least 0\n"
        "  t_mult is 0.5, expected a real number from 1 to 1000\n"
        "  lr_period_updates is 0, expected an integer of at least 1\n"
        "  lr_shrink is 2.0, expected a real number from 0 to 1\n"
        "  max_update is 0, expected an integer of at least 1");
}

TEST_CASE("fairseq's schedulers need the length of the run", "[fairseq][message]") {
  CHECK(refusal("fairseq.polynomial_decay", {}) ==
        "fairseq.polynomial_decay: total_num_update is missing, expected an integer of at least 1");
  CHECK(refusal("fairseq.cosine", {}) ==
        "fairseq.cosine: max_update is missing, expected max_update or lr_period_updates");
  CHECK(refusal("fairseq.cosine", {{"lr_period_updates", 9}, {"warmup_updates", 20}}) == "");
  CHECK(refusal("fairseq.tri_stage", {{"warmup_steps", 9}}) ==
        "fairseq.tri_stage: decay_steps is 0, expected an integer of at least 1, or phase_ratio");
}

TEST_CASE("A warm-up that fairseq's run cannot hold is refused", "[fairseq][message]") {
  CHECK(refusal("fairseq.polynomial_decay", {{"total_num_update", 10}, {"warmup_updates", 11}}) ==
        "fairseq.polynomial_decay: warmup_updates is 11, but total_num_update, which counts them, is 10");
  CHECK(refusal("fairseq.polynomial_decay", {{"total_num_update", 10}, {"warmup_updates", 10}}) == "");
  CHECK(refusal("fairseq.cosine", {{"max_update", 10}, {"warmup_updates", 10}}) ==
        "fairseq.cosine: warmup_updates is 10, but max_update, which counts them, is 10");
}

TEST_CASE("The ratios of fairseq's tri_stage are the parts of a run", "[fairseq][message]") {
  CHECK(refusal("fairseq.tri_stage", {{"phase_ratio", {0.1, 0.9}}, {"max_update", 10}}) ==
        "fairseq.tri_stage: phase_ratio has 2 elements, expected 3: the warm-up, the hold and the decay");
  CHECK(refusal("fairseq.tri_stage", {{"phase_ratio", {0.25, 0.25, 0.25}}}) ==
        "fairseq.tri_stage: 2 problems\n"
        "  phase_ratio has the sum 0.75, expected 1\n"
        "  max_update is missing, expected an integer of at least 1, for phase_ratio");
  CHECK(refusal("fairseq.tri_stage", {{"phase_ratio", {0.5, 0.4, 0.1}}, {"max_update", 3}}) ==
        "fairseq.tri_stage: phase_ratio[2] is 0.1, which leaves none of 3 steps for the decay");
  // The sum of these doubles is 0.9999999999999999.
  CHECK(refusal("fairseq.tri_stage", {{"phase_ratio", {0.1, 0.7, 0.2}}, {"max_update", 10}}) == "");
  CHECK(refusal("fairseq.tri_stage", {{"phase_ratio", nullptr}, {"decay_steps", 5}}) == "");
}

TEST_CASE("A restart of fairseq's cosine is not missed where a logarithm is rounded down", "[fairseq]") {
  // log(1 + 2 × 121) / log(3) is 4.999999999999999 in doubles: fairseq stays in period 4 at update 121.
  groups set{{.lr = 1.0}};
  auto running =
      registry::make<"fairseq.cosine">(set, {.t_mult = 3, .lr_period_updates = roster::steps(1), .lr_shrink = 0.5});
  const numbers restarts{running.at(1)[0], running.at(4)[0], running.at(13)[0], running.at(40)[0], running.at(121)[0]};
  CHECK(restarts == numbers{0.5, 0.25, 0.125, 0.0625, 0.03125});
  CHECK(running.at(120)[0] < 1e-4);
}

TEST_CASE("Periods of fairseq's cosine may grow a thousandfold, but not without end", "[fairseq][message]") {
  groups set{{.lr = 1.0}};
  auto running =
      registry::make<"fairseq.cosine">(set, {.t_mult = 1000, .lr_period_updates = roster::steps(1), .lr_shrink = 0.5});
  CHECK(numbers{running.at(1)[0], running.at(501)[0], running.at(1001)[0]} == numbers{0.5, 0.25, 0.25});
  CHECK(running.at(std::int64_t{1} << 53)[0] > 0);
  // The search for the period would never end.
  CHECK(refusal("fairseq.cosine", {{"t_mult", 1e308}, {"lr_period_updates", 1}}) ==
        "fairseq.cosine: t_mult is 1e+308, expected a real number from 1 to 1000");
}

TEST_CASE("Each group has fairseq's curves from its own learning rate", "[fairseq]") {
  groups set{{.lr = 1.0}, {.lr = 0.25}};
  auto running = registry::make<"fairseq.polynomial_decay">(set, {.total_num_update = 8, .warmup_updates = 4});
  for (int t = 0; t < 2; ++t) running.step();
  CHECK(set == groups{{.lr = 0.5}, {.lr = 0.125}});
  for (int t = 0; t < 4; ++t) running.step();
  CHECK(set == groups{{.lr = 0.5}, {.lr = 0.125}});
}

}  // namespace fairseq_tests
