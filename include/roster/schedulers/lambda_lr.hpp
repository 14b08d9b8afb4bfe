#pragma once

#include <functional>

#include "roster/fields/function.hpp"
#include "roster/fields/per_group.hpp"
#include "roster/schedulers/scheduler_config.hpp"

namespace roster {

/// Returns the factor for the learning rate at an epoch.
using lr_function = std::function<double(epoch)>;

/// `torch.optim.lr_scheduler.LambdaLR`
struct LambdaLR {
  required<per_group<lr_function>> lr_lambda;

  static constexpr std::string_view about = "Sets the learning rate to its base value times a function of the epoch.";
  static constexpr std::string_view formula = "base × lr_lambda(epoch)";
  static constexpr rule rules[] = {{"lr_lambda", "a function from the epoch to the factor"}};

  double at(group g, epoch t) const { return g.base_lr * (*lr_lambda)[g.index](t); }

  static constexpr std::string_view saved_attributes[] = {"lr_lambdas"};
  node::object attributes(epoch, std::size_t groups) const {
    return {{"lr_lambdas", node(node::list(groups))}};  // a function is not saved
  }
};

}  // namespace roster
