#include "roster/schedulers/warmup.hpp"

#include <boost/hana/tuple.hpp>
#include <boost/hana/type.hpp>
#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <cstdint>
#include <limits>
#include <numbers>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "roster/files/json.hpp"
#include "roster/files/yaml.hpp"
#include "roster/registry/registry.hpp"
#include "roster/run/any_schedule.hpp"
#include "roster/schedulers/step_lr.hpp"
#include "support/fields.hpp"

namespace warmup_tests {

/// A scheduler that ends
struct Ending {
  roster::required<std::int64_t> steps;
  double at(roster::group g, roster::epoch) const { return g.base_lr; }
  roster::epoch last() const { return steps; }
};

constexpr auto list = boost::hana::make_tuple(boost::hana::type_c<roster::StepLR>, boost::hana::type_c<Ending>,
                                              boost::hana::template_<roster::basic_Warmup>);
using registry = roster::registry<list>;
using entry = roster::entry<registry>;
using Warmup = registry::type<"Warmup">;

constexpr auto no_end = std::numeric_limits<roster::epoch>::max();
const roster::StepLR endless{.step_size = 1};

/// The factors of the epochs before `length`.
std::vector<double> factors(const Warmup& config) {
  std::vector<double> all;
  for (roster::epoch t = 0; t < config.length; ++t) all.push_back(config.factor(t));
  return all;
}

TEST_CASE("A warm-up rises from start_factor, along a line by default", "[warmup]") {
  CHECK(factors({.length = 4, .scheduler = endless, .start_factor = 0}) == std::vector{0.0, 0.25, 0.5, 0.75});
  CHECK(factors({.length = 2, .scheduler = endless, .start_factor = 0.5}) == std::vector{0.5, 0.75});
  CHECK(factors({.length = 2, .scheduler = endless}) == std::vector{0.1, 0.1 + 0.9 * 0.5});
  CHECK(factors({.length = 1, .scheduler = endless, .start_factor = 0.25}) == std::vector{0.25});
  CHECK(factors({.length = 3, .scheduler = endless, .start_factor = 1}) == std::vector{1.0, 1.0, 1.0});
  CHECK(factors({.length = 0, .scheduler = endless}).empty());
}

TEST_CASE("A warm-up may have other shapes", "[warmup]") {
  CHECK(factors({.length = 3, .scheduler = endless, .start_factor = 0.2, .shape = "constant"}) ==
        std::vector{0.2, 0.2, 0.2});
  CHECK(factors({.length = 2, .scheduler = endless, .start_factor = 0.25, .shape = "exponential"}) ==
        std::vector{0.25, 0.5});
  const double third = 1.0 / 3;
  CHECK(factors({.length = 3, .scheduler = endless, .start_factor = 0.01, .shape = "exponential"}) ==
        std::vector{0.01, std::pow(0.01, 1 - third), std::pow(0.01, 1 - 2.0 / 3)});
  CHECK(factors({.length = 3, .scheduler = endless, .start_factor = 0.5, .shape = "cosine"}) ==
        std::vector{0.5, 0.5 + 0.5 * (1 - std::cos(std::numbers::pi * third)) / 2,
                    0.5 + 0.5 * (1 - std::cos(std::numbers::pi * (2.0 / 3))) / 2});
  const auto half = factors({.length = 2, .scheduler = endless, .start_factor = 0, .shape = "cosine"});
  CHECK(half[0] == 0);
  CHECK(std::abs(half[1] - 0.5) < 1e-15);
}

TEST_CASE("The scheduler begins after the warm-up, or with it", "[warmup]") {
  const Warmup before{.length = 3, .scheduler = endless};
  CHECK(before.epoch_of(0, 2) == std::nullopt);
  CHECK(before.epoch_of(0, 3) == 0);
  CHECK(before.epoch_of(0, 10) == 7);
  const Warmup over{.length = 3, .scheduler = endless, .overlap = true};
  CHECK(over.epoch_of(0, 0) == 0);
  CHECK(over.epoch_of(0, 10) == 10);
}

TEST_CASE("A warm-up ends with its scheduler", "[warmup]") {
  CHECK(Warmup{.length = 3, .scheduler = endless}.last() == no_end);
  CHECK(Warmup{.length = 3, .scheduler = Ending{4}}.last() == 7);
  CHECK(Warmup{.length = 3, .scheduler = Ending{4}, .overlap = true}.last() == 4);
  CHECK(Warmup{.length = 0, .scheduler = Ending{4}}.last() == 4);
  CHECK(Warmup{.length = std::int64_t{1} << 52, .scheduler = Ending{no_end - 9}}.last() == no_end);
  CHECK(Warmup{.length = 2, .scheduler = Warmup{.length = 3, .scheduler = Ending{4}}}.last() == 9);
}

TEST_CASE("Values that a warm-up cannot have are reported", "[warmup][message]") {
  CHECK(test::check_config(Warmup{.length = 0, .scheduler = endless, .start_factor = 0}) == "");
  CHECK(test::check_config(Warmup{.length = -1, .scheduler = endless}) ==
        "Warmup: length is -1, expected an integer of at least 0");
  CHECK(test::check_config(Warmup{.length = 1, .scheduler = endless, .start_factor = 1.5}) ==
        "Warmup: start_factor is 1.5, expected a real number from 0 to 1");
  CHECK(test::check_config(Warmup{.length = 1, .scheduler = endless, .start_factor = -0.1}) ==
        "Warmup: start_factor is -0.1, expected a real number from 0 to 1");
  CHECK(test::check_config(Warmup{.length = 1, .scheduler = endless, .start_factor = 0, .shape = "exponential"}) ==
        "Warmup: start_factor is 0.0, expected more than 0, for the shape \"exponential\"");
  CHECK(test::check_config(
            Warmup{.length = -1, .scheduler = Warmup{.length = 2, .scheduler = roster::StepLR{.step_size = 0}}}) ==
        "Warmup: 2 problems\n"
        "  length is -1, expected an integer of at least 0\n"
        "  scheduler.scheduler.step_size is 0, expected an integer of at least 1");
}

TEST_CASE("A warm-up comes from a file, and goes to one", "[warmup]") {
  entry made;
  const std::string json = R"({"name": "Warmup", "length": 5, "scheduler": {"name": "StepLR", "step_size": 3, )"
                           R"("gamma": 0.1}, "start_factor": 0.25, "shape": "cosine", "overlap": true})";
  REQUIRE(test::read(made, roster::parse_json(json)) == "");
  const auto* config = made.as<Warmup>();
  CHECK(config->length == 5);
  CHECK((**config->scheduler).as<roster::StepLR>()->step_size == 3);
  CHECK(config->start_factor == 0.25);
  CHECK(config->shape.name() == "cosine");
  CHECK(config->overlap);
  CHECK(roster::to_json(roster::field_kind<entry>::write(made)) == json);
  REQUIRE(test::read(made, roster::parse_yaml("{name: Warmup, length: 5, scheduler: {name: StepLR, step_size: 3}}")) ==
          "");
  CHECK(
      roster::field_kind<entry>::text(made) ==
      "Warmup(length=5, scheduler=StepLR(step_size=3, gamma=0.1), start_factor=0.1, shape=\"linear\", overlap=false)");
}

TEST_CASE("All that is wrong with a warm-up in a file is reported together", "[warmup][message]") {
  const auto told = [](std::string_view yaml) {
    entry made;
    return test::read(made, roster::parse_yaml(yaml));
  };
  CHECK(told("{name: Warmup}") ==
        "x: 2 problems\n"
        "  length is missing, expected an integer of at least 0\n"
        "  scheduler is missing, expected an object with the name of a scheduler");
  CHECK(told("{name: Warmup, length: 5 ep, scheduler: StepLR, start_factor: 2, shape: round, overlap: 1}") ==
        "x: 5 problems\n"
        "  length is \"5 ep\", expected an integer of at least 0, or a length such as \"5 epochs\", \"500 batches\" or "
        "\"10 %\"\n"
        "  scheduler is \"StepLR\", expected an object with the name of a scheduler\n"
        "  start_factor is 2.0, expected a real number from 0 to 1\n"
        "  shape is \"round\", expected \"linear\", \"constant\", \"exponential\" or \"cosine\"\n"
        "  overlap is 1, expected true or false");
  CHECK(
      told("{name: Warmup, length: 1.5, schedulers: [{name: StepLR, step_size: 1}], shape: cosin}") ==
      "x: 4 problems\n"
      "  length is 1.5, expected an integer of at least 0\n"
      "  schedulers is not a field of Warmup (its fields: length, scheduler, start_factor, shape, overlap, name); did "
      "you mean scheduler?\n"
      "  shape is \"cosin\", expected \"linear\", \"constant\", \"exponential\" or \"cosine\"; did you mean cosine?\n"
      "  scheduler is missing, expected an object with the name of a scheduler");
  CHECK(
      told("{name: Warmup, length: 1, scheduler: {name: Warmup, length: 2, scheduler: {name: StepLR, gama: 1}}}") ==
      "x: 2 problems\n"
      "  scheduler.scheduler.gama is not a field of StepLR (its fields: step_size, gamma, name); did you mean gamma?\n"
      "  scheduler.scheduler.step_size is missing, expected an integer of at least 1");
  CHECK(
      told("{name: Warmup, length: 1, scheduler: {name: StepLR, step_size: 1}, start_factor: 0, shape: exponential}") ==
      "x: start_factor is 0.0, expected more than 0, for the shape \"exponential\"");
}

}  // namespace warmup_tests
