#pragma once

#include <cmath>
#include <filesystem>
#include <fstream>
#include <random>
#include <roster/enums.hpp>
#include <roster/fields.hpp>
#include <roster/registry.hpp>
#include <stdexcept>
#include <utility>
#include <vector>

// The first list: data sets.
namespace fit {

using points = std::vector<std::pair<double, double>>;

enum class kind { line, sine, step };

/// Points of a curve, for x from -1 to 1.
struct Curve {
  roster::required<kind> shape;
  std::size_t count = 100;

  static constexpr std::string_view about = "Points of a curve, for x from -1 to 1.";
  static constexpr roster::rule rules[] = {
      {"shape", "the curve"},
      {"count", "how many points", roster::between(2, 1e6)},
  };

  points load(std::mt19937&) const {
    points all;
    for (std::size_t i = 0; i < count; ++i) {
      const auto x = 2.0 * static_cast<double>(i) / static_cast<double>(count - 1) - 1;
      const auto y = *shape == kind::line ? x : *shape == kind::sine ? std::sin(3 * x) : x < 0 ? -1.0 : 1.0;
      all.emplace_back(x, y);
    }
    return all;
  }
};

/// The lines of a file, each with two numbers.
struct Table {
  roster::required<std::filesystem::path> file;
  char separator = ',';

  points load(std::mt19937&) const {
    points all;
    std::ifstream in(*file);
    if (!in) throw std::runtime_error(file->string() + " cannot be opened");
    double x = 0, y = 0;
    char between = separator;
    while (in >> x >> between >> y && between == separator) all.emplace_back(x, y);
    return all;
  }
};

/// Other data sets of this list, together and with noise. The list's registry is a parameter, because it does not exist
/// yet here. The data sets are in a vector: a struct cannot hold itself.
template <class Registry>
struct basic_Mix {
  roster::required<std::vector<roster::entry<Registry>>> of;
  float noise = 0.1f;

  static constexpr std::string_view name = "Mix";
  static constexpr roster::rule rules[] = {
      {"of", "the data sets"},
      {"noise", "the standard deviation of what is added to y", roster::at_least(0)},
  };

  points load(std::mt19937& random) const {
    points all;
    std::normal_distribution<double> added(0, noise);
    for (const auto& part : *of) {
      for (const auto& [x, y] : part.visit([&](const auto& data) { return data.load(random); })) {
        all.emplace_back(x, y + added(random));
      }
    }
    return all;
  }
};

inline constexpr auto datasets =
    boost::hana::make_tuple(boost::hana::type_c<Curve>, boost::hana::type_c<Table>, boost::hana::template_<basic_Mix>);
using any_dataset = roster::entry<roster::registry<datasets>>;
using Mix = basic_Mix<roster::registry<datasets>>;

}  // namespace fit

template <>
inline constexpr std::string_view roster::kind_of_entry<roster::registry<fit::datasets>> = "a data set";
