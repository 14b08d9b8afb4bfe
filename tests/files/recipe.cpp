#include "roster/files/recipe.hpp"

#include <algorithm>
#include <array>
#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <optional>
#include <random>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "roster/files/json.hpp"
#include "roster/files/yaml.hpp"
#include "support/refusal.hpp"
#include "support/same.hpp"

namespace recipe_tests {

using recipe = roster::recipe<>;
using schedulers = roster::default_registry;
using optimizers = roster::registry<roster::optimizers>;
using optimizer = roster::optimizer_entry<optimizers>;
using child = roster::entry<roster::registry<roster::schedulers>>;

/// Whether a file can hold all that the config needs: not LambdaLR's function.
template <class Config>
constexpr bool in_files = !requires(Config config) { config.lr_lambda; };

/// Random values of every type that a field may have, within what its rule allows.
class random_values {
 public:
  explicit random_values(std::uint64_t seed) : bits_(seed) {}

  /// Lists with a value for each group have so many.
  std::size_t groups = 1;

  std::size_t below(std::size_t end) { return static_cast<std::size_t>(bits_() % end); }
  bool toss() { return below(2) == 0; }

  double real(const roster::limit& allowed) {
    // Of all sizes, and with all digits; the ends too
    const double low = std::max(allowed.low, -1e6);
    const double high = std::min(allowed.high, 1e6);
    while (true) {
      const auto part = std::generate_canonical<double, 53>(bits_);
      const auto size = std::pow(10.0, -static_cast<double>(below(12)));
      const std::array tries{low + (high - low) * part,
                             low + part * size,
                             high - part * size,
                             low,
                             high,
                             std::round(part * 100),
                             0.0,
                             -0.0,
                             std::numeric_limits<double>::denorm_min()};
      const double one = tries[below(tries.size())];
      if (allowed.allows(one) && std::isfinite(one)) return one;
    }
  }
  std::int64_t integer(const roster::limit& allowed) {
    const auto low = static_cast<std::int64_t>(std::max(allowed.low, -1e6));
    const auto high = static_cast<std::int64_t>(std::min(allowed.high, 1e6));
    const auto most = static_cast<std::size_t>(high - low) + 1;
    return low + static_cast<std::int64_t>(below(toss() ? std::min<std::size_t>(most, 10) : most));
  }
  std::string text() {
    static const std::vector<std::string> all{
        "fc.*", "*.bias", "*", "?", "layer1.?.weight", "a b", "",     "1",     "5e-4",  "null", "~",  "true",
        "- a",  "a: b",   "#", "é", "\"'\\",           "\n",  " a\t", "1e400", "--- x", "<<",   "&a", "!b"};
    return all[below(all.size())];
  }

  void fill(bool& field, const roster::limit&) { field = toss(); }
  void fill(double& field, const roster::limit& allowed) { field = real(allowed); }
  void fill(std::int64_t& field, const roster::limit& allowed) { field = integer(allowed); }
  template <class T>
  void fill(roster::required<T>& field, const roster::limit& allowed) {
    fill(*field, allowed);
  }
  template <class T>
  void fill(std::optional<T>& field, const roster::limit& allowed) {
    field.reset();
    if constexpr (!std::is_same_v<T, std::function<double(double)>>) {
      if (toss()) fill(field.emplace(), allowed);
    }
  }
  template <class T, std::size_t N>
  void fill(std::array<T, N>& field, const roster::limit& allowed) {
    for (auto& one : field) fill(one, allowed);
  }
  template <class T>
  void fill(std::vector<T>& field, const roster::limit& allowed) {
    field.resize(below(5));
    for (auto& one : field) fill(one, allowed);
  }
  template <class T>
  void fill(roster::per_group<T>& field, const roster::limit& allowed) {
    std::vector<T> each(groups);
    for (auto& one : each) fill(one, allowed);
    if (toss()) {
      field = std::move(each);
    } else {
      field = each[0];
    }
  }
  template <roster::fixed_string... Names>
  void fill(roster::one_of<Names...>& field, const roster::limit&) {
    field.assign(field.names[below(field.names.size())]);
  }
  void fill(child& field, const roster::limit&) { field = scheduler(); }
  template <class Config>
    requires(std::is_aggregate_v<Config>)
  void fill(Config& config) {
    roster::detail::for_each_field(
        config, [&](auto i, auto& field) { fill(field, roster::detail::rule_of<Config, i>().allowed); });
    if constexpr (requires { config.milestones; }) std::ranges::sort(*config.milestones);
    if constexpr (std::is_same_v<Config, roster::SequentialLR>) {
      std::vector<std::int64_t> begins;
      for (std::size_t i = 1; i < config.schedulers->size(); ++i)
        begins.push_back(static_cast<std::int64_t>(2 * i + below(2)));
      config.milestones = begins;
    }
  }

