// The roster command as a user runs it.
#include <catch2/catch_test_macros.hpp>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "roster/files/file.hpp"
#include "roster/files/json.hpp"
#include "roster/roster.hpp"
#include "support/child.hpp"
#include "support/program.hpp"
#include "support/temporary_folder.hpp"
#include "tools/roster/describe.hpp"
#include "tools/roster/examples.hpp"
#include "tools/roster/preview.hpp"

namespace command_tests {

constexpr auto recipe = R"(optimizer: {name: SGD, lr: 0.1, momentum: 0.9, weight_decay: 5.0e-4}
scheduler:
  name: SequentialLR
  milestones: [5]
  schedulers:
    - {name: LinearLR, start_factor: 0.1, total_iters: 5}
    - {name: CosineAnnealingLR, T_max: 95}
)";

/// A vision transformer's training: warm-up and cosine by batch, a head with steps of its own, and a rising weight
/// decay that spares the norms.
constexpr auto several = R"(optimizer:
  {name: AdamW, lr: 0.5, weight_decay: 0.04, groups: [{params: "head.*", lr: 8}, {params: "norm*", weight_decay: 0}]}
schedulers:
  - {name: PolynomialLR, total_iters: 4, every: batch, groups: [0, "norm*"]}
  - {name: StepLR, step_size: 1, gamma: 0.5, groups: "head.*"}
  - {name: LinearLR, start_factor: 0.5, total_iters: 2, parameter: weight_decay, groups: [0, 1]}
epochs: 2
batches_per_epoch: 2
)";

test::outcome roster_command(std::vector<std::string> words, const std::string& input = "",
                             std::vector<std::string> environment = {}) {
  words.insert(words.begin(), ROSTER_COMMAND);
  return test::run(std::move(words), input, std::move(environment));
}

/// A recipe in a new folder.
struct recipe_file {
  test::temporary_folder folder;
  std::string path;

  explicit recipe_file(std::string_view text = recipe, std::string_view name = "recipe.yaml")
      : path(folder.file(std::string(name), text).string()) {}
};

/// What `check` prints about a file: its name and its problems.
std::string problems(std::string_view text, std::string_view name = "recipe.yaml") {
  const recipe_file file(text, name);
  const auto said = roster_command({"check", file.path});
  CHECK(said.status == 2);
  CHECK(said.out.empty());
  auto all = said.err;
  for (auto at = all.find(file.path); at != all.npos; at = all.find(file.path)) all.replace(at, file.path.size(), "F");
  return all;
}

TEST_CASE("list has a line for each scheduler, in the registry's order", "[command]") {
  const auto said = roster_command({"list"});
  CHECK(said.status == 0);
  CHECK(said.err.empty());
  std::size_t at = 0;
  for (const auto name : roster::all_registry::names) {
    const auto found = said.out.find(std::string(name) + "  ", at);
    REQUIRE(found != said.out.npos);
    CHECK((found == 0 || said.out[found - 1] == '\n'));
    at = found;
  }
  const auto titles = 2 * (std::ssize(tools::systems()) - 1);  // each with an empty line before it
  CHECK(std::ranges::count(said.out, '\n') == std::ssize(roster::all_registry::names) + titles);
  CHECK(said.out.find("\n\nHugging Face transformers\ntransformers.linear  ") != said.out.npos);
  const auto optimizers = roster_command({"list", "--optimizers"});
  CHECK(optimizers.out.starts_with("SGD      Stochastic gradient descent, optionally with momentum.\nAdam     "));
  CHECK(std::ranges::count(optimizers.out, '\n') == 6);
}

