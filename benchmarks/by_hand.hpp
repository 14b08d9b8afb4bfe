// What one writes without Roster, with care: the base of schedulers with virtual functions, and a reader of named
// arguments that rejects unknown names, checks types and limits, and reports all problems together.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <limits>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace by_hand {

struct group {
  double lr;
  double momentum = 0.0;
};
using groups = std::vector<group>;

class scheduler {
 public:
  explicit scheduler(groups& optimizer) : groups_(&optimizer) {
    base_lrs_.reserve(optimizer.size());
    for (const auto& one : optimizer) base_lrs_.push_back(one.lr);
  }
  virtual ~scheduler() = default;

  /// Sets the learning rates of epoch 0.
  void start() { set(0); }
  void step() { set(++epoch_); }

 protected:
  /// The learning rate of an epoch, from the one before and from the base value.
  virtual double lr(double now, double base, std::int64_t epoch) const = 0;

 private:
  void set(std::int64_t epoch) {
    for (std::size_t i = 0; i < groups_->size(); ++i) {
      auto& one = (*groups_)[i];
      one.lr = lr(one.lr, base_lrs_[i], epoch);
    }
  }

  groups* groups_;
  std::vector<double> base_lrs_;
  std::int64_t epoch_ = 0;
};

using argument = std::variant<std::int64_t, double, bool, std::string>;

struct limits {
  double least = -std::numeric_limits<double>::infinity();
  double most = std::numeric_limits<double>::infinity();
  bool above = false;  ///< whether the least value itself is not allowed
  bool required = false;
};

/// Reads the fields of one scheduler from `Arguments`, which is a range of pairs of a name and an `argument`.
template <class Arguments>
class reader {
 public:
  reader(std::string_view scheduler, const Arguments& given) : scheduler_(scheduler), given_(given) {}

  void read(std::string_view name, std::int64_t& field, limits allowed) {
    const auto* found = find(name, allowed.required);
    if (!found) return;
    if (const auto* number = std::get_if<std::int64_t>(found)) {
      field = *number;
      check(name, static_cast<double>(field), allowed);
    } else {
      report(std::string(name) + " is not an integer");
    }
  }

  void read(std::string_view name, double& field, limits allowed) {
    const auto* found = find(name, allowed.required);
    if (!found) return;
    if (const auto* real = std::get_if<double>(found)) {
      field = *real;
    } else if (const auto* integer = std::get_if<std::int64_t>(found)) {
      field = static_cast<double>(*integer);
    } else {
      return report(std::string(name) + " is not a number");
    }
    check(name, field, allowed);
  }

  void read(std::string_view name, bool& field) {
    const auto* found = find(name, false);
    if (!found) return;
    if (const auto* truth = std::get_if<bool>(found)) {
      field = *truth;
    } else {
      report(std::string(name) + " is neither true nor false");
    }
  }

  /// To be called last, with the names of all fields.
  void finish(std::initializer_list<std::string_view> fields) {
    if (found_ != given_.size()) {
      for (const auto& [name, value] : given_) {
        if (std::ranges::find(fields, std::string_view(name)) == fields.end())
          report(std::string(name) + " is not a field");
      }
    }
    if (!problems_.empty()) throw std::invalid_argument(std::string(scheduler_) + ":" + problems_);
  }

 private:
  const argument* find(std::string_view name, bool required) {
    for (const auto& [other, value] : given_) {
      if (other != name) continue;
      ++found_;
      return &value;
    }
    if (required) report(std::string(name) + " is missing");
    return nullptr;
  }

  void check(std::string_view name, double number, limits allowed) {
    if (number > allowed.least && number <= allowed.most) return;
    if (number == allowed.least && !allowed.above) return;
    report(std::string(name) + " is " + std::to_string(number) + ", expected a number " +
           (allowed.above ? "above " : "from ") + std::to_string(allowed.least) + " to " +
           std::to_string(allowed.most));
  }

  void report(const std::string& problem) { problems_ += "\n  " + problem; }

  std::string_view scheduler_;
  const Arguments& given_;
  std::size_t found_ = 0;
  std::string problems_;
};

}  // namespace by_hand
