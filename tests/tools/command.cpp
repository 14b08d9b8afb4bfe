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
  for (const auto name : roster::default_registry::names) {
    const auto found = said.out.find(std::string(name) + "  ", at);
    REQUIRE(found != said.out.npos);
    CHECK((found == 0 || said.out[found - 1] == '\n'));
    at = found;
  }
  CHECK(std::ranges::count(said.out, '\n') == std::ssize(roster::default_registry::names));
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
  step_size  an integer of at least 1; required
             epochs from one decay to the next
  gamma      a real number above 0; default 0.1
             the factor of each decay

Options of every scheduler
  last_epoch  an integer from -1 to 1000000000; default -1
              resume after this epoch; the optimizer must hold epoch 0's
              learning rates; -1: start new
  verbose     true or false; default false
              print each learning rate to stdout when it is set

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
}

TEST_CASE("Every scheduler and optimizer has its page, and its example is a recipe", "[command]") {
  for (const auto name : roster::default_registry::names) {
    CAPTURE(name);
    const auto said = roster_command({"describe", std::string(name)});
    CHECK(said.status == 0);
    CHECK(said.err.empty());
    const auto shown = tools::example_of(name);
    if (!shown.code.empty()) continue;
    const recipe_file file(tools::recipe_of(shown));
    const auto read = tools::read_preview(file.path);
    CHECK(read.scheduler.name() == name);
    using kind = roster::field_kind<tools::scheduler_entry>;
    CHECK(kind::write(read.scheduler) == kind::write(shown.scheduler));
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
  CHECK(said == test::outcome{2, right.path + ": SGD and SequentialLR, no problems\n",
                              wrong.path + ": 2 problems\n  " + wrong.path +
                                  ":1:16: step_size is 0, expected an integer of at least 1\n  " + wrong.path +
                                  ":1:30: gama is not a field of StepLR (its fields: step_size, gamma, last_epoch, "
                                  "verbose, name); did you mean gamma?\nnone.yaml: does not exist\n"});
  CHECK(roster_command({"check", right.path, "--set", "scheduler.schedulers[1].T_max=0"}).err ==
        right.path +
            ": scheduler.schedulers[1].T_max is 0, expected an integer of at least 1 (from the override "
            "scheduler.schedulers[1].T_max=0)\n");
  CHECK(roster_command({"check", "-"}, recipe).out == "standard input: SGD and SequentialLR, no problems\n");
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
        "F:2:1: scheduler moves the momentum, but the optimizer has neither momentum nor betas; set cycle_momentum to "
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
        test::outcome{
            2, "",
            "roster: " + file.path +
                ": ReduceLROnPlateau needs 4 metrics, one for each step, but has 3; give them with --metrics FILE\n"});
  const auto words = file.folder.file("words", "1\ntwo\n").string();
  CHECK(roster_command({"trace", file.path, "--metrics", words}).err ==
        "roster: " + words + ":2:1: is \"two\", expected a number\n");
  const auto minus = file.folder.file("minus", "\u22121\n").string();
  CHECK(roster_command({"trace", file.path, "--metrics", minus}).err ==
        "roster: " + minus + ":1:1: is \"\u22121\", which begins with U+2212 MINUS SIGN, expected a number\n");
}

TEST_CASE("A trace that cannot be made writes nothing", "[command][message]") {
  const recipe_file file("{name: OneCycleLR, max_lr: [0.1, 0.2], total_steps: 4}");
  CHECK(
      roster_command({"trace", file.path}) ==
      test::outcome{
          2, "",
          "roster: " + file.path +
              ": OneCycleLR: max_lr has 2 elements, expected 1, one for each group; --lr sets the number of groups\n"});
  CHECK(roster_command({"trace", file.path, "--lr", "1,1", "--steps", "5"}) ==
        test::outcome{2, "", "roster: " + file.path + ": OneCycleLR ends at step 4; step 5 does not exist\n"});
  CHECK(roster_command({"trace", file.path, "--lr", "1,1", "--momentum", "1,1,1"}).err ==
        "roster: --momentum: has 3 elements, expected 1 or 2, one for each group\n");
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
        "F:1:2: \"$schema\" is not a field of StepLR (its fields: step_size, gamma, last_epoch, verbose, name)\n");
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
  CHECK(complete("roster trace x --format j") == "json\n");
}

}  // namespace command_tests