TEST_CASE("describe says everything about a scheduler", "[command]") {
  const auto said = roster_command({"describe", "StepLR"});
  CHECK(said.status == 0);
  CHECK(said.err.empty());
  CHECK(said.out.starts_with(R"(StepLR
  Multiplies the learning rate by gamma every step_size epochs.

Fields
  step_size  an integer of at least 1, or a length; required
             epochs from one decay to the next
  gamma      a real number above 0; default 0.1
             the factor of each decay

Options of every scheduler
  last_epoch  an integer from -1 to 1000000000; default -1
              resume after this epoch; the optimizer must hold epoch 0's
              learning rates; -1: start new
  verbose     true or false; default false
              print each learning rate to stdout when it is set
  parameter   text; default "lr"
              what it drives of the optimizer: lr, weight_decay, momentum,
              beta1, …
  groups      the position of a group, a pattern of parameter names, or a list
              of these; default null
              the parameter groups that it drives: positions, or patterns of
              parameter names; null: all
  every       "epoch" or "batch"; default "epoch"
              whether a step is an epoch or a batch
  monitor     null or text; default null
              the name of the metric that it watches; null: the only one

Learning rate at an epoch
  base × gamma^k, where k is epoch / step_size, rounded down

For example
optimizer: {name: SGD, lr: 0.1}
scheduler: {name: StepLR, step_size: 30}

)"));
  CHECK(said.out.find("learning rate\n        +\n    0.1 **") != said.out.npos);
  CHECK(said.out.find('\033') == said.out.npos);

  CHECK(roster_command({"describe", "steplr"}) ==
        test::outcome{2, "",
                      "roster: describe: \"steplr\" is not a scheduler or an optimizer (see roster list); did you mean "
                      "StepLR?\n"});
  CHECK(roster_command({"describe", "WarmupCosineLR"}) ==
        test::outcome{2, "",
                      "roster: describe: \"WarmupCosineLR\" may be deepspeed.WarmupCosineLR or "
                      "detectron2.WarmupCosineLR\n"});
}

TEST_CASE("Every scheduler and optimizer has its page, and its example is a recipe", "[command]") {
  for (const auto name : roster::all_registry::names) {
    CAPTURE(name);
    const auto said = roster_command({"describe", std::string(name)});
    CHECK(said.status == 0);
    CHECK(said.err.empty());
    const auto shown = tools::example_of(name);
    if (!shown.code.empty()) continue;
    const recipe_file file(tools::recipe_of(shown));
    const auto read = tools::read_preview(file.path);
    using kind = roster::field_kind<tools::scheduler_entry>;
    REQUIRE(read.schedulers.size() == 1);
    CHECK(kind::write(read.schedulers.front()) == kind::write(shown.scheduler));
    CHECK(roster_command({"check", file.path}).err.empty());
  }
  for (const auto* name : {"SGD", "Adam", "AdamW", "RMSprop", "Adagrad", "LBFGS"}) {
    CHECK(roster_command({"describe", name}).out.starts_with(std::string(name) + "\n  "));
  }
}

TEST_CASE("describe works without gnuplot", "[command]") {
  const auto said = roster_command({"describe", "StepLR"}, "", {"PATH=/nowhere"});
  CHECK(said.status == 0);
  CHECK(said.out.find("step_size: 30") != said.out.npos);
  CHECK(said.err.starts_with("roster: cannot draw the picture: gnuplot is not installed"));
}

TEST_CASE("A Warmup may be alone in a file, though its scheduler is called like a recipe's", "[command][message]") {
  const recipe_file alone("{name: Warmup, length: 2, start_factor: 0, scheduler: {name: ExponentialLR, gamma: 0.5}}");
  CHECK(roster_command({"check", alone.path}) == test::outcome{0, alone.path + ": Warmup, no problems\n", ""});
  CHECK(roster_command({"trace", alone.path, "--steps", "3"}) ==
        test::outcome{0, "epoch,group,lr,momentum\n0,0,0,\n1,0,0.05,\n2,0,0.1,\n3,0,0.05,\n", ""});
  const recipe_file near("{name: WarmUp, length: -1, scheduler: {name: ExponentialLR, gamma: 0.5}}");
  const auto said = roster_command({"check", near.path}).err;
  CHECK(said.starts_with(near.path + ": 2 problems\n  " + near.path + ":1:2: name is \"WarmUp\", expected the name"));
  CHECK(said.ends_with("; did you mean Warmup?\n  " + near.path +
                       ":1:16: length is -1, expected an integer of at least 0\n"));
  const recipe_file another("{name: my run, scheduler: {name: ExponentialLR, gamma: 0.5}}");
  CHECK(roster_command({"check", another.path}).err.find("name is not a field of a recipe") != std::string::npos);
}

TEST_CASE("check names right files, and all problems of the others", "[command][message]") {
  const recipe_file right;
  const recipe_file alone("{name: StepLR, step_size: 3}");
  CHECK(roster_command({"check", right.path, alone.path}) ==
        test::outcome{0, right.path + ": SGD and SequentialLR, no problems\n" + alone.path + ": StepLR, no problems\n",
                      ""});
  const recipe_file wrong("{name: StepLR, step_size: 0, gama: 1}");
  const auto said = roster_command({"check", wrong.path, right.path, "none.yaml"});
  CHECK(said ==
        test::outcome{
            2, right.path + ": SGD and SequentialLR, no problems\n",
            wrong.path + ": 2 problems\n  " + wrong.path +
                ":1:16: step_size is 0, expected an integer of at least 1\n  " + wrong.path +
                ":1:30: gama is not a field of StepLR (its fields: step_size, gamma, last_epoch, "
                "verbose, parameter, groups, every, monitor, name); did you mean gamma?\nnone.yaml: does not exist\n"});
  CHECK(roster_command({"check", right.path, "--set", "scheduler.schedulers[1].T_max=0"}).err ==
        right.path +
            ": scheduler.schedulers[1].T_max is 0, expected an integer of at least 1 (from the override "
            "scheduler.schedulers[1].T_max=0)\n");
  CHECK(roster_command({"check", "-"}, recipe).out == "standard input: SGD and SequentialLR, no problems\n");
  CHECK(roster_command({"check", "-"}, "{name: ExponentialLR, gamma: 0.5, parameter: weight_decay}").out ==
        "standard input: ExponentialLR of weight_decay, no problems\n");
  CHECK(roster_command({"check", "-"}, several).out ==
        "standard input: AdamW and PolynomialLR of lr, StepLR of lr and LinearLR of weight_decay, no problems\n");
}

TEST_CASE("A new user's mistakes are reported word for word", "[command][message]") {
  CHECK(problems("") == "F: is empty, expected an object with an optimizer and a scheduler\n");
  CHECK(problems("", "recipe.json") == "F:1:1: is empty, expected JSON\n");
  CHECK(problems(R"({"name": "StepLR", "step_size": 30,})", "recipe.json") ==
        "F:1:35: is not JSON: has a comma before }; remove it\n");
  CHECK(problems("optimizer: {name: SGD, lr: 0.1}\nscheduler:\n\tname: StepLR\n") ==
        "F:3:1: is not YAML: is indented with a tab; indent YAML with spaces\n");
  CHECK(problems("{name: StepLR, step_size: .nan, gamma: x}") ==
        "F: 2 problems\n  F:1:16: step_size is nan, expected an integer of at least 1\n"
        "  F:1:33: gamma is \"x\", expected a real number above 0\n");
  CHECK(problems("{name: ExponentialLR, gamma: 1e400}") == "F:1:30: 1e400 is too large for a double\n");
  CHECK(problems(R"({"name": "ExponentialLR", "gamma": 1e400})", "recipe.json") ==
        "F:1:36: 1e400 is too large for a double\n");
  CHECK(problems("optimizer: {name: SGD, lr: 0.1}\nscheduler: {name: SWALR, swa_lr: [0.1, 0.2]}") ==
        "F:2:26: scheduler.swa_lr has 2 elements, expected 1, one for each group\n");
  CHECK(problems("optimizer: {name: LBFGS}\nscheduler: {name: OneCycleLR, max_lr: 0.1, total_steps: 9}") ==
        "F:2:1: scheduler moves the momentum, but group 0 of the optimizer has neither momentum nor betas; set "
        "cycle_momentum to "
        "false or choose another optimizer\n");
  CHECK(problems("{name: LambdaLR, lr_lambda: 0.9^epoch}") ==
        "F:1:18: lr_lambda is \"0.9^epoch\", expected a function (only code can give one) or a list with one for each "
        "group\n");
  CHECK(problems("type: StepLR\nstep_size: 0\n") ==
        "F: 2 problems\n  F:1:1: type is given instead of name; did you mean name: StepLR?\n"
        "  F:2:1: step_size is 0, expected an integer of at least 1\n");
  CHECK(problems("{name:StepLR, step_size: 30}") ==
        "F:1:2: \"name:StepLR\" has no space after the colon; did you mean name: StepLR?\n");
  CHECK(problems("StepLR: {step_size: 30}") == "F:1:1: StepLR is given instead of name; did you mean name: StepLR?\n");
  const test::temporary_folder folder;
  CHECK(roster_command({"check", folder.path.string()}).err ==
        folder.path.string() + ": is a folder, expected a file\n");
}

/// What `check` warns of in a recipe of 10 epochs with this scheduler: a line each, after the place.
std::string warnings(const std::string& scheduler, std::vector<std::string> options = {}) {
  const auto text = "optimizer: {name: SGD, lr: 1, momentum: 0.9}\nepochs: 10\nscheduler: " + scheduler;
  options.insert(options.begin(), {"check", "-"});
  const auto said = roster_command(options, text);
  CHECK(said.status == 0);
  CHECK(said.out.find(", no problems\n") != said.out.npos);
  std::string all;
  for (std::size_t at = 0; at < said.err.size();) {
    const auto end = said.err.find('\n', at) + 1;
    constexpr std::string_view before = "standard input:3:", sign = ": warning: ";
    CHECK(said.err.compare(at, before.size(), before) == 0);
    const auto found = said.err.find(sign, at);
    REQUIRE(found < end);
    all += said.err.substr(found + sign.size(), end - found - sign.size());
    at = end;
  }
  return all;
}

TEST_CASE("check warns of lengths that do not fit the run, with their place", "[command][message]") {
  const recipe_file file("optimizer: {name: SGD, lr: 1}\nscheduler:\n  name: CosineAnnealingLR\n  T_max: 20\n");
  CHECK(roster_command({"check", file.path, "--epochs", "10"}) ==
        test::outcome{0, file.path + ": SGD and CosineAnnealingLR, no problems\n",
                      file.path + ":4:3: warning: scheduler.T_max is 20, but the run has 10 epochs\n"});
  CHECK(roster_command({"check", file.path, "--epochs", "20"}).err.empty());
  CHECK(roster_command({"check", file.path}).err.empty());  // it does not say how long the run is

  CHECK(warnings("{name: StepLR, step_size: 11}") == "scheduler.step_size is 11, but the run has 10 epochs\n");
  CHECK(warnings("{name: StepLR, step_size: 10}") == "");
  CHECK(warnings("{name: StepLR, step_size: 120 %}") ==
        "scheduler.step_size is 12, but the run has 10 epochs (from \"120 %\")\n");
  CHECK(warnings("{name: MultiStepLR, milestones: [5, 11, 12]}") ==
        "scheduler.milestones[1] is 11, but the run has 10 epochs\n"
        "scheduler.milestones[2] is 12, but the run has 10 epochs\n");
  CHECK(warnings("{name: ReduceLROnPlateau, patience: 12}") == "scheduler.patience is 12, but the run has 10 epochs\n");
  CHECK(warnings("{name: CosineAnnealingWarmRestarts, T_0: 11}") == "scheduler.T_0 is 11, but the run has 10 epochs\n");
  // Probably batches
  CHECK(warnings("{name: CyclicLR, base_lr: 0.1, max_lr: 1}") ==
        "scheduler.step_size_up is 2000, but the run has 10 epochs; did you mean every: batch?\n");
  CHECK(warnings("{name: StepLR, step_size: 50}", {"--batches-per-epoch", "51"}) ==
        "scheduler.step_size is 50, but the run has 10 epochs\n");
  CHECK(warnings("{name: StepLR, step_size: 51}", {"--batches-per-epoch", "51"}) ==
        "scheduler.step_size is 51, but the run has 10 epochs; did you mean every: batch?\n");
  CHECK(warnings("{name: StepLR, step_size: 511, every: batch}", {"--batches-per-epoch", "51"}) ==
        "scheduler.step_size is 511, but the run has 510 batches\n");
  CHECK(warnings("{name: StepLR, step_size: 511, every: batch}") == "");
}

TEST_CASE("check warns of lengths that do not fit a scheduler's turn", "[command][message]") {
  const auto sequence = [](const std::string& milestone, const std::string& first, const std::string& second) {
    return warnings("{name: SequentialLR, milestones: [" + milestone +
                    "], schedulers: [{name: LinearLR, total_iters: " + first +
                    "}, {name: CosineAnnealingLR, T_max: " + second + "}]}");
  };
  CHECK(sequence("2", "2", "8") == "");
  CHECK(sequence("2", "2", "10") == "scheduler.schedulers[1].T_max is 10, but its turn lasts 8 epochs\n");
  CHECK(sequence("2", "3", "8") == "scheduler.schedulers[0].total_iters is 3, but its turn lasts 2 epochs\n");
  CHECK(sequence("12", "12", "1") ==
        "scheduler.milestones[0] is 12, but the run has 10 epochs\n"
        "scheduler.schedulers[0].total_iters is 12, but its turn lasts 10 epochs\n");
  CHECK(warnings("{name: ChainedScheduler, schedulers: [{name: StepLR, step_size: 11}]}") ==
        "scheduler.schedulers[0].step_size is 11, but the run has 10 epochs\n");
}

TEST_CASE("check warns of values that go back, end or stay at 0 before the run does", "[command][message]") {
  const std::string back = ", but the run has 10 epochs: after T_max, the values go back to the first\n";
  CHECK(warnings("{name: CosineAnnealingLR, T_max: 5}") == "scheduler.T_max is 5" + back);
  CHECK(warnings("{name: CosineAnnealingLR, T_max: 8}") == "scheduler.T_max is 8" + back);
  CHECK(warnings("{name: CosineAnnealingLR, T_max: 9}") == "");  // the last epoch has eta_min

  CHECK(warnings("{name: OneCycleLR, max_lr: 1, total_steps: 9}") ==
        "scheduler is OneCycleLR, which ends after 9 epochs, but the run has 10 epochs: step 10 will be an error\n");
  CHECK(warnings("{name: OneCycleLR, max_lr: 1, total_steps: 10}") == "");
  CHECK(warnings("{name: OneCycleLR, max_lr: 1, total_steps: 3910}") ==
        "scheduler.total_steps is 3910, but the run has 10 epochs; did you mean every: batch?\n");
  CHECK(warnings("{name: OneCycleLR, max_lr: 1, epochs: 10, steps_per_epoch: 391}") ==
        "scheduler is OneCycleLR, which ends after 3910 epochs, but the run has 10 epochs; did you mean every: "
        "batch?\n");
  const std::string by_batch = "{name: OneCycleLR, max_lr: 1, epochs: 10, steps_per_epoch: 391, every: batch}";
  CHECK(warnings(by_batch, {"--batches-per-epoch", "391"}) == "");
  CHECK(warnings(by_batch, {"--batches-per-epoch", "392"}) ==
        "scheduler is OneCycleLR, which ends after 3910 batches, but the run has 3920 batches: step 3911 will be an "
        "error\n");

  CHECK(warnings("{name: PolynomialLR}") ==
        "scheduler is PolynomialLR, which leaves the learning rate of group 0 at 0 from epoch 5 on, but the run has 10 "
        "epochs\n");
  CHECK(warnings("{name: PolynomialLR, total_iters: 9}") == "");
}

TEST_CASE("check warns of two warm-ups", "[command][message]") {
  const auto warmup = [](const std::string& child) {
    return warnings("{name: Warmup, length: 2, scheduler: " + child + "}");
  };
  const auto twice = [](const std::string& name) {
    return "scheduler.scheduler is " + name + ", which warms up itself; one of the two is enough\n";
  };
  const std::string cosine = "{name: CosineAnnealingLR, T_max: 8}", step = "{name: StepLR, step_size: 3}";
  CHECK(warmup(cosine) == "");
  CHECK(warmup(step) == "");
  CHECK(warmup("{name: OneCycleLR, max_lr: 1, total_steps: 8}") == twice("OneCycleLR"));
  CHECK(warmup("{name: Warmup, length: 3, scheduler: " + step + "}") == twice("Warmup"));
  CHECK(warmup("{name: Warmup, length: 0, scheduler: " + step + "}") == "");
  const auto sequence = [&](const std::string& first) {
    return "{name: SequentialLR, milestones: [3], schedulers: [" + first + ", " + step + "]}";
  };
  CHECK(warmup(sequence("{name: LinearLR, total_iters: 3}")) == twice("SequentialLR"));
  CHECK(warmup(sequence("{name: ConstantLR, total_iters: 3}")) == twice("SequentialLR"));
  CHECK(warmup(sequence("{name: LinearLR, start_factor: 1, end_factor: 0.5, total_iters: 3}")) == "");
  CHECK(warmup(sequence(step)) == "");
  CHECK(warnings("{name: Warmup, length: 12, scheduler: " + cosine + "}") ==
        "scheduler.length is 12, but the run has 10 epochs\n");
  CHECK(warmup("{name: CosineAnnealingLR, T_max: 10}") ==
        "scheduler.scheduler.T_max is 10, but its turn lasts 8 epochs\n");
  CHECK(warnings("{name: Warmup, length: 2, overlap: true, scheduler: {name: CosineAnnealingLR, T_max: 10}}") == "");
}

TEST_CASE("check shows what became of lengths, and warns of those that need the length of the run",
          "[command][message]") {
  const std::string text = R"(optimizer: {name: SGD, lr: 1, weight_decay: 1}
epochs: 10
schedulers:
  - {name: SequentialLR, every: batch, milestones: [5 %], schedulers: [
      {name: LinearLR, total_iters: 0.5 epochs}, {name: CosineAnnealingLR, T_max: 95 %}]}
  - {name: StepLR, step_size: 20 %, parameter: weight_decay}
)";
  const std::string right = "standard input: SGD and SequentialLR of lr and StepLR of weight_decay, no problems\n";
  CHECK(roster_command({"check", "-", "--batches-per-epoch", "391"}, text) ==
        test::outcome{0,
                      right + "  schedulers[0].schedulers[0].total_iters: 0.5 epochs = 196 batches\n"
                              "  schedulers[0].schedulers[1].T_max: 95 % = 3715 batches\n"
                              "  schedulers[0].milestones[0]: 5 % = 196 batches\n"
                              "  schedulers[1].step_size: 20 % = 2 epochs\n",
                      ""});
  const auto needs = [](const std::string& place, const std::string& length) {
    return "standard input:" + place + " is \"" + length +
           "\", which needs the number of batches per epoch; give the "
           "recipe batches_per_epoch, or use --batches-per-epoch N\n";
  };
  CHECK(roster_command({"check", "-"}, text) ==
        test::outcome{0, right + "  schedulers[1].step_size: 20 % = 2 epochs\n",
                      needs("5:24: warning: schedulers[0].schedulers[0].total_iters", "0.5 epochs") +
                          needs("5:76: warning: schedulers[0].schedulers[1].T_max", "95 %") +
                          needs("4:53: warning: schedulers[0].milestones[0]", "5 %")});
  const auto said = roster_command({"trace", "-"}, text);
  CHECK(said.status == 2);
  CHECK(said.out.empty());
  CHECK(said.err.ends_with(needs("4:53: schedulers[0].milestones[0]", "5 %")));

  const std::string alone = "{name: StepLR, step_size: 10 %, every: batch}";
  CHECK(roster_command({"check", "-"}, alone).err ==
        "standard input:1:16: warning: step_size is \"10 %\", which needs the number of epochs of the run and the "
        "number of batches per epoch; use --epochs N and --batches-per-epoch N\n");
  CHECK(roster_command({"check", "-", "--epochs", "3", "--batches-per-epoch", "391"}, alone) ==
        test::outcome{0, "standard input: StepLR, no problems\n  step_size: 10 % = 117 batches\n", ""});
  CHECK(roster_command({"trace", "-"}, "{name: StepLR, step_size: 10 %}").err ==
        "roster: standard input:1:16: step_size is \"10 %\", which needs the number of epochs of the run; use --epochs "
        "N\n");
}

