#include "roster/files/document_file.hpp"

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <catch2/catch_test_macros.hpp>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <span>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "roster/files/recipe.hpp"
#include "support/large_input.hpp"
#include "support/names.hpp"
#include "support/refusal.hpp"
#include "support/temporary_folder.hpp"

namespace document_file_tests {

using test::repeated;
namespace fs = std::filesystem;

const std::string sgd = "optimizer: {name: SGD, lr: 0.1}\n";
const std::string step = "scheduler: {name: StepLR, step_size: 30}\n";

/// The error about a file with that text, without the folder.
std::string refusal_of(std::string_view name, std::string_view text, std::span<const std::string> overrides = {}) {
  const test::temporary_folder folder;
  const auto file = folder.file(name, text);
  auto all = test::refusal([&] { roster::read_recipe(file, overrides); });
  const auto path = folder.path.string() + "/";
  for (auto at = all.find(path); at != all.npos; at = all.find(path, at)) all.erase(at, path.size());
  return all;
}
std::string yaml_refusal(std::string_view text, const std::vector<std::string>& overrides = {}) {
  return refusal_of("a.yaml", text, overrides);
}

/// The error about overrides of a valid recipe.
std::string override_refusal(const std::vector<std::string>& overrides) {
  return yaml_refusal(sgd +
                          "scheduler:\n  name: SequentialLR\n  schedulers:\n    - {name: ConstantLR}\n"
                          "    - {name: StepLR, step_size: 30}\n  milestones: [5]\n",
                      overrides);
}

const std::string scheduler_names = "expected the name of a scheduler " + test::names_of<roster::default_registry>();
const std::string recipe_fields =
    "is not a field of a recipe (its fields: optimizer, scheduler, schedulers, epochs, batch_size, seed, "
    "batches_per_epoch, shards)";

TEST_CASE("A recipe is read from YAML and from JSON", "[document_file]") {
  const std::string yaml =
      "# a recipe\n"
      "optimizer:\n"
      "  name: SGD\n"
      "  lr: 0.1\n"
      "  groups:\n"
      "    - params: [fc.*, \"*.bias\"]\n"
      "      lr: 0.01\n"
      "scheduler: {name: CosineAnnealingLR, T_max: 5, eta_min: 1e-3, verbose: false}\n"
      "epochs: 5\n";
  const std::string json = R"({
    "optimizer": {"name": "SGD", "lr": 0.1, "groups": [{"params": ["fc.*", "*.bias"], "lr": 0.01}]},
    "scheduler": {"name": "CosineAnnealingLR", "T_max": 5, "eta_min": 1e-3, "verbose": false},
    "epochs": 5
  })";
  const test::temporary_folder folder;
  std::vector<fs::path> files{folder.file("a.yaml", yaml), folder.file("a.yml", yaml), folder.file("a.json", json),
                              folder.file("a.jsonc", "// a recipe\n" + json + " /* end */")};
  // With another name, by the text
  files.push_back(folder.file("a", yaml));
  files.push_back(folder.file("a.txt", json));
  files.push_back(folder.file("a.YAML",
                              "{optimizer: {name: SGD, lr: 0.1, groups: [{params: [fc.*, '*.bias'], lr: 0.01}]},"
                              " scheduler: {name: CosineAnnealingLR, T_max: 5, eta_min: 1e-3}, epochs: 5}"));
  for (const auto& file : files) {
    CAPTURE(file.filename());
    const auto recipe = roster::read_recipe(file);
    CHECK(recipe.epochs == 5);
    CHECK(recipe.batch_size == 128);
    CHECK(recipe.seed == 0);
    const auto* const chosen = recipe.optimizer->as<roster::SGD>();
    REQUIRE(chosen);
    CHECK(*chosen->lr == 0.1);
    REQUIRE(recipe.optimizer->groups.size() == 1);
    CHECK(recipe.optimizer->groups[0].params.all == std::vector<std::string>{"fc.*", "*.bias"});
    CHECK(*recipe.optimizer->groups[0].config.as<roster::SGD>()->lr == 0.01);
    auto groups = roster::groups_of(*recipe.optimizer);
    const auto scheduler = roster::create(recipe.scheduler, groups);
    CHECK(scheduler.schedule().as<roster::CosineAnnealingLR>()->config().eta_min == 1e-3);
  }
}

