#pragma once

#include "roster/schedulers/lambda_lr.hpp"

namespace roster {

/// `torch.optim.lr_scheduler.MultiplicativeLR`
struct MultiplicativeLR {
  required<per_group<lr_function>> lr_lambda;

  static constexpr std::string_view about = "Multiplies the learning rate by a function of the epoch, every epoch.";
  static constexpr std::string_view formula = "base × lr_lambda(1) × lr_lambda(2) × … × lr_lambda(epoch)";
  static constexpr rule rules[] = {{"lr_lambda", "a function from the epoch to its factor, called from epoch 1 on"}};

  double next(group g, epoch t) const { return t == 0 ? g.lr : g.lr * (*lr_lambda)[g.index](t); }

  static constexpr std::string_view saved_attributes[] = {"lr_lambdas"};
  node::object attributes(epoch, std::size_t groups) const {
    return {{"lr_lambdas", node(node::list(groups))}};  // a function is not saved
  }
};

}  // namespace roster