TEST_CASE("check finds a value that leaves its limits in the run", "[command][message]") {
  const recipe_file file(
      "optimizer: {name: Adam}\nscheduler: {name: ExponentialLR, gamma: 1.01, parameter: beta1, every: batch}\n"
      "batches_per_epoch: 10\n");
  CHECK(roster_command({"check", file.path, "--epochs", "1"}).status == 0);
  CHECK(roster_command({"check", file.path, "--epochs", "2"}) ==
        test::outcome{2, "",
                      file.path + ":2:1: scheduler is ExponentialLR, which would set beta1 of group 0 to "
                                  "1.004101511998785 at step 11, expected a real number of at least 0 and below 1\n"});
}

TEST_CASE("The examples give no warnings", "[command]") {
  for (const auto& one : std::filesystem::directory_iterator(ROSTER_RECIPES)) {
    CAPTURE(one.path());
    const auto said = roster_command({"check", one.path().string(), "--batches-per-epoch", "430"});  // the demo's
    CHECK(said.status == 0);
    CHECK(said.err.empty());
  }
}

TEST_CASE("Lengths become epochs of the recipe's run", "[command][message]") {
  const std::string run = "optimizer: {name: SGD, lr: 1}\nepochs: 4\nscheduler: {name: StepLR, step_size: ";
  CHECK(roster_command({"trace", "-"}, run + "50 %, gamma: 0.5}").out ==
        "epoch,group,lr,momentum\n0,0,1,\n1,0,1,\n2,0,0.5,\n3,0,0.5,\n4,0,0.25,\n");
  CHECK(roster_command({"check", "-"}, run + "3 epochs}").out == "standard input: SGD and StepLR, no problems\n");
  CHECK(problems(run + "0 %}") ==
        "F:3:27: scheduler.step_size is \"0 %\", which is 0 steps, expected an integer of at least 1\n");
  CHECK(problems("{name: MultiStepLR, milestones: [5, 3 epochs]}") ==
        "F:1:37: milestones[1] is 3, expected at least 5, the milestone before (from \"3 epochs\")\n");
}

