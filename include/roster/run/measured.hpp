#pragma once

#include <concepts>
#include <optional>
#include <span>
#include <vector>

#include "roster/input/detail/printable.hpp"
#include "roster/input/messages.hpp"

namespace roster {

/// A metric by its name.
struct named_metric {
  std::string_view name;
  double value;
};

/// What was measured in a step: nothing, one number, or several by their names: `{{"val_loss", 0.3}, {"accuracy",
/// 0.9}}`. A view: what it was made from has to outlive it.
class measured {
 public:
  measured() = default;
  measured(double only) noexcept : only_(only) {}
  measured(std::initializer_list<named_metric> named) noexcept : named_(named.begin(), named.size()) {}
  template <std::convertible_to<std::span<const named_metric>> List>
  measured(const List& named) noexcept : named_(named) {}

  /// The metric that a scheduler watches, or nothing if it was not measured. Without a `monitor`, it is the only one.
  std::optional<double> watched(const std::optional<std::string>& monitor) const noexcept {
    if (!monitor && only_) return only_;
    if (!monitor && named_.size() == 1) return named_.front().value;
    for (const auto& one : named_) {
      if (monitor && one.name == *monitor) return one.value;
    }
    return std::nullopt;
  }

  /// Why there is no metric to watch: "needs the metric val_loss, but got only accuracy"
  std::string why_missing(const std::optional<std::string>& monitor) const {
    std::vector<std::string_view> names;
    for (const auto& one : named_) names.push_back(one.name);
    if (monitor) {
      const auto got = only_           ? "one without a name"
                       : names.empty() ? "none"
                                       : detail::concat({"only ", detail::enumerated(names, " and ")});
      return detail::concat({"needs the metric ", detail::printable(*monitor), ", but got ", got});
    }
    if (names.empty()) return "needs a metric, but got none";
    return detail::concat(
        {"needs a metric, but got ", detail::enumerated(names, " and "), ": choose one with monitor"});
  }

 private:
  std::optional<double> only_;
  std::span<const named_metric> named_;
};

}  // namespace roster