TEST_CASE("A recipe is read from a pipe and from the standard input", "[document_file][message]") {
  const test::temporary_folder folder;
  const auto pipe = folder.path / "pipe";
  REQUIRE(::mkfifo(pipe.c_str(), 0600) == 0);
  {
    const std::jthread writer([&] { std::ofstream(pipe) << sgd + step + "epochs: 3\n"; });
    CHECK(roster::read_recipe(pipe).epochs == 3);
  }
  const auto from_standard_input = [&](std::string_view text) {
    const auto file = folder.file("in", text);
    const int before = ::dup(STDIN_FILENO);
    const int in = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
    ::dup2(in, STDIN_FILENO);
    ::close(in);
    std::int64_t epochs = 4;
    auto said = test::refusal([&] { epochs = roster::read_recipe(fs::path("-")).epochs; });
    CHECK(epochs == 4);
    ::dup2(before, STDIN_FILENO);
    ::close(before);
    return said;
  };
  CHECK(from_standard_input(sgd + step + "epochs: 4") == "");
  CHECK(from_standard_input(sgd + step + "epochs: x") ==
        "standard input:3:1: epochs is \"x\", expected an integer from 1 to 1000000");
  CHECK(from_standard_input("{\"a\" 1}") == "standard input:1:6: is not JSON: is missing a colon after \"a\"");
  CHECK(from_standard_input("a: [") == "standard input:1:4: is not YAML: has a [ that is never closed");
  CHECK(from_standard_input(
            "{\"optimizer\": {name: SGD, lr: 0.1}, scheduler: {name: StepLR, step_size: 30}, epochs: 4}") == "");
  CHECK(from_standard_input(repeated(" ", 2'000'000)) == "standard input: is larger than 1 MiB");
}

TEST_CASE("The error about a recipe names the file and the reason", "[document_file][message]") {
  const test::temporary_folder folder;
  const auto refuse = [](const fs::path& path) { return test::refusal([&] { roster::read_recipe(path); }); };
  for (const auto* const name : {"none.yaml", "none.json", "none"}) {
    CHECK(refuse(folder.path / name) == (folder.path / name).string() + ": does not exist");
  }
  CHECK(refuse(folder.path) == folder.path.string() + ": is a folder, expected a file");
  CHECK(refuse("/dev/zero") == "/dev/zero: is larger than 1 MiB");
  CHECK(refuse("/dev/null") == "/dev/null: is empty, expected an object with an optimizer and a scheduler");
  // A sparse file: almost nothing on disk, but larger than the memory
  for (const auto* const name : {"large.yaml", "large.json", "large"}) {
    const auto large = folder.file(name, "");
    fs::resize_file(large, std::uintmax_t{1} << 40);
    CHECK(test::ends([&] { CHECK(refuse(large) == large.string() + ": is larger than 1 MiB"); }));
  }
  CHECK(yaml_refusal(std::string("a: \0", 4)) == "a.yaml:1:4: has the control character U+0000, expected text");
  CHECK(yaml_refusal("\xff\xfe"
                     "a") == "a.yaml:1:1: is UTF-16, expected text in UTF-8");
}