TEST_CASE("trace writes every epoch and group", "[command]") {
  const recipe_file file;
  CHECK(roster_command({"trace", file.path, "--steps", "2"}) ==
        test::outcome{0,
                      "epoch,group,lr,momentum\n0,0,0.010000000000000002,\n1,0,0.028000000000000004,\n"
                      "2,0,0.046000000000000006,\n",
                      ""});
  CHECK(roster_command({"trace", "-", "--steps", "1", "--lr", "1,0.5"}, "{name: ExponentialLR, gamma: 0.5}").out ==
        "epoch,group,lr,momentum\n0,0,1,\n0,1,0.5,\n1,0,0.5,\n1,1,0.25,\n");
  CHECK(roster_command({"trace", "-", "--steps", "1", "--lr", "1", "--format", "json"},
                       R"({"name": "CyclicLR", "base_lr": 0.25, "max_lr": 1, "step_size_up": 2})")
            .out ==
        "[\n  {\"epoch\": 0, \"group\": 0, \"lr\": 0.25, \"momentum\": 0.9},\n"
        "  {\"epoch\": 1, \"group\": 0, \"lr\": 0.625, \"momentum\": 0.8500000000000001}\n]\n");
  // The initial values of an optimizer's groups, and its scheduler's options
  CHECK(roster_command({"trace", "-", "--steps", "1"},
                       "optimizer: {name: Adam, lr: 1, groups: [{params: a, lr: 8}]}\n"
                       "scheduler: {name: StepLR, step_size: 2, last_epoch: 2, gamma: 0.5}")
            .out == "epoch,group,lr,momentum\n3,0,0.5,\n3,1,4,\n4,0,0.25,\n4,1,2,\n");
  const auto lines = [&](std::vector<std::string> words, const std::string& text) {
    words.insert(words.begin(), {"trace", "-"});
    const auto said = roster_command(words, text);
    CHECK(said.err.empty());
    return std::ranges::count(said.out, '\n') - 1;
  };
  CHECK(lines({}, recipe) == 101);
  CHECK(lines({}, recipe + std::string("epochs: 7")) == 8);
  CHECK(lines({}, "{name: OneCycleLR, max_lr: 1, total_steps: 42}") == 43);
  CHECK(lines({"--set", "step_size=4", "--steps", "0"}, "{name: StepLR, step_size: 0}") == 1);
}

