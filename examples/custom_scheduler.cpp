// A scheduler of your own, added to the list from outside the library.
#include <cmath>
#include <iostream>
#include <roster/roster.hpp>
#include <vector>

/// Divides the learning rate by the square root of the epoch, after a linear warm-up; Vaswani et al., "Attention Is All
/// You Need", 2017.
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

int main() {
  std::vector<roster::plain_group> groups{{.lr = 1.0}};  // or any torch::optim::Optimizer
  auto scheduler = registry::create("InverseSqrtLR", groups, {{"warmup", 4}});
  for (int epoch = 0; epoch < 10; ++epoch) {
    std::cout << epoch << ' ' << groups[0].lr << '\n';
    scheduler.step();
  }
  try {
    registry::create("InverseSqrtLR", groups, {{"warm_up", 4}});
  } catch (const roster::error& error) {
    std::cout << error.what() << '\n';
  }
}
