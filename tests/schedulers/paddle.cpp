#include <catch2/catch_test_macros.hpp>
#include <string>
#include <vector>

#include "roster/all_schedulers.hpp"
#include "roster/files/json.hpp"
#include "support/refusal.hpp"

namespace paddle_tests {

using registry = roster::all_registry;
using groups = std::vector<roster::plain_group>;
using roster::paddle::LinearWarmup, roster::paddle::NoamDecay, roster::paddle::PiecewiseDecay;

std::string refusal(const registry::entry& one) {
  groups set{{.lr = 1.0}};
  return test::refusal([&] { registry::create(one, set); });
}

TEST_CASE("Values that Paddle's schedulers cannot have are refused", "[paddle][message]") {
  CHECK(refusal(NoamDecay{.d_model = 0, .warmup_steps = 0}) ==
        "paddle.NoamDecay: 2 problems\n"
        "  d_model is 0.0, expected a real number above 0\n"
        "  warmup_steps is 0, expected an integer of at least 1");
  CHECK(refusal(PiecewiseDecay{.boundaries = std::vector<roster::steps>(), .values = {0.1}}) ==
        "paddle.PiecewiseDecay: boundaries is empty, expected at least one integer");
  CHECK(refusal(PiecewiseDecay{.boundaries = {3, 3, 2}, .values = {0.1, 0.2}}) ==
        "paddle.PiecewiseDecay: 3 problems\n"
        "  boundaries[1] is 3, expected more than 3, the boundary before\n"
        "  boundaries[2] is 2, expected more than 3, the boundary before\n"
        "  values has 2 elements, expected 4, one more than boundaries");
  CHECK(refusal(PiecewiseDecay{.boundaries = {0}, .values = {0.1, 0.2}}) ==
        "paddle.PiecewiseDecay: boundaries[0] is 0, expected an integer of at least 1");
}

TEST_CASE("A warm-up of Paddle's rises, and has a number or a scheduler", "[paddle][message]") {
  const roster::StepLR step{.step_size = 3};
  CHECK(refusal(LinearWarmup{.warmup_steps = 0, .start_lr = 0.5, .end_lr = 0.5}) ==
        "paddle.LinearWarmup: warmup_steps is 0, expected an integer of at least 1");
  CHECK(refusal(LinearWarmup{
            .warmup_steps = 1, .start_lr = 0.5, .end_lr = 0.5, .learning_rate = 0.25, .scheduler = step}) ==
        "paddle.LinearWarmup: 2 problems\n"
        "  end_lr is 0.5, expected more than start_lr, which is 0.5\n"
        "  learning_rate is 0.25, but there is a scheduler; give only one of them");
  CHECK(refusal(LinearWarmup{
            .warmup_steps = 1, .start_lr = 0, .end_lr = 0.5, .scheduler = roster::StepLR{.step_size = 0}}) ==
        "paddle.LinearWarmup: scheduler.step_size is 0, expected an integer of at least 1");
}

TEST_CASE("Learning rates below 0 are refused, whose ever they are", "[optax][keras][paddle][message]") {
  CHECK(refusal(roster::optax::exponential_decay{.init_value = -1, .transition_steps = 1, .decay_rate = 0.5}) ==
        "optax.exponential_decay: init_value is -1.0, expected a real number of at least 0");
  CHECK(refusal(roster::keras::CosineDecay{.decay_steps = 1, .initial_learning_rate = -1}) ==
        "keras.CosineDecay: initial_learning_rate is -1.0, expected a real number of at least 0");
  CHECK(refusal(PiecewiseDecay{.boundaries = {1}, .values = {0.1, -0.2}}) ==
        "paddle.PiecewiseDecay: values[1] is -0.2, expected a real number of at least 0");
  CHECK(refusal(LinearWarmup{.warmup_steps = 1, .start_lr = -0.1, .end_lr = 0.1}) ==
        "paddle.LinearWarmup: start_lr is -0.1, expected a real number of at least 0");
}

TEST_CASE("A file gives a warm-up of Paddle's a number or a scheduler", "[paddle][message]") {
  const auto read = [](std::string_view json) {
    return roster::checked("recipe", [&](const roster::place& here) {
      return roster::read_entry<registry::entry>(roster::parse_json(json), here);
    });
  };
  const std::string start = R"({"name": "paddle.LinearWarmup", "warmup_steps": 2, "start_lr": 0.0, "end_lr": 0.5, )";
  const auto both = [&](std::string_view rest) { return start + std::string(rest) + "}"; };
  const std::string child = R"("scheduler": {"name": "paddle.NoamDecay", "d_model": 4.0, "warmup_steps": 3, )"
                            R"("learning_rate": 1.0})";
  for (const auto& rest :
       {R"("learning_rate": null, )" + child, std::string(R"("learning_rate": 0.25, "scheduler": null)"),
        std::string(R"("learning_rate": null, "scheduler": null)")}) {
    CHECK(roster::to_json(roster::field_kind<registry::entry>::write(read(both(rest))))
              .starts_with(both(rest).substr(0, both(rest).size() - 1)));
  }
  const auto told = [&](std::string_view rest) { return test::refusal([&] { read(both(rest)); }); };
  CHECK(told(R"("scheduler": 0.25)") ==
        "recipe: scheduler is 0.25, expected null or an object with the name of a scheduler");
  CHECK(told(R"("learning_rate": {"name": "paddle.NoamDecay"})") ==
        "recipe: learning_rate is an object, expected null or a real number of at least 0");
  CHECK(told(R"("learning_rate": 0.1, "scheduler": {"name": "StepLR"})") ==
        "recipe: scheduler.step_size is missing, expected an integer of at least 1");
  CHECK(told(R"("learning_rate": 0.1, "scheduler": {"name": "StepLR", "step_size": 3})") ==
        "recipe: learning_rate is 0.1, but there is a scheduler; give only one of them");
}

}  // namespace paddle_tests
