// The door for LibTorch: it makes LibTorch's optimizers by name, and lets any scheduler use its optimizers and
// archives. Roster's own schedulers come with roster/roster.hpp; this one is the user's.
#include "roster/libtorch.hpp"

#include <torch/nn/modules/linear.h>

#include <catch2/catch_test_macros.hpp>
#include <string>

#include "support/temporary_folder.hpp"

namespace door_libtorch_tests {

struct Halving {
  double at(roster::group g, roster::epoch t) const {
    double lr = g.base_lr;
    for (roster::epoch i = 0; i < t; ++i) lr /= 2;
    return lr;
  }
};

double lr(const torch::optim::Optimizer& of) { return of.param_groups()[0].options().get_lr(); }

TEST_CASE("libtorch.hpp drives LibTorch's optimizers, made by name or not", "[libtorch]") {
  torch::nn::Linear model(2, 1);
  torch::optim::SGD sgd(model->parameters(), /*lr=*/1.0);
  roster::running_scheduler on_sgd(sgd, roster::schedule(Halving{}));
  on_sgd.step();
  CHECK(lr(sgd) == 0.5);
  torch::optim::LRScheduler& as_libtorch = on_sgd;
  as_libtorch.step();
  CHECK(lr(sgd) == 0.25);

  const auto adam = roster::default_optimizers::create("Adam", model->parameters(), {{"lr", 1.0}});
  roster::running_scheduler on_adam(*adam, roster::schedule(Halving{}));
  on_adam.step();
  CHECK(lr(*adam) == 0.5);
  CHECK(roster::default_optimizers::make<"AdamW">(model->parameters(), {.lr = 0.25})->param_groups().size() == 1);
}

TEST_CASE("libtorch.hpp saves schedulers with torch::save and loads them with torch::load", "[libtorch]") {
  const test::temporary_folder folder;
  const auto file = (folder.path / "scheduler.pt").string();
  torch::nn::Linear model(2, 1);
  torch::optim::SGD sgd(model->parameters(), 1.0), other(model->parameters(), 1.0);
  roster::running_scheduler saved(sgd, roster::schedule(Halving{}));
  saved.step();
  torch::save(saved, file);
  roster::running_scheduler resumed(other, roster::schedule(Halving{}));
  torch::load(resumed, file);
  CHECK(lr(other) == 0.5);
  CHECK(resumed.last_epoch() == 1);
}

}  // namespace door_libtorch_tests