TEST_CASE("trace takes metrics for a metric-driven scheduler", "[command]") {
  const recipe_file file("{name: ReduceLROnPlateau, patience: 0, factor: 0.5}");
  const auto metrics = file.folder.file("metrics", "1\n1\r\n0.5\n").string();
  const std::string expected = "epoch,group,lr,momentum\n0,0,1,\n1,0,1,\n2,0,0.5,\n3,0,0.5,\n";
  CHECK(roster_command({"trace", file.path, "--lr", "1", "--metrics", metrics}).out == expected);
  CHECK(roster_command({"trace", file.path, "--lr", "1", "--steps", "2", "--metrics", metrics}).out ==
        expected.substr(0, expected.rfind("3,0")));
  CHECK(roster_command({"trace", file.path, "--steps", "4", "--metrics", metrics}) ==
        test::outcome{2, "",
                      "roster: " + file.path +
                          ":1:1: ReduceLROnPlateau needs 4 metrics, one for each step, but has 3; give them with "
                          "--metrics FILE\n"});
  const auto words = file.folder.file("words", "1\ntwo\n").string();
  CHECK(roster_command({"trace", file.path, "--metrics", words}).err ==
        "roster: " + words + ":2:1: is \"two\", expected a number\n");
  const auto minus = file.folder.file("minus", "\u22121\n").string();
  CHECK(roster_command({"trace", file.path, "--metrics", minus}).err ==
        "roster: " + minus + ":1:1: is \"\u22121\", which begins with U+2212 MINUS SIGN, expected a number\n");
}

TEST_CASE("trace has a column for each parameter that a recipe schedules, over batches if any scheduler counts them",
          "[command]") {
  CHECK(roster_command({"trace", "-"}, several) == test::outcome{0, R"(batch,group,lr,momentum,weight_decay
0,0,0.5,,0.02
0,1,8,,0.02
0,2,0.5,,
1,0,0.375,,0.02
1,1,8,,0.02
1,2,0.375,,
2,0,0.25,,0.03
2,1,4,,0.03
2,2,0.25,,
3,0,0.125,,0.03
3,1,4,,0.03
3,2,0.125,,
4,0,0,,0.039999999999999994
4,1,2,,0.039999999999999994
4,2,0,,
)",
                                                                 ""});
  const auto trace = [](std::vector<std::string> words, const std::string& text = several) {
    words.insert(words.begin(), {"trace", "-"});
    const auto said = roster_command(words, text);
    CHECK(said.err.empty());
    CHECK(said.status == 0);
    return said.out;
  };
  CHECK(trace({"--steps", "0", "--format", "json"}) ==
        "[\n  {\"batch\": 0, \"group\": 0, \"lr\": 0.5, \"momentum\": null, \"weight_decay\": 0.02},\n"
        "  {\"batch\": 0, \"group\": 1, \"lr\": 8, \"momentum\": null, \"weight_decay\": 0.02},\n"
        "  {\"batch\": 0, \"group\": 2, \"lr\": 0.5, \"momentum\": null, \"weight_decay\": null}\n]\n");
  // The options replace the recipe's lengths.
  CHECK(trace({"--epochs", "1"}).ends_with("\n2,0,0.25,,0.03\n2,1,4,,0.03\n2,2,0.25,,\n"));
  CHECK(trace({"--batches-per-epoch", "1"})
            .ends_with("\n2,0,0.25,,0.039999999999999994\n2,1,2,,0.039999999999999994\n2,2,0.25,,\n"));
  CHECK(trace({"--steps", "3"}).ends_with("\n3,0,0.125,,0.03\n3,1,4,,0.03\n3,2,0.125,,\n"));

  // A scheduler that moves the momentum, on an Adam: beta1
  CHECK(trace({"--steps", "1"}, R"({optimizer: {name: Adam, groups: [{params: a}]}, schedulers: [
    {name: OneCycleLR, max_lr: 1, total_steps: 2, pct_start: 1, div_factor: 2, groups: 0},
    {name: ExponentialLR, gamma: 0.5, parameter: beta2, groups: 1}]})") ==
        "epoch,group,lr,momentum,beta2\n0,0,0.5,0.95,\n0,1,,,0.999\n1,0,1,0.85,\n1,1,,,0.4995\n");
}