  /// One whose fields agree with each other.
  template <class Config>
  Config config() {
    while (true) {
      auto made = roster::detail::defaults<Config>();
      fill(made);
      std::vector<roster::problem> problems;
      roster::check_config(made, roster::place(problems));
      if (problems.empty()) return made;
    }
  }

  /// Of those that a file can hold; composites, to some depth.
  child scheduler() {
    ++depth_;
    child made;
    while (made.empty()) {
      schedulers::visit_at(below(schedulers::size()), [&](auto type) {
        using Config = typename decltype(type)::type;
        if constexpr (in_files<Config>) {
          if (roster::detail::has_schedule<Config> && depth_ > 3) return;
          made = config<Config>();
        }
      });
    }
    --depth_;
    return made;
  }

  template <class Config>
  optimizer chosen_optimizer() {
    const auto own = config<Config>();
    optimizer made = roster::entry<optimizers>(own);
    for (std::size_t g = 1; g < groups; ++g) {
      roster::parameter_group<optimizers> group{.params = {}, .config = config<Config>()};
      if constexpr (std::is_same_v<Config, roster::Adagrad>) {
        auto shared = *group.config.template as<Config>();
        shared.initial_accumulator_value = own.initial_accumulator_value;
        group.config = shared;
      }
      for (auto n = 1 + below(3); n > 0; --n) group.params.all.push_back(text());
      made.groups.push_back(std::move(group));
    }
    return made;
  }

  /// With a scheduler from `make_scheduler` that is for the optimizer.
  recipe whole(const optimizer& chosen, const std::function<child()>& make_scheduler) {
    while (true) {
      recipe made{.optimizer = chosen, .scheduler = with_options(make_scheduler())};
      made.epochs = integer(roster::between(1, 1e6));
      made.batch_size = integer(roster::between(1, 1e6));
      made.seed = integer(roster::at_least(0));
      std::vector<roster::problem> problems;
      roster::check_config(made, roster::place(problems));
      if (problems.empty()) return made;
    }
  }

 private:
  schedulers::entry with_options(const child& chosen) {
    return chosen.visit(
        [&](const auto& own) -> schedulers::entry { return {own, config<roster::scheduler_options>()}; });
  }

