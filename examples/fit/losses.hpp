#pragma once

#include <algorithm>
#include <cmath>
#include <roster/fields.hpp>
#include <roster/registry.hpp>

// The third list: losses, of the difference between what a model says and what is right.
namespace fit {

struct Squared {
  double value(double difference) const { return difference * difference / 2; }
  double slope(double difference) const { return difference; }
};

struct Huber {
  double delta = 1;

  static constexpr std::string_view about = "Squared near 0, then linear: forgives outliers.";
  static constexpr roster::rule rules[] = {{"delta", "where it becomes linear", roster::above(0)}};

  double value(double difference) const {
    const auto size = std::abs(difference);
    return size < delta ? difference * difference / 2 : delta * (size - delta / 2);
  }
  double slope(double difference) const { return std::clamp(difference, -delta, delta); }
};

inline constexpr auto losses = boost::hana::tuple_t<Squared, Huber>;
using any_loss = roster::entry<roster::registry<losses>>;

}  // namespace fit

template <>
inline constexpr std::string_view roster::kind_of_entry<roster::registry<fit::losses>> = "a loss";