TEST_CASE("A scheduler alone drives an optimizer that has its parameter", "[command]") {
  const auto trace = [](std::vector<std::string> words, const std::string& text) {
    words.insert(words.begin(), {"trace", "-"});
    return roster_command(words, text);
  };
  CHECK(trace({"--steps", "1"}, "{name: ExponentialLR, gamma: 0.5, parameter: momentum}").out ==
        "epoch,group,lr,momentum\n0,0,,0.9\n1,0,,0.45\n");
  CHECK(trace({"--steps", "1"}, "{name: ExponentialLR, gamma: 0.5, parameter: alpha}").out ==
        "epoch,group,lr,momentum,alpha\n0,0,,,0.99\n1,0,,,0.495\n");
  CHECK(trace({"--steps", "1", "--lr", "1,2"}, "{name: ExponentialLR, gamma: 0.5, groups: 1}").out ==
        "epoch,group,lr,momentum\n0,0,,\n0,1,2,\n1,0,,\n1,1,1,\n");
  CHECK(trace({}, "{name: ExponentialLR, gamma: 0.5, groups: 1}").err ==
        "roster: standard input:1:35: groups has group 1, but the optimizer has 1 group, counted from 0; --lr sets the "
        "number of groups\n");
  CHECK(trace({"--epochs", "2", "--batches-per-epoch", "2"}, "{name: ExponentialLR, gamma: 0.5, every: batch}")
            .out.ends_with("\n4,0,0.00625,\n"));
  CHECK(problems("{name: ExponentialLR, gamma: 0.5, parameter: weight_decy}") ==
        "F:1:35: parameter is \"weight_decy\", which no optimizer has; they have lr, momentum, dampening, "
        "weight_decay, beta1, beta2, eps, alpha, lr_decay, tolerance_grad and tolerance_change; did you mean "
        "weight_decay?\n");
  CHECK(problems("{name: CyclicLR, base_lr: 0.1, max_lr: 1, parameter: weight_decay}") ==
        "F:1:43: parameter is \"weight_decay\", but CyclicLR moves the momentum too, which only a scheduler of lr may "
        "do; set cycle_momentum to false\n");
  CHECK(problems("{name: LambdaLR, lr_lambda: []}") ==
        "F:1:18: lr_lambda is empty, expected a function (only code can give one) or a list with one for each group\n");
  CHECK(problems("{name: CyclicLR, base_lr: [0.1, 0.1], max_lr: [1, 1, 1]}") ==
        "F: 2 problems\n  F:1:18: base_lr has 2 elements, expected 1, one for each group\n"
        "  F:1:39: max_lr has 3 elements, expected 1, one for each group\n");
  CHECK(problems("{name: ExponentialLR, gamma: 0.5, monitor: loss}") ==
        "F:1:35: monitor is \"loss\", but ExponentialLR takes no metric\n");
}

TEST_CASE("Batches are only needed where they count", "[command][message]") {
  const std::string both =
      "{optimizer: {name: SGD, lr: 1}, epochs: 3, schedulers: [{name: ExponentialLR, gamma: 0.5, "
      "every: batch}, {name: ExponentialLR, gamma: 0.5, parameter: weight_decay}]}";
  const auto trace = [](std::vector<std::string> words, const std::string& text) {
    words.insert(words.begin(), {"trace", "-"});
    return roster_command(words, text);
  };
  const auto missing = [](const std::string& place,
                          const std::string& instead = "give the recipe batches_per_epoch, or ") {
    return test::outcome{2, "",
                         "roster: standard input:" + place +
                             " is \"batch\", but the number of batches in an epoch is "
                             "not known; " +
                             instead + "use --batches-per-epoch N\n"};
  };
  CHECK(trace({}, both) == missing("1:91: schedulers[0].every"));
  CHECK(trace({"--steps", "3"}, both) == missing("1:91: schedulers[0].every"));
  CHECK(roster_command({"plot", "-"}, both) == missing("1:91: schedulers[0].every"));
  CHECK(roster_command({"check", "-"}, both).status == 0);
  CHECK(trace({"--batches-per-epoch", "2"}, both).out.ends_with("\n6,0,0.015625,,0\n"));

  const std::string one = "{name: ExponentialLR, gamma: 0.5, every: batch}";
  CHECK(trace({"--epochs", "3"}, one) == missing("1:35: every", ""));
  CHECK(std::ranges::count(trace({}, one).out, '\n') == 102);
  CHECK(trace({"--steps", "1"}, "{optimizer: {name: SGD, lr: 1}, epochs: 3, scheduler: " + one + "}").out ==
        "batch,group,lr,momentum\n0,0,1,\n1,0,0.5,\n");
  CHECK(
      trace({"--epochs", "1000000", "--batches-per-epoch", "1000000000"}, one) ==
      test::outcome{2, "",
                    "roster: standard input: 1000000 epochs of 1000000000 batches are more than can be traced; choose "
                    "fewer with --steps N\n"});
}

TEST_CASE("Each scheduler that watches a metric gets the metrics, one for each step of its own", "[command]") {
  const recipe_file file(R"(optimizer: {name: SGD, lr: 1, weight_decay: 1}
schedulers:
  - {name: ReduceLROnPlateau, patience: 0, factor: 0.5, monitor: val_loss}
  - {name: ReduceLROnPlateau, patience: 0, factor: 0.25, parameter: weight_decay, monitor: accuracy, mode: max}
  - {name: ExponentialLR, gamma: 0.5, parameter: momentum, every: batch}
batches_per_epoch: 2
)");
  const auto metrics = file.folder.file("metrics", "1\n1\n2\n").string();
  CHECK(roster_command({"trace", file.path, "--metrics", metrics}) ==
        test::outcome{0,
                      "batch,group,lr,momentum,weight_decay\n0,0,1,0,1\n1,0,1,0,1\n2,0,1,0,1\n3,0,1,0,1\n"
                      "4,0,0.5,0,0.25\n5,0,0.5,0,0.25\n6,0,0.25,0,0.25\n",
                      ""});
  CHECK(
      roster_command({"trace", file.path, "--epochs", "4", "--metrics", metrics}) ==
      test::outcome{2, "",
                    "roster: " + file.path + ": 2 problems\n  " + file.path +
                        ":3:5: schedulers[0] is ReduceLROnPlateau, which needs 4 metrics, one for each epoch, but has "
                        "3; give them with --metrics FILE\n  " +
                        file.path +
                        ":4:5: schedulers[1] is ReduceLROnPlateau, which needs 4 metrics, one for each epoch, but has "
                        "3; give them with --metrics FILE\n"});
}

