// Fits a model to data: a program whose models, losses and data sets are three lists of structs. One YAML file says
// what to do. docs/your-own-registry.md explains it.
#include <cstdio>
#include <numeric>
#include <optional>
#include <roster/files.hpp>
#include <string>

#include "data.hpp"
#include "losses.hpp"
#include "models.hpp"

namespace fit {

struct Training {
  int epochs = 100;
  double rate = 0.5;

  static constexpr roster::rule rules[] = {
      {"epochs", "passes over the data", roster::at_least(1)},
      {"rate", "the learning rate", roster::above(0)},
  };
};

/// All that a run needs.
struct Run {
  roster::required<any_dataset> data;
  roster::required<any_model> model;
  any_loss loss = Squared{};
  Training training = {};
  unsigned seed = 1;
};

/// The mean loss after the last epoch.
template <class Model, class Loss>
double train(const Model& model, const Loss& loss, const points& data, const Training& how) {
  std::vector<double> weights(model.functions(0).size());
  double mean = 0;
  for (int epoch = 0; epoch < how.epochs; ++epoch) {
    std::vector<double> change(weights.size());
    mean = 0;
    for (const auto& [x, y] : data) {
      const auto functions = model.functions(x);
      const auto difference = std::inner_product(weights.begin(), weights.end(), functions.begin(), 0.0) - y;
      mean += loss.value(difference) / static_cast<double>(data.size());
      for (std::size_t i = 0; i < weights.size(); ++i) {
        change[i] += loss.slope(difference) * functions[i] / static_cast<double>(data.size());
      }
    }
    for (std::size_t i = 0; i < weights.size(); ++i) weights[i] -= how.rate * change[i];
  }
  return mean;
}

double run(const Run& what) {
  std::mt19937 random(what.seed);
  const auto data = what.data->visit([&](const auto& chosen) { return chosen.load(random); });
  return what.model->visit([&](const auto& model) {
    return what.loss.visit([&](const auto& loss) { return train(model, loss, data, what.training); });
  });
}

}  // namespace fit

int main(int argc, char** argv) {
  if (argc < 2) {
    std::fprintf(stderr, "usage: fit RUN.yaml [PATH=VALUE...]\n       fit --schema\n");
    return 2;
  }
  try {
    if (std::string_view(argv[1]) == "--schema") {
      std::printf("%s\n", roster::to_json(roster::schema<fit::Run>("A run of fit"), 2).c_str());
      return 0;
    }
    const auto what = roster::read_config<fit::Run>(argv[1], std::vector<std::string>(argv + 2, argv + argc));
    std::printf("%s\nloss %.4f\n", roster::config_text(what).c_str(), fit::run(what));
  } catch (const std::exception& problem) {
    std::fprintf(stderr, "%s\n", problem.what());
    return 1;
  }
}
