#include <catch2/catch_test_macros.hpp>
#include <string>
#include <vector>

#include "roster/roster.hpp"
#include "roster/schedulers/keras/schedulers.hpp"
#include "support/refusal.hpp"

namespace keras_tests {

using registry = roster::scheduler_registry<roster::keras::schedulers>;
using groups = std::vector<roster::plain_group>;
using roster::keras::CosineDecay, roster::keras::CosineDecayRestarts, roster::keras::InverseTimeDecay;

std::string refusal(const registry::entry& one) {
  groups set{{.lr = 1.0}};
  return test::refusal([&] { registry::create(one, set); });
}

/// The learning rates of two groups that start from 1 and 4, at an epoch.
template <class Config>
std::vector<double> values(const Config& config, int epoch) {
  groups set{{.lr = 1.0}, {.lr = 4.0}};
  auto running = registry::create(config, set);
  for (int t = 0; t < epoch; ++t) running.step();
  return {set[0].lr, set[1].lr};
}

TEST_CASE("Keras' schedulers start from the groups' learning rates where they are given none", "[keras]") {
  CHECK(values(InverseTimeDecay{.decay_steps = 1, .decay_rate = 1}, 1) == std::vector{0.5, 2.0});
  CHECK(values(InverseTimeDecay{.decay_steps = 1, .decay_rate = 1, .initial_learning_rate = 8}, 1) ==
        std::vector{4.0, 4.0});
  CHECK(values(CosineDecay{.decay_steps = 2}, 2) == std::vector{0.0, 0.0});
  CHECK(values(CosineDecay{.decay_steps = 2, .warmup_target = 3, .warmup_steps = 2}, 1) == std::vector{2.0, 3.5});
  CHECK(values(CosineDecay{.decay_steps = 2, .warmup_target = 3, .warmup_steps = 2}, 2) == std::vector{3.0, 3.0});
  CHECK(values(CosineDecayRestarts{.first_decay_steps = 2, .m_mul = 0.5}, 2) == std::vector{0.5, 2.0});
}

TEST_CASE("Every restart of Keras' cosine comes at its step", "[keras]") {
  for (const double t_mul : {1.0, 1.5, 2.0, 3.0, 5.0, 7.0, 10.0}) {
    for (const int first : {1, 2, 3, 7, 10, 100}) {
      const CosineDecayRestarts config{
          .first_decay_steps = first, .initial_learning_rate = 1.0, .t_mul = t_mul, .m_mul = 0.5};
      double begin = 0, length = first, height = 1;
      for (int cycle = 0; begin < 1e12 && cycle < 60; ++cycle) {
        INFO("t_mul " << t_mul << ", first_decay_steps " << first << ", cycle " << cycle);
        const auto t = static_cast<roster::epoch>(begin);
        if (static_cast<double>(t) == begin) {
          CHECK(config.at({.index = 0, .lr = 1, .base_lr = 1}, t) == height);
          // The step before is near the end of the cycle before.
          if (first > 2 && cycle > 0) CHECK(config.at({.index = 0, .lr = 1, .base_lr = 1}, t - 1) < height);
        }
        begin += length;
        length *= t_mul;
        height *= 0.5;
      }
    }
  }
  // Lengths that are not whole: 10, 11 and 12.1 steps
  const CosineDecayRestarts config{.first_decay_steps = 10, .initial_learning_rate = 1.0, .t_mul = 1.1};
  CHECK(config.at({.index = 0, .lr = 1, .base_lr = 1}, 21) == 1.0);
}

TEST_CASE("Cycles that get shorter end at the lowest learning rate", "[keras]") {
  const CosineDecayRestarts config{.first_decay_steps = 6, .initial_learning_rate = 2.0, .t_mul = 0.5, .alpha = 0.25};
  for (const roster::epoch t : {12, 13, 1'000'000}) CHECK(config.at({.index = 0, .lr = 2, .base_lr = 2}, t) == 0.5);
}

TEST_CASE("Cycles that grow as fast as they may have a value at each step", "[keras][message]") {
  const CosineDecayRestarts config{.first_decay_steps = 1, .initial_learning_rate = 1.0, .t_mul = 1000};
  CHECK(config.at({.index = 0, .lr = 1, .base_lr = 1}, 1001) == 1.0);
  CHECK(config.at({.index = 0, .lr = 1, .base_lr = 1}, 501) == 0.5);
  CHECK(config.at({.index = 0, .lr = 1, .base_lr = 1}, std::int64_t{1} << 53) > 0);
  CHECK(refusal(CosineDecayRestarts{.first_decay_steps = 1, .t_mul = 1e308}) ==
        "keras.CosineDecayRestarts: t_mul is 1e+308, expected a real number above 0 and at most 1000");
}

TEST_CASE("Values that Keras' schedulers cannot have are refused", "[keras][message]") {
  CHECK(refusal(CosineDecay{.decay_steps = 10, .warmup_steps = 5}) ==
        "keras.CosineDecay: warmup_target is missing, expected a real number of at least 0, where there are "
        "warmup_steps");
  CHECK(refusal(CosineDecay{.decay_steps = 0, .alpha = -1}) ==
        "keras.CosineDecay: 2 problems\n"
        "  decay_steps is 0, expected an integer of at least 1\n"
        "  alpha is -1.0, expected a real number of at least 0");
  CHECK(refusal(CosineDecayRestarts{.first_decay_steps = 0, .t_mul = 0, .m_mul = -1}) ==
        "keras.CosineDecayRestarts: 3 problems\n"
        "  first_decay_steps is 0, expected an integer of at least 1\n"
        "  t_mul is 0.0, expected a real number above 0 and at most 1000\n"
        "  m_mul is -1.0, expected a real number of at least 0");
  CHECK(refusal(InverseTimeDecay{.decay_steps = 1, .decay_rate = -0.1}) ==
        "keras.InverseTimeDecay: decay_rate is -0.1, expected a real number of at least 0");
}

}  // namespace keras_tests
