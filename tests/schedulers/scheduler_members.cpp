#include "roster/schedulers/scheduler_members.hpp"

#include <catch2/catch_test_macros.hpp>
#include <type_traits>

#include "roster/schedulers/schedulers.hpp"

namespace scheduler_members_tests {

using namespace roster::detail;

struct fields_of_these_names {
  double last = 1;
  double momentum = 2;
  double base = 3;
  double state = 4;
  double initial = 5;
  double schedule = 6;
  double formula = 7;
  double momentum_off = 8;
  double saved_attributes = 9;
  double counts_steps = 10;
  double fields_from = 11;
  double needs_metric = 12;
  double weight_decay = 13;
  double moves_weight_decay = 14;
  double weight_decay_off = 15;

  double at(roster::group g, roster::epoch) const { return g.base_lr * last; }
};
static_assert(!has_last<fields_of_these_names> && !has_momentum<fields_of_these_names> &&
              !has_base<fields_of_these_names> && !has_state<fields_of_these_names> &&
              !has_initial<fields_of_these_names> && !has_schedule<fields_of_these_names> &&
              !has_formula<fields_of_these_names> && !has_momentum_off<fields_of_these_names> &&
              !has_saved_attributes<fields_of_these_names> && !has_counts_steps<fields_of_these_names> &&
              !has_fields_from<fields_of_these_names> && !has_needs_metric<fields_of_these_names> &&
              !has_weight_decay<fields_of_these_names> && !has_moves_weight_decay<fields_of_these_names> &&
              !has_weight_decay_off<fields_of_these_names>);

TEST_CASE("A scheduler's optional members may fit, be missing, or be fields", "[scheduler_members]") {
  STATIC_CHECK(demand_scheduler<fields_of_these_names>());
  STATIC_CHECK(roster::registry<roster::schedulers>::every(
      []<class Config>(std::type_identity<Config>) { return demand_scheduler<Config>(); }));
}

}  // namespace scheduler_members_tests
