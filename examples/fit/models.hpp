#pragma once

#include <cmath>
#include <roster/fields.hpp>
#include <roster/registry.hpp>
#include <vector>

// The second list: models. Each is a sum of functions of x, with a weight for each.
namespace fit {

struct Polynomial {
  roster::required<int> degree;

  static constexpr std::string_view about = "1, x, x squared, …";
  static constexpr roster::rule rules[] = {{"degree", "the highest power", roster::between(0, 20)}};

  std::vector<double> functions(double x) const {
    std::vector<double> all{1};
    for (int i = 0; i < degree; ++i) all.push_back(all.back() * x);
    return all;
  }
};

struct Waves {
  roster::required<std::vector<double>> frequencies;
  bool constant = true;

  static constexpr std::string_view about = "A sine and a cosine of each frequency.";
  static constexpr roster::rule rules[] = {
      {"frequencies", "in periods for each 1 of x", roster::above(0)},
      {"constant", "whether to add a constant"},
  };

  std::vector<double> functions(double x) const {
    std::vector<double> all;
    if (constant) all.push_back(1);
    for (const auto frequency : *frequencies) {
      all.push_back(std::sin(6.283185307179586 * frequency * x));
      all.push_back(std::cos(6.283185307179586 * frequency * x));
    }
    return all;
  }
};

inline constexpr auto models = boost::hana::tuple_t<Polynomial, Waves>;
using any_model = roster::entry<roster::registry<models>>;

}  // namespace fit

template <>
inline constexpr std::string_view roster::kind_of_entry<roster::registry<fit::models>> = "a model";
