// The code of README.md, compiled; readme.cmake checks that nothing in the one is missing in the other.
#include <torch/nn/modules/linear.h>
#include <torch/optim/sgd.h>

#include <boost/hana/append.hpp>
#include <cmath>
#include <cstdint>
#include <string_view>

#include "roster/json.hpp"
#include "roster/libtorch.hpp"
#include "roster/roster.hpp"

void train_one_epoch();
void readme(int epochs);

void readme(int epochs) {
  torch::nn::Linear model(10, 2);
  torch::optim::SGD optimizer(model->parameters(), /*lr=*/0.1);
  auto a = roster::make<"StepLR">(optimizer, {.step_size = 30, .gamma = 0.1});
  auto b = roster::create("CosineAnnealingLR", optimizer, {{"T_max", 100}, {"eta_min", 1e-3}});
  auto c = roster::create(roster::read_recipe("recipe.json").scheduler, optimizer);
  for (int epoch = 0; epoch < epochs; ++epoch) {
    train_one_epoch();
    a.step();
  }
}

struct InverseSqrtLR {
  roster::required<std::int64_t> warmup;

  static constexpr std::string_view about = "Warms up linearly, then falls with the square root of the epoch.";
  static constexpr roster::rule rules[] = {{"warmup", "epochs until the highest learning rate", roster::at_least(1)}};

  double at(roster::group g, roster::epoch t) const {
    const auto now = static_cast<double>(t + 1);
    const auto peak = static_cast<double>(warmup);
    return g.base_lr * std::min(now / peak, std::sqrt(peak / now));
  }
};

inline constexpr auto schedulers = boost::hana::append(roster::schedulers, boost::hana::type_c<InverseSqrtLR>);
using registry = roster::scheduler_registry<schedulers>;
static_assert(registry::find("InverseSqrtLR"));

struct Cat {};
struct Dog {};
inline constexpr auto animals = boost::hana::tuple_t<Cat, Dog>;
using zoo = roster::registry<animals>;
static_assert(zoo::find("Dog")->index() == 1);
