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
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "roster/files/json.hpp"
#include "roster/files/yaml.hpp"
#include "support/names.hpp"
#include "support/refusal.hpp"
#include "support/same.hpp"

namespace recipe_tests {

using recipe = roster::recipe<>;
using schedulers = roster::default_registry;
using optimizers = roster::registry<roster::optimizers>;
using optimizer = roster::optimizer_entry<optimizers>;
using child = roster::entry<roster::registry<roster::schedulers>>;

/// Whether a file can hold the config: it cannot hold LambdaLR's function.
template <class Config>
constexpr bool in_files = !requires(Config config) { config.lr_lambda; };

/// Random values for fields of every type, within the limits of their rules.
class random_values {
 public:
  explicit random_values(std::uint64_t seed) : bits_(seed) {}

  /// The length of lists with a value for each group.
  std::size_t groups = 1;

  std::size_t below(std::size_t end) { return static_cast<std::size_t>(bits_() % end); }
  bool toss() { return below(2) == 0; }

  double real(const roster::limit& allowed) {
    // Of all sizes, with all digits, and the limits themselves
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
  void fill(roster::steps& field, const roster::limit& allowed) { field = integer(allowed); }
  template <class T>
  void fill(roster::required<T>& field, const roster::limit& allowed) {
    fill(*field, allowed);
  }
  template <class T>
  void fill(roster::indirect<T>& field, const roster::limit& allowed) {
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
  void fill(std::string& field, const roster::limit&) { field = text(); }
  void fill(roster::which_groups& field, const roster::limit&) {
    field = {};
    for (std::size_t g = 0; g < groups; ++g) {
      if (toss()) field.positions.push_back(g);
    }
  }
  void fill(child& field, const roster::limit&) { field = scheduler(); }
  template <class Config>
    requires(std::is_aggregate_v<Config>)
  void fill(Config& config) {
    roster::detail::for_each_field(
        config, [&](auto i, auto& field) { fill(field, roster::detail::rules_of<Config>()[i].allowed); });
    if constexpr (requires { config.milestones; }) std::ranges::sort(*config.milestones);
    if constexpr (std::is_same_v<Config, roster::SequentialLR>) {
      std::vector<std::int64_t> begins;
      for (std::size_t i = 1; i < config.schedulers->size(); ++i)
        begins.push_back(static_cast<std::int64_t>(2 * i + below(2)));
      config.milestones = begins;
    }
  }

  /// A config whose fields fit together.
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

  /// A scheduler that a file can hold; composites nest to some depth.
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

  /// A recipe with a scheduler from `make_scheduler` that fits the optimizer.
  recipe whole(const optimizer& chosen, const std::function<child()>& make_scheduler) {
    while (true) {
      recipe made{.optimizer = chosen};
      if (toss()) {
        made.scheduler = with_options(make_scheduler());
      } else {
        for (auto n = 1 + below(2); n > 0; --n) made.schedulers.push_back(with_options(make_scheduler()));
      }
      made.epochs = integer(roster::between(1, 1e6));
      made.batch_size = integer(roster::between(1, 1e6));
      made.seed = integer(roster::at_least(0));
      fill(made.batches_per_epoch, roster::between(1, 1e9));
      fill(made.shards, roster::between(0, 1e6));
      std::vector<roster::problem> problems;
      roster::check_config(made, roster::place(problems));
      if (problems.empty()) return made;
    }
  }

 private:
  schedulers::entry with_options(const child& chosen) {
    return chosen.visit([&](const auto& own) -> schedulers::entry {
      auto options = config<roster::scheduler_options>();
      options.parameter = toss() ? "lr" : toss() ? "weight_decay" : "tolerance_grad";
      return {own, options};
    });
  }

  std::mt19937_64 bits_;
  int depth_ = 0;
};

/// Writes a recipe and reads it back, in both languages.
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
  CHECK(differs(schedulers::entry(roster::StepLR{.step_size = 3}),
                schedulers::entry(roster::StepLR{.step_size = 3}, {.groups = {1}})));
  optimizer adam = roster::entry<optimizers>(roster::Adam{});
  auto grouped = adam;
  grouped.groups.push_back({.params = {{"a"}}, .config = roster::Adam{}});
  auto renamed = grouped;
  renamed.groups[0].params.all = {"b"};
  CHECK(differs(adam, grouped));
  CHECK(differs(grouped, renamed));
}

TEST_CASE("A function in a written recipe is refused with its name when read", "[recipe][message]") {
  const auto again = [](const schedulers::entry& scheduler) {
    const recipe given{.optimizer = optimizer(roster::entry<optimizers>(roster::Adam{})), .scheduler = scheduler};
    const auto yaml = roster::to_yaml(roster::write_recipe(given));
    return test::refusal([&] { roster::read_recipe({"recipe", roster::parse_yaml(yaml)}); });
  };
  const std::string function = "a function (only code can give one)";
  const auto half = [](roster::epoch) { return 0.5; };
  CHECK(again(roster::LambdaLR{.lr_lambda = half}) == "recipe:10:3: scheduler.lr_lambda is \"a function\", expected " +
                                                          function + " or a list with one for each group");
  CHECK(again(roster::MultiplicativeLR{.lr_lambda = {half}}) ==
        "recipe:10:15: scheduler.lr_lambda[0] is \"a function\", expected " + function);
  CHECK(again(roster::CyclicLR{.base_lr = 0.1, .max_lr = 1.0, .scale_fn = [](double) { return 1.0; }}) ==
        "recipe:16:3: scheduler.scale_fn is \"a function\", expected null or " + function);
  // In a composite, too
  CHECK(again(roster::ChainedScheduler{.schedulers = {roster::LambdaLR{.lr_lambda = half}}}) ==
        "recipe:11:24: scheduler.schedulers[0].lr_lambda is \"a function\", expected " + function +
            " or a list with one for each group");
  CHECK(again(roster::CyclicLR{.base_lr = 0.1, .max_lr = 1.0}) == "");
}

TEST_CASE("A recipe made in code follows the same rules", "[recipe][message]") {
  const auto check = [](const recipe& given) {
    std::vector<roster::problem> problems;
    roster::check_config(given, roster::place(problems));
    return problems.empty() ? "" : std::string(roster::error("recipe", problems).what());
  };
  optimizer adam = roster::entry<optimizers>(roster::Adam{.lr = -1});
  adam.groups.push_back({.params = {}, .config = roster::SGD{.lr = 1}});
  CHECK(check({.optimizer = adam, .scheduler = schedulers::entry(roster::StepLR{.step_size = 0}), .epochs = 0}) ==
        "recipe: 5 problems\n"
        "  optimizer.lr is -1.0, expected a real number of at least 0\n"
        "  optimizer.groups[0].params is empty, expected a pattern of parameter names such as \"fc.*\", or a list of "
        "patterns\n"
        "  optimizer.groups[0] is a group of another optimizer, expected a group of Adam\n"
        "  scheduler.step_size is 0, expected an integer of at least 1\n"
        "  epochs is 0, expected an integer from 1 to 1000000");
}

const std::string sgd = "optimizer: {name: SGD, lr: 0.1}\n";
const std::string step = "scheduler: {name: StepLR, step_size: 30}\n";

/// The error about a recipe in a text that is called a.yaml or a.json.
std::string yaml_refusal(std::string_view text) {
  return test::refusal([&] { roster::read_recipe({"a.yaml", roster::parse_yaml(text, "a.yaml")}); });
}
std::string json_refusal(std::string_view text) {
  return test::refusal([&] { roster::read_recipe({"a.json", roster::parse_json(text, "a.json")}); });
}

const std::string scheduler_names = "expected the name of a scheduler " + test::names_of<schedulers>();
const std::string optimizer_names = "expected the name of an optimizer " + test::names_of<optimizers>();
const std::string recipe_fields =
    "is not a field of a recipe (its fields: optimizer, scheduler, schedulers, epochs, batch_size, seed, "
    "batches_per_epoch, shards)";

TEST_CASE("A recipe's fields are read, and missing fields have defaults", "[recipe]") {
  const auto read = roster::read_recipe({"a.yaml", roster::parse_yaml(sgd + step + "seed: 3\n")});
  CHECK(*read.optimizer->as<roster::SGD>()->lr == 0.1);
  CHECK(read.scheduler.as<roster::StepLR>()->step_size == 30);
  CHECK(read.epochs == 10);
  CHECK(read.batch_size == 128);
  CHECK(read.seed == 3);
}

TEST_CASE("A $schema that is text is ignored, because editors need it", "[recipe][message]") {
  const std::string rest = R"("optimizer": {"name": "Adam"}, "scheduler": {"name": "ConstantLR"}})";
  CHECK(json_refusal(R"({"$schema": "recipe.schema.json", )" + rest) == "");
  CHECK(json_refusal(R"({"$schema": 1, )" + rest) == "a.json:1:2: \"$schema\" " + recipe_fields);
}

TEST_CASE("Common mistakes in a recipe are reported with line and column", "[recipe][message]") {
  CHECK(yaml_refusal("optimiser:\n  name: SGD\n  lr: 0.1\n" + step) ==
        "a.yaml: 2 problems\n"
        "  a.yaml:1:1: optimiser " +
            recipe_fields +
            "; did you mean optimizer?\n"
            "  a.yaml:1:1: optimizer is missing, expected an object with the name of an optimizer");
  CHECK(yaml_refusal(sgd + "scheduler: StepLR\n") ==
        "a.yaml:2:1: scheduler is \"StepLR\", expected an object with the name of a scheduler");
  CHECK(yaml_refusal(sgd + "scheduler:\n  name: stepLR\n  step_size: 30\n") ==
        "a.yaml:3:3: scheduler.name is \"stepLR\", " + scheduler_names + "; did you mean StepLR?");
  CHECK(yaml_refusal(sgd + "scheduler:\n  step_size: 30\n") ==
        "a.yaml:2:1: scheduler.name is missing, " + scheduler_names);
  CHECK(yaml_refusal("optimizer: {name: 5}\n" + step) == "a.yaml:1:13: optimizer.name is 5, " + optimizer_names);
  // The scheduler's fields a level too far out
  CHECK(yaml_refusal(sgd + "scheduler:\n  name: StepLR\nstep_size: 30\n") ==
        "a.yaml: 2 problems\n"
        "  a.yaml:2:1: scheduler.step_size is missing, expected an integer of at least 1\n"
        "  a.yaml:4:1: step_size " +
            recipe_fields);
  CHECK(yaml_refusal(sgd + "scheduler:\nname: StepLR\n") ==
        "a.yaml: 2 problems\n"
        "  a.yaml:2:1: scheduler is empty, expected an object with the name of a scheduler\n"
        "  a.yaml:3:1: name " +
            recipe_fields);
  // The recipe's fields within the scheduler
  CHECK(yaml_refusal(sgd + "scheduler:\n  name: StepLR\n  step_size: 30\n  epochs: 5\n") ==
        "a.yaml:5:3: scheduler.epochs is not a field of StepLR (its fields: step_size, gamma, last_epoch, verbose, "
        "parameter, groups, every, monitor, name)");
  CHECK(yaml_refusal(sgd + "scheduler: {name: StepLR, step_size: \"30\", gamma: 1e-1x}\n") ==
        "a.yaml: 2 problems\n"
        "  a.yaml:2:27: scheduler.step_size is \"30\", expected an integer of at least 1, or a length such as \"5 "
        "epochs\", "
        "\"500 batches\" or \"10 %\"; did you mean 30?\n"
        "  a.yaml:2:44: scheduler.gamma is \"1e-1x\", expected a real number above 0");
  CHECK(yaml_refusal("optimizer: {name: Adam, betas: [0.9], amsgrad: yes, eps: .nan}\n" + step) ==
        "a.yaml: 3 problems\n"
        "  a.yaml:1:25: optimizer.betas has 1 element, expected a list of 2 real numbers\n"
        "  a.yaml:1:39: optimizer.amsgrad is \"yes\", expected true or false\n"
        "  a.yaml:1:53: optimizer.eps is nan, expected a finite real number of at least 0");
  CHECK(yaml_refusal(sgd + step + "epochs: 5\nseed: 1.5\nepochs: 6\nbatch_size: 0\nseed: 2\n") ==
        "a.yaml: 4 problems\n"
        "  a.yaml:4:1: seed is 1.5, expected an integer of at least 0\n"
        "  a.yaml:5:1: epochs is given twice\n"
        "  a.yaml:6:1: batch_size is 0, expected an integer from 1 to 1000000\n"
        "  a.yaml:7:1: seed is given twice");
  CHECK(yaml_refusal(sgd + "scheduler:\n\tname: StepLR\n") ==
        "a.yaml:3:1: is not YAML: is indented with a tab; indent YAML with spaces");
  CHECK(yaml_refusal(sgd + "scheduler: {name: StepLR, step_size: 30\n") ==
        "a.yaml:2:12: is not YAML: has a { that is never closed");
  CHECK(yaml_refusal("optimizer: {name: SGD, lr: 1e400}\n") == "a.yaml:1:28: 1e400 is too large for a double");
  CHECK(yaml_refusal(sgd + "scheduler: {name: LambdaLR, lr_lambda: \"lambda t: 0.9 ** t\"}") ==
        "a.yaml:2:29: scheduler.lr_lambda is \"lambda t: 0.9 ** t\", expected a function (only code can give one) or a "
        "list with one for each group");
  // Deep within a composite
  CHECK(
      yaml_refusal(sgd + "scheduler:\n"
                         "  name: SequentialLR\n"
                         "  schedulers:\n"
                         "    - name: ChainedScheduler\n"
                         "      schedulers:\n"
                         "        - {name: ConstantLR, factor: 3}\n"
                         "        - name: StepLR\n"
                         "    - 7\n"
                         "  milestones: [5, x]\n") ==
      "a.yaml: 4 problems\n"
      "  a.yaml:7:30: scheduler.schedulers[0].schedulers[0].factor is 3.0, expected a real number above 0 and at most "
      "1\n"
      "  a.yaml:8:11: scheduler.schedulers[0].schedulers[1].step_size is missing, expected an integer of at least 1\n"
      "  a.yaml:9:7: scheduler.schedulers[1] is 7, expected an object with the name of a scheduler\n"
      "  a.yaml:10:19: scheduler.milestones[1] is \"x\", expected an integer of at least 0, or a length such as \"5 "
      "epochs\", \"500 batches\" or \"10 %\"");

  CHECK(
      json_refusal("{\n  \"optimizer\": {\"name\": \"SGD\", \"lr\": \"0.1\"},\n  \"schedular\": {},\n  \"epochs\": 1,\n"
                   "  \"epochs\": 2\n}") ==
      "a.json: 4 problems\n"
      "  a.json:2:32: optimizer.lr is \"0.1\", expected a real number of at least 0\n"
      "  a.json:3:3: schedular " +
          recipe_fields +
          "; did you mean scheduler?\n"
          "  a.json:5:3: epochs is given twice\n"
          "  a.json:1:1: scheduler is missing, expected an object with the name of a scheduler, or a list schedulers");
  CHECK(json_refusal("{\n  \"optimizer\": {\"name\": \"SGD\", \"lr\": 0.1},\n}") ==
        "a.json:2:42: is not JSON: has a comma before }; remove it");
  CHECK(json_refusal(sgd + step) == "a.json:1:1: is not JSON: looks like YAML; call the file .yaml");
}

TEST_CASE("What people do not see or forget in a recipe is named", "[recipe][message]") {
  const auto lr = [](std::string_view text) {
    return yaml_refusal("optimizer:\n  name: SGD\n  " + std::string(text) + "\n" + step);
  };
  const std::string number = ", expected a real number of at least 0";
  CHECK(lr("lr: 0.1\u00a0") ==
        "a.yaml:3:3: optimizer.lr is \"0.1\\u00a0\", which ends with U+00A0 NO-BREAK SPACE" + number);
  CHECK(lr("lr: \u22120.1") ==
        "a.yaml:3:3: optimizer.lr is \"\u22120.1\", which begins with U+2212 MINUS SIGN" + number);
  CHECK(lr("lr: \u201c0.1\u201d") ==
        "a.yaml:3:3: optimizer.lr is \"\u201c0.1\u201d\", which begins with U+201C LEFT "
        "DOUBLE QUOTATION MARK" +
            number);
  CHECK(lr("lr:") == "a.yaml:3:3: optimizer.lr is empty" + number);
  CHECK(lr("lr: ~") == "a.yaml:3:3: optimizer.lr is null" + number);
  CHECK(lr("\u00a0lr: 0.1") ==
        "a.yaml:3:3: is not YAML: is indented with U+00A0 NO-BREAK SPACE; indent YAML with spaces");
  CHECK(lr("lr: 0.1\n  momentum\u200b: 0.9") ==
        "a.yaml:4:3: optimizer.\"momentum\\u200b\" ends with U+200B ZERO WIDTH SPACE and is not a field of SGD (its "
        "fields: "
        "lr, momentum, dampening, weight_decay, nesterov, groups, name); did you mean momentum?");
  CHECK(yaml_refusal("optimizer: {name:SGD, lr: 0.1}\n" + step) ==
        "a.yaml:1:13: optimizer.\"name:SGD\" has no space after the colon; did you mean name: SGD?");
  CHECK(lr("lr: 0.1\n  momentum:0.9") == "a.yaml:4:3: is not YAML: has no space after the colon in momentum:0.9");
  // YAML reads the last line of a document as a name without a value. The field is not missing too.
  CHECK(yaml_refusal(sgd + "scheduler:\n  name: StepLR\n  step_size:30\n") ==
        "a.yaml:4:3: scheduler.\"step_size:30\" has no space after the colon and is not a field of StepLR (its fields: "
        "step_size, gamma, last_epoch, verbose, parameter, groups, every, monitor, name); did you mean step_size?");
  CHECK(
      yaml_refusal(step + "optimizer:\n  name: SGD\n  lr: 1\n  momentum:0.9\n") ==
      "a.yaml:5:3: optimizer.\"momentum:0.9\" has no space after the colon and is not a field of SGD (its fields: lr, "
      "momentum, dampening, weight_decay, nesterov, groups, name); did you mean momentum?");
  CHECK(yaml_refusal(sgd +
                     "scheduler:\n  class_path: torch.optim.lr_scheduler.StepLR\n  init_args:\n    step_size: 0\n") ==
        "a.yaml: 3 problems\n"
        "  a.yaml:3:3: scheduler.class_path is given instead of name; did you mean name: StepLR?\n"
        "  a.yaml:4:3: scheduler.init_args holds the fields, expected them next to name\n"
        "  a.yaml:5:5: scheduler.init_args.step_size is 0, expected an integer of at least 1");
  CHECK(yaml_refusal("optimizer: {type: SDG, lr: -1, groups: [{lr: 1}]}\n" + step) ==
        "a.yaml: 3 problems\n"
        "  a.yaml:1:13: optimizer.type is given instead of name; did you mean name: SGD?\n"
        "  a.yaml:1:24: optimizer.lr is -1.0, expected a real number of at least 0\n"
        "  a.yaml:1:41: optimizer.groups[0].params is missing, expected a pattern of parameter names such as \"fc.*\", "
        "or a "
        "list of patterns");
  CHECK(lr("lr: 1\n  lr: 2\n  lr: 3") ==
        "a.yaml: 2 problems\n  a.yaml:4:3: optimizer.lr is given twice\n  a.yaml:5:3: optimizer.lr is given twice");
}

TEST_CASE("A recipe that is empty or not an object is refused", "[recipe][message]") {
  const std::string expected = "expected an object with an optimizer and a scheduler";
  CHECK(yaml_refusal("") == "a.yaml: is empty, " + expected);
  CHECK(yaml_refusal("# nothing\n") == "a.yaml: is empty, " + expected);
  CHECK(yaml_refusal("null") == "a.yaml:1:1: is null, " + expected);
  CHECK(yaml_refusal("lr:0.1") == "a.yaml:1:1: is \"lr:0.1\", which has no space after the colon, " + expected);
  CHECK(yaml_refusal("StepLR") == "a.yaml:1:1: is \"StepLR\", " + expected);
  CHECK(yaml_refusal("- 1\n- {a: 1}\n- [2]") == "a.yaml:1:1: is [1, {…}, […]], " + expected);
  CHECK(json_refusal("[]") == "a.json:1:1: is [], " + expected);
  CHECK(json_refusal("3.5") == "a.json:1:1: is 3.5, " + expected);
  CHECK(json_refusal("") == "a.json:1:1: is empty, expected JSON");
  const std::string both =
      "a.json: 2 problems\n"
      "  a.json:1:1: optimizer is missing, expected an object with the name of an optimizer\n"
      "  a.json:1:1: scheduler is missing, expected an object with the name of a scheduler, or a list schedulers";
  CHECK(json_refusal("{}") == both);
}

TEST_CASE("Problems with an optimizer's groups are reported", "[recipe][message]") {
  const auto groups = [](const std::string& list) {
    return yaml_refusal("optimizer: {name: SGD, lr: 0.1, groups: " + list + "}\n" + step);
  };
  const std::string patterns = "expected a pattern of parameter names such as \"fc.*\", or a list of patterns";
  CHECK(groups("{params: a}") == "a.yaml:1:33: optimizer.groups is an object, expected a list of parameter groups");
  CHECK(groups("5") == "a.yaml:1:33: optimizer.groups is 5, expected a list of parameter groups");
  CHECK(groups("[a, {lr: 1}, {params: []}, {params: [1, b]}, {params: 3}, {params: b, lr: -1, moment: 1}]") ==
        "a.yaml: 7 problems\n"
        "  a.yaml:1:42: optimizer.groups[0] is \"a\", expected an object with params and fields of SGD\n"
        "  a.yaml:1:45: optimizer.groups[1].params is missing, " +
            patterns +
            "\n"
            "  a.yaml:1:55: optimizer.groups[2].params is empty, " +
            patterns +
            "\n"
            "  a.yaml:1:78: optimizer.groups[3].params[0] is 1, expected text\n"
            "  a.yaml:1:87: optimizer.groups[4].params is 3, " +
            patterns +
            "\n"
            "  a.yaml:1:111: optimizer.groups[5].lr is -1.0, expected a real number of at least 0\n"
            "  a.yaml:1:119: optimizer.groups[5].moment is not a field of a group of SGD (its fields: params, lr, "
            "momentum, dampening, weight_decay, nesterov); did you mean momentum?");
  CHECK(groups("[{params: a, nesterov: true}]") ==
        "a.yaml:1:54: optimizer.groups[0].nesterov needs a momentum above 0 and a dampening of 0");
  CHECK(groups("[{params: a, name: SGD}]") ==
        "a.yaml:1:54: optimizer.groups[0].name is not a field of a group of SGD (its fields: params, lr, momentum, "
        "dampening, weight_decay, nesterov)");
  CHECK(yaml_refusal("optimizer: {name: LBFGS, groups: [{params: a}]}\n" + step) ==
        "a.yaml:1:35: optimizer.groups[0] is not allowed: LBFGS has no parameter groups");
  CHECK(yaml_refusal("optimizer: {name: Adagrad, groups: [{params: a, initial_accumulator_value: 1}]}\n" + step) ==
        "a.yaml:1:49: optimizer.groups[0].initial_accumulator_value must equal the optimizer's: LibTorch keeps one for "
        "all groups");
}

TEST_CASE("A scheduler that does not fit the optimizer is refused", "[recipe][message]") {
  CHECK(yaml_refusal("optimizer: {name: Adam, groups: [{params: a}]}\n"
                     "scheduler: {name: OneCycleLR, max_lr: [1, 2, 3], total_steps: 9, base_momentum: [0.8]}\n") ==
        "a.yaml: 2 problems\n"
        "  a.yaml:2:31: scheduler.max_lr has 3 elements, expected 2, one for each group\n"
        "  a.yaml:2:66: scheduler.base_momentum has 1 element, expected 2, one for each group");
  CHECK(yaml_refusal("optimizer: {name: Adam}\n"
                     "scheduler: {name: SequentialLR, milestones: [5], schedulers: [{name: ConstantLR},\n"
                     "  {name: SWALR, swa_lr: [1, 2]}]}\n") ==
        "a.yaml:3:17: scheduler.schedulers[1].swa_lr has 2 elements, expected 1, one for each group");
  const std::string cycle = "scheduler: {name: OneCycleLR, max_lr: 1, total_steps: 9";
  const auto told =
      "a.yaml:2:1: scheduler moves the momentum, but group 0 of the optimizer has neither momentum nor betas; set "
      "cycle_momentum "
      "to false or choose another optimizer";
  CHECK(yaml_refusal("optimizer: {name: Adagrad}\n" + cycle + "}") == told);
  CHECK(yaml_refusal("optimizer: {name: LBFGS}\n" + cycle + "}") == told);
  for (const std::string name : {"SGD, lr: 1", "Adam", "AdamW", "RMSprop"}) {
    CHECK(yaml_refusal("optimizer: {name: " + name + "}\n" + cycle + "}") == "");
  }
  CHECK(yaml_refusal("optimizer: {name: Adagrad}\n" + cycle + ", cycle_momentum: false}") == "");
}

TEST_CASE("Lengths of a scheduler are kept, written, and resolved when the run is known", "[recipe]") {
  const roster::document file{"a.yaml",
                              roster::parse_yaml("optimizer: {name: Adagrad}\n"
                                                 "scheduler: {name: SequentialLR, milestones: [10%, 2.50 epoch],\n"
                                                 "  schedulers: [{name: LinearLR, total_iters: 7 batches},\n"
                                                 "    {name: StepLR, step_size: 3}, {name: OneCycleLR,\n"
                                                 "    max_lr: 1, total_steps: 50 %, cycle_momentum: false}]}\n")};
  auto read = roster::read_recipe(file);
  CHECK(roster::has_lengths(read));
  const auto written = roster::write_recipe(read);
  CHECK(roster::to_json(*written.find("scheduler")->find("milestones")) == R"(["10 %", "2.5 epochs"])");
  CHECK(test::same(roster::read_recipe(roster::document{"written", written}), read));
  const auto done = roster::checked(file, [&](const roster::place& here) {
    return roster::resolve_lengths(read, {.run = {.epochs = 10, .batches_per_epoch = 4}, .by_batch = true}, here);
  });
  CHECK(done == std::vector<roster::resolved_length>{{"scheduler.schedulers[0].total_iters", "7 batches", 7},
                                                     {"scheduler.schedulers[2].total_steps", "50 %", 20},
                                                     {"scheduler.milestones[0]", "10 %", 4},
                                                     {"scheduler.milestones[1]", "2.5 epochs", 10}});
  CHECK_FALSE(roster::has_lengths(read));
}

TEST_CASE("What depends on lengths is checked as far as the recipe says how long the run is", "[recipe][message]") {
  const std::string adagrad = "optimizer: {name: Adagrad}\n";
  CHECK(yaml_refusal(adagrad + "scheduler: {name: OneCycleLR, max_lr: [1, 2], total_steps: 100 %}\n") ==
        "a.yaml: 2 problems\n"
        "  a.yaml:2:1: scheduler moves the momentum, but group 0 of the optimizer has neither momentum nor betas; set "
        "cycle_momentum to false or choose another optimizer\n"
        "  a.yaml:2:31: scheduler.max_lr has 2 elements, expected 1, one for each group");
  const std::string milestones =
      "scheduler: {name: SequentialLR, milestones: [2 epochs, 10 %],\n"
      "            schedulers: [{name: LinearLR}, {name: LinearLR}, {name: LinearLR}]}\n";
  CHECK(yaml_refusal(adagrad + milestones) ==
        "a.yaml:2:56: scheduler.milestones[1] is 1, expected more than 2, the milestone before (from \"10 %\")");
  CHECK(yaml_refusal(adagrad + milestones + "epochs: 100\n") == "");

  // Where the number of batches decides, that has to be known.
  const std::string by_batch = "scheduler: {name: StepLR, step_size: 0.5 epochs, every: batch, parameter: lrr}\n";
  const std::string unknown =
      "a.yaml:2:64: scheduler.parameter is \"lrr\", but group 0 of the optimizer has only lr, lr_decay, weight_decay "
      "and eps; did you mean lr?";
  CHECK(yaml_refusal(adagrad + by_batch) == unknown);
  const std::string two =
      "scheduler: {name: MultiStepLR, milestones: [100 batches, 3 epochs], every: batch}\nbatches_per_epoch: 20\n";
  CHECK(yaml_refusal(adagrad + two) ==
        "a.yaml:2:58: scheduler.milestones[1] is 60, expected at least 100, the milestone before (from \"3 epochs\")");
}

const std::string adamw = "optimizer: {name: AdamW, lr: 0.01, groups: [{params: \"head.*\", lr: 0.1}]}\n";

TEST_CASE("A recipe may schedule several things", "[recipe]") {
  const auto read = roster::read_recipe({"a.yaml", roster::parse_yaml(adamw + R"(
schedulers:
  - {name: CosineAnnealingLR, T_max: 100 %, groups: 0, every: batch}
  - {name: StepLR, step_size: 2 epochs, gamma: 0.5, groups: "head.*"}
  - {name: LinearLR, parameter: weight_decay, start_factor: 0.5, total_iters: 2}
epochs: 4
)")});
  CHECK(read.scheduler.empty());
  CHECK(read.schedulers.size() == 3);
  auto groups = roster::groups_of(*read.optimizer);
  auto schedules = roster::create(read, groups, 3);
  const auto values = [&] {
    const auto of = [&](std::size_t i) { return groups[i].as<roster::AdamW>(); };
    return std::vector{of(0)->lr, of(1)->lr, of(0)->weight_decay, of(1)->weight_decay};
  };
  CHECK(values() == std::vector{0.01, 0.1, 0.005, 0.005});
  for (int epoch = 0; epoch < 2; ++epoch) {
    for (int batch = 0; batch < 3; ++batch) schedules.after_batch();
    schedules.after_epoch();
  }
  const auto now = values();
  CHECK(std::abs(now[0] - 0.005) < 1e-15);  // half of twelve batches
  CHECK(now[1] == 0.05);
  CHECK(std::abs(now[2] - 0.01) < 1e-15);
  CHECK(schedules[0].schedule().as<roster::CosineAnnealingLR>()->config().T_max == 12);
  CHECK(schedules[0].schedule().last_epoch() == 6);
}

TEST_CASE("A recipe with one scheduler makes a set of one", "[recipe][message]") {
  const auto read = roster::read_recipe({"a.yaml", roster::parse_yaml(sgd + step + "batches_per_epoch: 7\n")});
  auto groups = roster::groups_of(*read.optimizer);
  CHECK(roster::create(read, groups).size() == 1);
  CHECK(test::refusal([&] { roster::create(read, groups, 8); }) ==
        "recipe: batches_per_epoch is 7, but the data have 8");
  const auto by_batch = roster::read_recipe(
      {"a.yaml", roster::parse_yaml(sgd + "scheduler: {name: StepLR, step_size: 1 epoch, every: batch}\n")});
  CHECK(test::refusal([&] { roster::create(by_batch, groups); }) ==
        "recipe: scheduler.step_size is \"1 epoch\", which needs the number of batches per epoch");
  CHECK(roster::create(by_batch, groups, 8).size() == 1);
}

TEST_CASE("Schedulers that do not fit the optimizer or each other are refused, each with its place",
          "[recipe][message]") {
  CHECK(yaml_refusal(sgd + step + "schedulers: [{name: ConstantLR}]\n") ==
        "a.yaml:3:1: schedulers are given as well as scheduler; give only one of them");
  CHECK(yaml_refusal(sgd + "schedulers: []\n") ==
        "a.yaml:1:1: scheduler is missing, expected an object with the name of a scheduler, or a list schedulers");
  CHECK(yaml_refusal(adamw + "schedulers:\n"
                             "  - {name: StepLR, step_size: 1, groups: [1, 4]}\n"
                             "  - {name: StepLR, step_size: 1, parameter: momentum}\n"
                             "  - {name: StepLR, step_size: 1, monitor: loss, every: bach}\n") ==
        "a.yaml:5:49: schedulers[2].every is \"bach\", expected \"epoch\" or \"batch\"; did you mean batch?");
  CHECK(
      yaml_refusal(adamw + "schedulers:\n"
                           "  - {name: StepLR, step_size: 1, groups: [1, 4]}\n"
                           "  - {name: StepLR, step_size: 1, parameter: momentum}\n"
                           "  - {name: StepLR, step_size: 1, monitor: loss}\n") ==
      "a.yaml: 3 problems\n"
      "  a.yaml:3:34: schedulers[0].groups has group 4, but the optimizer has 2 groups, counted from 0\n"
      "  a.yaml:4:34: schedulers[1].parameter is \"momentum\", but group 0 of the optimizer has only lr, beta1, beta2, "
      "eps and weight_decay; did you mean beta1?\n"
      "  a.yaml:5:34: schedulers[2].monitor is \"loss\", but StepLR takes no metric");
  CHECK(
      yaml_refusal(adamw + "scheduler: {name: StepLR, step_size: 1, groups: [heads.*, \"*.bias\"]}\n") ==
      "a.yaml: 2 problems\n"
      "  a.yaml:2:41: scheduler.groups has \"heads.*\", which matches none of the optimizer's groups: their params are "
      "head.*; did you mean head.*?\n"
      "  a.yaml:2:41: scheduler.groups has \"*.bias\", which matches none of the optimizer's groups: their params are "
      "head.*");
  CHECK(yaml_refusal(adamw + "schedulers:\n"
                             "  - {name: OneCycleLR, max_lr: 1, total_steps: 100 %}\n"
                             "  - {name: StepLR, step_size: 1, parameter: beta1, groups: \"head.*\"}\n") ==
        "a.yaml:4:5: schedulers[1] drives beta1 of group 1, as schedulers[0] does; choose other groups or another "
        "parameter");
}

}  // namespace recipe_tests