TEST_CASE("What a scheduler prints in training does not get into a trace", "[command]") {
  CHECK(roster_command({"trace", "-", "--steps", "0"}, "{name: StepLR, step_size: 1, verbose: true}").out ==
        "epoch,group,lr,momentum\n0,0,0.1,\n");
}

TEST_CASE("A trace that cannot be made writes nothing", "[command][message]") {
  const recipe_file file("{name: OneCycleLR, max_lr: [0.1, 0.2], total_steps: 4}");
  CHECK(roster_command({"trace", file.path}) ==
        test::outcome{
            2, "",
            "roster: " + file.path +
                ":1:20: max_lr has 2 elements, expected 1, one for each group; --lr sets the number of groups\n"});
  CHECK(roster_command({"trace", file.path, "--lr", "1,1", "--steps", "5"}) ==
        test::outcome{2, "", "roster: " + file.path + ":1:1: OneCycleLR ends at step 4; step 5 does not exist\n"});
  CHECK(roster_command({"trace", file.path, "--lr", "1,1", "--momentum", "1,1,1"}).err ==
        "roster: --momentum: has 3 elements, expected 1 or 2, one for each group\n");
  // Also where that is only found at a later step
  const recipe_file rises("{name: ExponentialLR, gamma: 1.01, parameter: beta1}");
  CHECK(roster_command({"trace", rises.path}) ==
        test::outcome{2, "",
                      "roster: " + rises.path +
                          ":1:1: ExponentialLR would set beta1 of group 0 to 1.004101511998785 at step 11, "
                          "expected a real number of at least 0 and below 1\n"});
}

TEST_CASE("plot writes pictures, or draws in the terminal", "[command]") {
  const recipe_file file;
  const auto svg = (file.folder.path / "a.svg").string(), png = (file.folder.path / "a.png").string();
  CHECK(roster_command({"plot", file.path, "-o", svg}) == test::outcome{0, "", ""});
  const auto picture = roster::read_whole(svg, 1 << 20);
  CHECK(picture.find("SequentialLR") != picture.npos);
  CHECK(picture.find("</svg>") != picture.npos);
  CHECK(roster_command({"plot", file.path, file.path, "--log", "-o", png}) == test::outcome{0, "", ""});
  CHECK(roster::read_whole(png, 1 << 20).starts_with("\x89PNG"));
  const auto said = roster_command({"plot", file.path});
  CHECK(said.status == 0);
  CHECK(said.out.find("learning rate") != said.out.npos);

  const recipe_file many(several);
  CHECK(roster_command({"plot", many.path, "-o", svg}) == test::outcome{0, "", ""});
  const auto panels = roster::read_whole(svg, 1 << 20);
  for (const auto* text : {"PolynomialLR, StepLR and LinearLR<", ">learning rate<", ">weight decay<", ">batch<",
                           ">group 0<", ">group 1<", ">group 2<"}) {
    CAPTURE(text);
    CHECK(panels.find(text) != panels.npos);
  }
  const recipe_file other("{name: StepLR, step_size: 1, every: batch}", "other.yaml");
  CHECK(roster_command({"plot", other.path, many.path, "-o", svg}) == test::outcome{0, "", ""});
  const auto both = roster::read_whole(svg, 1 << 20);
  CHECK(both.find(">StepLR<") != both.npos);
  CHECK(both.find(">recipe.yaml, group 2<") != both.npos);
  CHECK(roster_command({"plot", file.path, many.path}).err ==
        "roster: " + many.path + ": is drawn by batch, but " + file.path + " by epoch; draw two pictures\n");

  CHECK(roster_command({"plot", file.path, "-o", "a.pdf"}).err ==
        "roster: a.pdf: expected a name that ends with .svg or .png\n");
  CHECK(roster_command({"plot", file.path, "-o", "/nowhere/a.svg"})
            .err.starts_with("roster: /nowhere/a.svg: its folder cannot be opened: "));
  CHECK(roster_command({"plot", file.path, "--steps", "10000000", "--lr", "1,1,1"}).err ==
        "roster: " + file.path +
            ": 10000000 steps of 3 groups are more than can be drawn; choose fewer with --steps N\n");
}

/// The command's outcome where nothing can be written to the standard output.
test::outcome with_full_output(const std::vector<std::string>& words) {
  std::vector<std::string> all{"sh", "-c", R"("$@" >/dev/full)", "sh", ROSTER_COMMAND};
  all.insert(all.end(), words.begin(), words.end());
  return test::run(all);
}

TEST_CASE("Output that cannot be written is reported, wherever it ends", "[command][message]") {
  const test::outcome failed{2, "", "roster: cannot write to the standard output\n"};
  CHECK(with_full_output({"list"}) == failed);
  CHECK(with_full_output({"schema"}) == failed);

  const recipe_file file("{name: ConstantLR}", "recipe.yaml");
  CHECK(with_full_output({"trace", file.path}) == failed);
  // The last write may fail, or one before: then nothing is left to write at the end.
  const auto whole = roster_command({"trace", file.path, "--steps", "100000"}).out;
  std::size_t end = 0, lines = 0;
  do {
    end = whole.find('\n', end) + 1;
    ++lines;
    REQUIRE(end != 0);
  } while (end % 4096 != 0);
  const auto steps = std::to_string(lines - 2);  // without the heading and epoch 0
  REQUIRE(roster_command({"trace", file.path, "--steps", steps}).out.size() == end);
  CHECK(with_full_output({"trace", file.path, "--steps", steps}) == failed);
}

TEST_CASE("A picture that does not fit on the disk leaves the old one", "[command][message]") {
  const auto refused = test::why_no_mounts();
  if (!refused.empty()) SKIP("this system lets tests mount nothing: " << refused);
  const recipe_file file;
  const test::temporary_folder disk;
  const auto picture = disk.path / "lr.svg";
  CHECK(test::in_child([&] {
          test::may_mount();
          test::mount_disk(disk.path, "size=4k");
          disk.file("lr.svg", "old");
          const auto said = roster_command({"plot", file.path, "-o", picture});
          return std::to_string(said.status) + ": " + said.out + said.err + roster::read_whole(picture, 1000) +
                 (disk.names().size() == 1 ? "" : ", and more");
        }) == "2: roster: " + picture.string() + ": cannot be written: No space left on device\nold");
}