  std::mt19937_64 bits_;
  int depth_ = 0;
};

/// Reads back what is written, in both languages.
void check_round_trip(const recipe& given) {
  const auto tree = roster::write_recipe(given);
  for (const auto& text : {roster::to_yaml(tree), roster::to_json(tree), roster::to_json(tree, 2)}) {
    INFO(text);
    CHECK(test::same(given, roster::read_recipe({"yaml", roster::parse_yaml(text)})));
  }
  const auto text = roster::to_json(tree);
  INFO(text);
  CHECK(test::same(given, roster::read_recipe({"json", roster::parse_json(text)})));
}

TEST_CASE("Every scheduler with any fields is written and read back the same", "[recipe]") {
  random_values values(1);
  std::size_t classes = 0;
  schedulers::for_each([&](auto type) {
    using Config = typename decltype(type)::type;
    if constexpr (in_files<Config>) {
      ++classes;
      CAPTURE(roster::type_name<Config>);
      for (int i = 0; i < 100; ++i) {
        values.groups = 1 + values.below(3);
        const auto sgd = values.chosen_optimizer<roster::SGD>();
        check_round_trip(values.whole(sgd, [&] { return values.config<Config>(); }));
      }
    }
  });
  CHECK(classes == schedulers::size() - 2);
}

TEST_CASE("Every optimizer with any fields and groups is written and read back the same", "[recipe]") {
  random_values values(2);
  optimizers::for_each([&](auto type) {
    using Config = typename decltype(type)::type;
    CAPTURE(roster::type_name<Config>);
    for (int i = 0; i < 200; ++i) {
      values.groups = std::is_same_v<Config, roster::LBFGS> ? 1 : 1 + values.below(4);
      const auto chosen = values.chosen_optimizer<Config>();
      check_round_trip(values.whole(chosen, [&] { return values.scheduler(); }));
    }
  });
}

TEST_CASE("The comparison sees every field", "[recipe]") {
  // A test of the tests above
  random_values values(3);
  const auto differs = [](const auto& a, const auto& b) { return !test::same(a, b); };
  schedulers::for_each([&](auto type) {
    using Config = typename decltype(type)::type;
    if constexpr (in_files<Config>) {
      const auto one = values.config<Config>();
      const auto other = values.config<Config>();
      CHECK(test::same(one, one));
      roster::detail::for_each_field(one, [&](auto i, const auto& field) {
        auto mixed = one;
        boost::pfr::get<i>(mixed) = boost::pfr::get<i>(other);
        CHECK(test::same(one, mixed) == test::same(field, boost::pfr::get<i>(other)));
      });
    }
  });
  CHECK(differs(0.0, -0.0));
  CHECK(differs(0.1, std::nextafter(0.1, 1)));
  CHECK(differs(roster::per_group<double>(0.1), roster::per_group<double>({0.1})));
  CHECK(differs(std::optional<std::int64_t>(), std::optional<std::int64_t>(0)));
  CHECK(differs(schedulers::entry(roster::StepLR{.step_size = 3}), schedulers::entry(roster::ConstantLR{})));
  CHECK(differs(schedulers::entry(roster::StepLR{.step_size = 3}),
                schedulers::entry(roster::StepLR{.step_size = 3}, {.last_epoch = 1})));
  optimizer adam = roster::entry<optimizers>(roster::Adam{});
  auto grouped = adam;
  grouped.groups.push_back({.params = {{"a"}}, .config = roster::Adam{}});
  auto renamed = grouped;
  renamed.groups[0].params.all = {"b"};
  CHECK(differs(adam, grouped));
  CHECK(differs(grouped, renamed));
}

TEST_CASE("A function is written so that reading it says what it was", "[recipe][message]") {
  const auto again = [](const schedulers::entry& scheduler) {
    const recipe given{.optimizer = optimizer(roster::entry<optimizers>(roster::Adam{})), .scheduler = scheduler};
    const auto yaml = roster::to_yaml(roster::write_recipe(given));
    return test::refusal([&] { roster::read_recipe({"recipe", roster::parse_yaml(yaml)}); });
  };
  const std::string function = "a function (only code can give one)";
  const auto half = [](roster::epoch) { return 0.5; };
  CHECK(again(roster::LambdaLR{.lr_lambda = half}) == "recipe:8:29: scheduler.lr_lambda is \"a function\", expected " +
                                                          function + " or a list of functions, one for each group");
  CHECK(again(roster::MultiplicativeLR{.lr_lambda = {half}}) ==
        "recipe:10:15: scheduler.lr_lambda[0] is \"a function\", expected " + function);
  CHECK(again(roster::CyclicLR{.base_lr = 0.1, .max_lr = 1.0, .scale_fn = [](double) { return 1.0; }}) ==
        "recipe:16:3: scheduler.scale_fn is \"a function\", expected " + function + " or null");
  // In a composite, too
  CHECK(again(roster::ChainedScheduler{.schedulers = {roster::LambdaLR{.lr_lambda = half}}}) ==
        "recipe:11:24: scheduler.schedulers[0].lr_lambda is \"a function\", expected " + function +
            " or a list of functions, one for each group");
  CHECK(again(roster::CyclicLR{.base_lr = 0.1, .max_lr = 1.0}) == "");
}

TEST_CASE("A recipe written by hand in code is held to the same rules", "[recipe][message]") {
  const auto check = [](const recipe& given) {
    std::vector<roster::problem> problems;
    roster::check_config(given, roster::place(problems));
    return problems.empty() ? "" : std::string(roster::error("recipe", problems).what());
  };
  optimizer adam = roster::entry<optimizers>(roster::Adam{.lr = -1});
  adam.groups.push_back({.params = {}, .config = roster::SGD{.lr = 1}});
  CHECK(
      check({.optimizer = adam, .scheduler = schedulers::entry(roster::StepLR{.step_size = 0}), .epochs = 0}) ==
      "recipe: 5 problems\n"
      "  optimizer.lr is -1.0, expected a real number, at least 0\n"
      "  optimizer.groups[0].params is empty, expected a pattern of parameters' names, such as \"fc.*\", or a list of "
      "them\n"
      "  optimizer.groups[0] is of another optimizer than Adam\n"
      "  scheduler.step_size is 0, expected an integer, at least 1\n"
      "  epochs is 0, expected an integer, at least 1 and at most 1e+06");
}

}  // namespace recipe_tests