TEST_CASE("A mebibyte of mistakes is reported quickly and briefly", "[document_file][message]") {
  std::string said;
  const auto told = [&](const std::string& name, const std::string& text) {
    CHECK(test::ends([&] { said = refusal_of(name, text); }));
    return said;
  };
  std::string fields, milestones = "0";
  for (int i = 0; i < 100'000; ++i) fields += "a" + std::to_string(i) + ":\n";
  for (int i = 1; i < 100'000; ++i) milestones += "," + std::to_string(i);
  const std::string head = "optimizer: {name: Adam}\nscheduler: ";

  CHECK(told("a.yaml", fields) == "a.yaml:100001:1: holds more than 100000 values");
  CHECK(told("a.yaml", fields.substr(0, fields.find("a60000:")))
            .ends_with("\n  a.yaml:50:1: a49 " + recipe_fields + "\n  and 59952 more"));
  CHECK(said.starts_with("a.yaml: 60002 problems\n  a.yaml:1:1: a0 " + recipe_fields + "\n"));
  // All with one name; with long names that are nearly right; and at a path that has to be searched
  CHECK(told("a.yaml", step + repeated("seed: 1\n", 90'000)).ends_with("\n  and 89950 more"));
  CHECK(told("a.yaml", repeated("optimizeroptimizeroptimizeroptimizeroptimizeroptimizer:\n", 15'000))
            .ends_with("\n  and 14952 more"));
  CHECK(told("a.yaml", repeated(repeated("x", 60) + ":\n", 15'000) + "scheduler: [{a: b}]\noptimizer: {}")
            .ends_with("\n  and 14952 more"));

  CHECK(told("a.yaml", head + "{name: MultiStepLR, milestones: [" + milestones + "]}") ==
        "a.yaml:2:588899: holds more than 100000 values");
  milestones.resize(milestones.find(",90000"));
  CHECK(told("a.yaml", head + "{name: MultiStepLR, milestones: [" + milestones + "]}") == "");
  CHECK(told("a.yaml", head + "{name: MultiStepLR, milestones: [" + milestones + ",3]}") ==
        "a.yaml:2:528935: scheduler.milestones[90000] is 3, expected at least 89999, the milestone before");
  CHECK(told("a.yaml", head + "{name: MultiStepLR, milestones: [" + repeated("x,", 90'000) + "]}")
            .ends_with("\n  and 89950 more"));
  CHECK(told("a.json", "{\"optimizer\": [" + milestones + "]}")
            .starts_with("a.json: 2 problems\n  a.json:1:2: optimizer is [0, 1, 2, 3, 4, 5, 6, 7, …], expected"));

  CHECK(told("a.yaml", head + repeated("{name: ChainedScheduler, schedulers: [", 20'000)) ==
        "a.yaml:2:1228: is nested deeper than 64 levels");
  CHECK(told("a.yaml", head + repeated("{name: ChainedScheduler, schedulers: [", 32) + "{name: ConstantLR}" +
                           repeated("]}", 32)) == "a.yaml:2:1227: is nested deeper than 64 levels");
  CHECK(told("a.yaml", head + repeated("{name: ChainedScheduler, schedulers: [", 31) + "{name: ConstantLR}" +
                           repeated("]}", 31)) == "");
  CHECK(told("a.json", repeated("{\"name\":\"ChainedScheduler\",\"schedulers\":[", 20'000)) ==
        "a.json:1:1313: is nested deeper than 64 levels");
  CHECK(told("a.yaml",
             head + "{name: ChainedScheduler, schedulers: [" + repeated("{name: ConstantLR},", 30'000) + "]}") == "");
  CHECK(told("a.yaml", head + "{name: ChainedScheduler, schedulers: [" + repeated("{name: x},", 30'000) + "]}")
            .ends_with("\n  and 29950 more"));
  CHECK(told("a.yaml", "optimizer: {name: Adam, groups: [" + repeated("{params: '*'},", 30'000) + "]}\n" + step) == "");
  CHECK(told("a.yaml", "optimizer: {name: Adam, groups: [" + repeated("x,", 90'000) + "]}\n" + step)
            .ends_with("\n  and 89950 more"));

  const auto long_name = repeated("x", 1'000'000);
  const auto cut = '"' + repeated("x", 60) + "…\"";
  CHECK(told("a.json", "{\"" + long_name + "\": 1}")
            .starts_with("a.json: 3 problems\n  a.json:1:2: " + cut + " " + recipe_fields + "\n"));
  CHECK(told("a.yaml", head + "{name: " + long_name + "}") ==
        "a.yaml:2:13: scheduler.name is " + cut + ", " + scheduler_names);
  CHECK(told("a.yaml", head + "{name: " + repeated("\\x1b[31m", 100) + "}").find('\x1b') == said.npos);
  CHECK(told("a.yaml", long_name + ": 1") == "a.yaml:1:1: is not YAML: has a name longer than 1024 characters");

#ifndef __SANITIZE_ADDRESS__  // it keeps freed memory
  rusage used{};
  ::getrusage(RUSAGE_SELF, &used);
  CHECK(used.ru_maxrss < 256 * 1024);  // KiB
#endif
}

TEST_CASE("Overrides change a recipe", "[document_file]") {
  const test::temporary_folder folder;
  const auto file = folder.file("a.yaml", sgd + step);
  const auto read = [&](const std::vector<std::string>& overrides) {
    return roster::to_json(roster::write_recipe(roster::read_recipe(file, overrides)));
  };
  const auto whole = [](const std::string& optimizer, const std::string& scheduler, const std::string& rest) {
    const std::string options = R"(, "parameter": "lr", "groups": null, "every": "epoch", "monitor": null)";
    return "{\"optimizer\": {" + optimizer + "}, \"scheduler\": {" + scheduler + options + "}, " + rest +
           ", \"batches_per_epoch\": null, \"shards\": null}";
  };
  const std::string o =
      R"("name": "SGD", "lr": 0.1, "momentum": 0.0, "dampening": 0.0, "weight_decay": 0.0, "nesterov": false)";
  const std::string s = R"("name": "StepLR", "step_size": 30, "gamma": 0.1, "last_epoch": -1, "verbose": false)";
  const std::string r = R"("epochs": 10, "batch_size": 128, "seed": 0)";
  CHECK(read({}) == whole(o, s, r));
  CHECK(read({"epochs=5", "batch_size=1e2", "seed=0x10"}) ==
        whole(o, s, R"("epochs": 5, "batch_size": 100, "seed": 16)"));
  // Of several overrides of a path, the last one counts.
  CHECK(read({"epochs=0", "epochs=7"}) == whole(o, s, R"("epochs": 7, "batch_size": 128, "seed": 0)"));
  CHECK(read({"scheduler.gamma=.5", "scheduler.verbose=true"}) ==
        whole(o, R"("name": "StepLR", "step_size": 30, "gamma": 0.5, "last_epoch": -1, "verbose": true)", r));
  // A value is any YAML, and later overrides may change its parts.
  CHECK(
      read({"scheduler={name: MultiStepLR, milestones: [3, 8]}", "scheduler.milestones[1]=9"}) ==
      whole(o, R"("name": "MultiStepLR", "milestones": [3, 9], "gamma": 0.1, "last_epoch": -1, "verbose": false)", r));
  CHECK(
      read({"optimizer.groups=[{params: fc.*, lr: 1}, {params: [a, b]}]", "optimizer.groups[0].lr=5e-1",
            "optimizer.groups[1].params=\"=\""}) ==
      whole(o + R"(, "groups": [{"params": "fc.*", "lr": 0.5, "momentum": 0.0, "dampening": 0.0, "weight_decay": 0.0, )"
                R"("nesterov": false}, {"params": "=", "lr": 0.1, "momentum": 0.0, "dampening": 0.0, )"
                R"("weight_decay": 0.0, "nesterov": false}])",
            s, r));
  CHECK(read({"optimizer={\"name\": \"SGD\", \"lr\": 0.1}", "scheduler=\nname: StepLR\nstep_size: 30", "seed= 0 "}) ==
        whole(o, s, r));
}

TEST_CASE("All problems with overrides are reported together", "[document_file][message]") {
  CHECK(override_refusal({"epochs", "=3", "", "epochs={", "scheduler.schedulers[2].gamma=1", "schedule.name=x",
                          "optimizer.groups[0].lr=1", "seed=!!int 1.5", "seed=1e400", "seed=1\n---\n2",
                          "optimizer.name.x=1", "milestones[0=1"}) ==
        "a.yaml: 12 problems\n"
        "  cannot set \"epochs\": expected PATH=VALUE\n"
        "  cannot set \"=3\": expected PATH=VALUE\n"
        "  cannot set \"\": expected PATH=VALUE\n"
        "  cannot set \"epochs={\": the value is not YAML: has a { that is never closed\n"
        "  cannot set scheduler.schedulers[2].gamma: scheduler.schedulers has 2 elements, counted from 0\n"
        "  cannot set schedule.name: schedule does not exist; did you mean scheduler?\n"
        "  cannot set optimizer.groups[0].lr: optimizer.groups does not exist\n"
        "  cannot set \"seed=!!int 1.5\": the value has the tag !!int on 1.5, expected an integer\n"
        "  cannot set \"seed=1e400\": the value 1e400 is too large for a double\n"
        "  cannot set \"seed=1\\x0a---\\x0a2\": the value holds more than one document, or a line that does not "
        "continue the one before; check the indentation\n"
        "  cannot set optimizer.name.x: optimizer.name is \"SGD\", expected an object or a list\n"
        "  cannot set milestones[0: milestones does not exist");
  CHECK(override_refusal({"seed=*a"}) ==
        "a.yaml: cannot set \"seed=*a\": the value is not YAML: has the alias *a, whose anchor (&) does not exist; put "
        "a text "
        "that begins with * in quotes");
  // A problem with a value from an override names the override in place of a line; other problems have a line.
  const std::string step_lr = "{name: StepLR, step_size: x, gama: 1}";
  CHECK(
      override_refusal({"epochs=0", "scheduler.schedulers[0]=" + step_lr, "sed=1", "optimizer.lr="}) ==
      "a.yaml: 5 problems\n"
      "  optimizer.lr is empty, expected a real number of at least 0 (from the override optimizer.lr=)\n"
      "  scheduler.schedulers[0].step_size is \"x\", expected an integer of at least 1, or a length such as \"5 "
      "epochs\", "
      "\"500 batches\" or \"10 %\" (from the override \"scheduler.schedulers[0]={name: StepLR, step_size: x, gama: "
      "1…\")\n"
      "  scheduler.schedulers[0].gama is not a field of StepLR (its fields: step_size, gamma, name) (from the override "
      "\"scheduler.schedulers[0]={name: StepLR, step_size: x, gama: 1…\"); did you mean gamma?\n"
      "  epochs is 0, expected an integer from 1 to 1000000 (from the override epochs=0)\n"
      "  sed " +
          recipe_fields + " (from the override sed=1); did you mean seed?");
  CHECK(
      override_refusal({"scheduler.milestones[0]=x"}) ==
      "a.yaml: scheduler.milestones[0] is \"x\", expected an integer of at least 0, or a length such as \"5 epochs\", "
      "\"500 batches\" or \"10 %\" (from the override scheduler.milestones[0]=x)");
  CHECK(override_refusal({"scheduler.schedulers[1].name=StepL"}) ==
        "a.yaml: scheduler.schedulers[1].name is \"StepL\", " + scheduler_names +
            " (from the override scheduler.schedulers[1].name=StepL); did you mean StepLR?");
  CHECK(override_refusal({"optimizer.lr=~"}) ==
        "a.yaml: optimizer.lr is null, expected a real number of at least 0 (from the override \"optimizer.lr=~\")");
  CHECK(yaml_refusal("", {"epochs=1"}) ==
        "a.yaml: cannot set epochs: the document is empty, expected an object or a list");
  CHECK(yaml_refusal(sgd + step + "epochs: 1\nepochs: 2\n", {"epochs=3"}) == "a.yaml:4:1: epochs is given twice");

  const std::string deep = repeated("{a: ", 60) + "1" + repeated("}", 60);
  std::vector<std::string> deeper{"x=" + deep};
  std::string path = "x";
  for (int i = 1; i < 20; ++i) deeper.push_back((path += repeated(".a", 60)) + "=" + deep);
  CHECK(override_refusal(deeper).starts_with("a.yaml: 19 problems\n  cannot set "));
  CHECK(test::ends(
      [&] { CHECK(override_refusal(std::vector<std::string>(20'000, "x")).ends_with("\n  and 19950 more")); }));
}

}  // namespace document_file_tests