TEST_CASE("A command line that is wrong says so", "[command][message]") {
  const auto refusal = [](std::vector<std::string> words) {
    const auto said = roster_command(std::move(words));
    CHECK(said.status == 2);
    CHECK(said.out.empty());
    return said.err;
  };
  CHECK(refusal({"plto"}) ==
        "roster: \"plto\" is not a command, expected list, describe, check, trace, plot, schema or completion; did "
        "you mean plot?\n");
  CHECK(refusal({}).starts_with("A subcommand is required\n"));
  CHECK(refusal({"trace"}).starts_with("FILE is required\n"));
  CHECK(refusal({"trace", "a", "--steps", "-1"}).starts_with("--steps: Value -1 not in range "));
  CHECK(refusal({"check", "a", "--epochs", "0"}).starts_with("--epochs: Value 0 not in range "));
  CHECK(refusal({"plot", "a", "--batches-per-epoch", "x"}).starts_with("--batches-per-epoch: "));
  for (const std::string option : {"--lr", "--momentum"}) {
    const auto values = [&](const std::string& given) {
      const auto said = refusal({"trace", "a", option, given});
      return said.substr(0, said.find('\n'));
    };
    for (const std::string wrong : {"nan", "inf", "-1", "1e400", "0.1x", "0.1 0.2", "0x1"}) {
      CHECK(values(wrong) == option + ": is \"" + wrong + "\", expected a finite number of at least 0");
    }
    for (const std::string wrong : {"0.1,", ",0.1", "0.1,,0.2", ","}) {
      CHECK(values(wrong) == option + ": has an empty value in \"" + wrong + "\"");
    }
  }
  CHECK(refusal({"trace", "a", "--format", "xml"}).starts_with("--format: xml not in {csv,json}\n"));
  CHECK(refusal({"check", "-", "--set", "x"}) == "standard input: cannot set \"x\": expected PATH=VALUE\n");
}

TEST_CASE("A recipe or a scheduler alone may name its schema", "[command]") {
  const recipe_file whole(R"({"$schema": "recipe.schema.json", "optimizer": {"name": "SGD", "lr": 0.1},
                              "scheduler": {"name": "StepLR", "step_size": 3}})",
                          "recipe.json");
  const recipe_file alone(R"({"$schema": "recipe.schema.json", "name": "StepLR", "step_size": 3})", "step.json");
  CHECK(roster_command({"check", whole.path, alone.path}) ==
        test::outcome{0, whole.path + ": SGD and StepLR, no problems\n" + alone.path + ": StepLR, no problems\n", ""});
  CHECK(problems(R"({"$schema": 1, "name": "StepLR", "step_size": 3})", "step.json") ==
        "F:1:2: \"$schema\" is not a field of StepLR (its fields: step_size, gamma, last_epoch, verbose, parameter, "
        "groups, every, monitor, name)\n");
}

TEST_CASE("Nothing that a terminal obeys is repeated", "[command][message]") {
  const std::string odd = "\u009b\u202e\x1b[31m\n", shown = "\\u009b\\u202e\\x1b[31m\\x0a";
  const auto first_line = [](std::vector<std::string> words) {
    const auto said = roster_command(std::move(words));
    CHECK(said.out.empty());
    return said.err.substr(0, said.err.find('\n'));
  };
  CHECK(first_line({odd}).starts_with("roster: \"" + shown + "\" is not a command, expected list"));
  CHECK(first_line({"describe", odd}) ==
        "roster: describe: \"" + shown + "\" is not a scheduler or an optimizer (see roster list)");
  CHECK(first_line({"check", odd}) == shown + ": does not exist");
  CHECK(first_line({"trace", odd}) == "roster: " + shown + ": does not exist");
  CHECK(first_line({"plot", "a", "-o", odd}) == "roster: " + shown + ": expected a name that ends with .svg or .png");
  CHECK(first_line({"trace", "a", "--format", "\u009b"}) == "--format: \\u009b not in {csv,json}");
  CHECK(first_line({"list", "\u009b"}) == "The following argument was not expected: \\u009b");
  const recipe_file file;
  CHECK(first_line({"check", file.path, "--set", odd + "=1"}) ==
        file.path + ": cannot set \"" + shown + "\": expected a name instead of \"" + shown + "\"");
  const recipe_file named(recipe, "a" + odd + ".yaml");
  const auto said = roster_command({"check", named.path});
  CHECK(said.out.ends_with("/a" + shown + ".yaml: SGD and SequentialLR, no problems\n"));
}

TEST_CASE("Help, version and completion", "[command]") {
  CHECK(roster_command({"--version"}) == test::outcome{0, "roster " ROSTER_VERSION "\n", ""});
  for (const auto* command : {"list", "describe", "check", "trace", "plot", "schema", "completion"}) {
    CAPTURE(command);
    CHECK(roster_command({"--help"}).out.find(std::string("\n  ") + command) != std::string::npos);
    const auto help = roster_command({command, "--help"});
    CHECK(help.status == 0);
    CHECK(help.err.empty());
    CHECK(help.out.find("roster " + std::string(command), help.out.find("--help")) != std::string::npos);
  }
  const auto complete = [](const std::string& line) {
    const auto said = test::run({"bash", "-c",
                                 "source <(\"$1\" completion)\nCOMP_WORDS=($2)\n"
                                 "[ \"${2: -1}\" = ' ' ] && COMP_WORDS+=('')\n"
                                 "COMP_CWORD=$((${#COMP_WORDS[@]} - 1))\n_roster\n"
                                 "echo \"${COMPREPLY[*]}\"",
                                 "bash", ROSTER_COMMAND, line});
    CHECK(said.err.empty());
    return said.out;
  };
  CHECK(complete("roster d") == "describe\n");
  CHECK(complete("roster describe Cos") == "CosineAnnealingLR CosineAnnealingWarmRestarts\n");
  CHECK(complete("roster trace x --form") == "--format\n");
  CHECK(complete("roster check x --e") == "--epochs\n");
  CHECK(complete("roster plot x --ba") == "--batches-per-epoch\n");
  CHECK(complete("roster trace x --format j") == "json\n");
}

}  // namespace command_tests
