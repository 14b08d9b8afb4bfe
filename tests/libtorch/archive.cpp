#include "roster/libtorch/archive.hpp"

#include <sys/resource.h>
#include <torch/nn/modules/linear.h>
#include <torch/optim/adam.h>
#include <torch/optim/sgd.h>
#include <torch/version.h>

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators_range.hpp>
#include <cmath>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <limits>
#include <memory>
#include <set>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "roster/files/json.hpp"
#include "roster/files/state_file.hpp"
#include "roster/libtorch/groups.hpp"
#include "roster/roster.hpp"
#include "support/learning_rates.hpp"
#include "support/parity_run.hpp"
#include "support/pytorch.hpp"
#include "support/refusal.hpp"
#include "support/temporary_folder.hpp"

namespace archive_tests {

namespace fs = std::filesystem;

using test::refusal;
using test::temporary_folder;

using test::learning_rates;

torch::optim::SGD two_groups(torch::nn::Linear& model) {
  std::vector<torch::optim::OptimizerParamGroup> groups;
  groups.emplace_back(std::vector{model->weight}, std::make_unique<torch::optim::SGDOptions>(0.1));
  groups.emplace_back(std::vector{model->bias}, std::make_unique<torch::optim::SGDOptions>(0.3));
  return torch::optim::SGD(std::move(groups), torch::optim::SGDOptions(0.1));
}

c10::IValue dict(std::vector<std::pair<c10::IValue, c10::IValue>> members) {
  c10::impl::GenericDict made(
      members.front().first.isInt() ? c10::TypePtr(c10::IntType::get()) : c10::StringType::get(), c10::AnyType::get());
  for (auto& [key, member] : members) made.insert(key, member);
  return made;
}

TEST_CASE("A state becomes LibTorch's values and comes back", "[archive]") {
  const auto state = roster::parse_state(
      R"({"scheduler": "StepLR", "last_epoch": 3, "on": true, "off": false, "none": null, "best": -Infinity,
          "mixed": [1, 2.5, null, "x", [], {}], "in": {"large": 9223372036854775807, "tiny": 5e-324, "zero": -0.0},
          "is no identifier": 0.1})");
  CHECK(roster::from_ivalue(roster::to_ivalue(state)) == state);
  const auto nan = roster::from_ivalue(roster::to_ivalue(std::numeric_limits<double>::quiet_NaN()));
  CHECK(std::isnan(*roster::value(nan).as<double>()));
}

TEST_CASE("Lists of any type are read, tuples, keys that are integers, and tensors of one element", "[archive]") {
  const auto json = [](const c10::IValue& given) { return roster::to_json(roster::from_ivalue(given)); };
  CHECK(json(c10::List<std::int64_t>({1, 2})) == "[1, 2]");
  CHECK(json(c10::List<double>({0.5, -0.0})) == "[0.5, -0.0]");
  CHECK(json(c10::List<bool>({true})) == "[true]");
  CHECK(json(c10::List<std::string>({"a"})) == R"(["a"])");
  CHECK(json(c10::ivalue::Tuple::create({c10::IValue(1), c10::IValue(), c10::IValue(2.0)})) == "[1, null, 2.0]");
  CHECK(json(dict({{30, 1}, {-2, 2.5}})) == R"({"30": 1, "-2": 2.5})");
  CHECK(json(torch::tensor(0.1, torch::kFloat64)) == "0.1");
  CHECK(json(torch::tensor({0.5f})) == "0.5");
  CHECK(json(torch::tensor(7)) == "7");
  CHECK(json(torch::tensor(true)) == "true");
}

TEST_CASE("Values that a state cannot hold are refused with their paths", "[archive][message]") {
  const auto refuse = [](const c10::IValue& given) { return refusal([&] { roster::from_ivalue(given, "state.pt"); }); };
  CHECK(refuse(dict({{"a", torch::zeros({2, 3})},
                     {"b", torch::zeros({1}, torch::kComplexFloat)},
                     {"c", c10::ivalue::Tuple::create({c10::IValue(1), c10::Device("cpu")})},
                     {"d", at::Tensor()}})) ==
        "state.pt: 4 problems\n"
        "  a is a tensor of 6 elements, expected a number, a boolean, text, a list, a dict or None\n"
        "  b is a complex tensor of 1 element, expected a number, a boolean, text, a list, a dict or None\n"
        "  c[1] has LibTorch's type Device, expected a number, a boolean, text, a list, a dict or None\n"
        "  d is a tensor of no elements, expected a number, a boolean, text, a list, a dict or None");
  c10::impl::GenericDict keyed(c10::FloatType::get(), c10::AnyType::get());
  keyed.insert(0.5, 1);
  CHECK(refuse(keyed) == "state.pt: has a key of LibTorch's type Double, expected text");
  const auto without_data = torch::ones({1}, torch::device(torch::kMeta));
  CHECK(refuse(without_data).starts_with("state.pt: cannot be read: "));  // LibTorch's versions have other words

  // In a pickle, a list may be inside itself, or occur very often.
  c10::impl::GenericList within(c10::AnyType::get());
  within.push_back(within);
  CHECK(refuse(within) == "state.pt: is nested deeper than 64 levels");
  within.clear();
  c10::IValue often = 1;
  for (int i = 0; i < 10; ++i) {
    c10::impl::GenericList ten(c10::AnyType::get());
    for (int k = 0; k < 10; ++k) ten.push_back(often);
    often = ten;
  }
  CHECK(refuse(often) == "state.pt: holds more than 64 MiB");

  roster::node deep;
  for (int i = 0; i < 65; ++i) deep = roster::node(roster::node::list{std::move(deep)});
  CHECK(refusal([&] { roster::to_ivalue(deep); }) == "state: is nested deeper than 64 levels");
}

TEST_CASE("torch::save and torch::load take schedulers", "[archive]") {
  const temporary_folder folder;
  const auto file = (folder.path / "scheduler.pt").string();
  torch::nn::Linear model(4, 2);
  auto optimizer = two_groups(model);
  auto scheduler = roster::make<"CosineAnnealingLR">(optimizer, {.T_max = 7});
  for (int i = 0; i < 3; ++i) scheduler.step();
  torch::save(scheduler, file);

  auto fresh = two_groups(model);
  auto resumed = roster::create("CosineAnnealingLR", fresh, {{"T_max", 7}});
  torch::load(resumed, file);
  CHECK(resumed.state_dict() == scheduler.state_dict());
  CHECK(learning_rates(fresh) == learning_rates(optimizer));
  for (int i = 0; i < 10; ++i) {
    scheduler.step();
    resumed.step();
    CHECK(learning_rates(fresh) == learning_rates(optimizer));
  }
}

TEST_CASE("A model, an optimizer and schedulers share an archive", "[archive]") {
  const temporary_folder folder;
  const auto file = folder.path / "checkpoint.pt";
  torch::nn::Linear model(4, 2);
  torch::optim::Adam optimizer(model->parameters(), 0.1);
  auto warm_restarts = roster::make<"CosineAnnealingWarmRestarts">(optimizer, {.T_0 = 2, .T_mult = 2});
  auto steps = roster::make<"StepLR">(optimizer, {.step_size = 2});
  for (int i = 0; i < 3; ++i) {
    model->forward(torch::ones({1, 4})).sum().backward();
    optimizer.step();
    warm_restarts.step();
    steps.step();
  }
  const auto write = [&](const std::string& name, const auto& saved, torch::serialize::OutputArchive& archive) {
    torch::serialize::OutputArchive child;
    child << saved;
    archive.write(name, child);
  };
  torch::serialize::OutputArchive archive;
  write("model", model, archive);
  write("optimizer", optimizer, archive);
  write("warm_restarts", warm_restarts, archive);
  write("steps", steps, archive);
  roster::write_archive(file, archive);

  torch::nn::Linear other(4, 2);
  torch::optim::Adam other_optimizer(other->parameters(), 1.0);
  auto other_restarts = roster::make<"CosineAnnealingWarmRestarts">(other_optimizer, {.T_0 = 2, .T_mult = 2});
  auto other_steps = roster::make<"StepLR">(other_optimizer, {.step_size = 2});
  auto read = roster::read_archive(file);
  const auto load = [&](const std::string& name, auto& loaded) {
    torch::serialize::InputArchive child;
    read.read(name, child);
    child >> loaded;
  };
  load("model", other);
  load("optimizer", other_optimizer);
  load("warm_restarts", other_restarts);
  load("steps", other_steps);
  CHECK(torch::equal(other->weight, model->weight));
  CHECK(learning_rates(other_optimizer) == learning_rates(optimizer));
  CHECK(other_restarts.state_dict() == warm_restarts.state_dict());
  CHECK(other_steps.state_dict() == steps.state_dict());

  // A wrong name
  torch::serialize::InputArchive confused;
  read.read("steps", confused);
  const auto before = other_restarts.state_dict();
  CHECK_THROWS_AS(confused >> other_restarts, roster::error);
  CHECK(other_restarts.state_dict() == before);
  torch::serialize::InputArchive of_the_model;
  read.read("model", of_the_model);
  CHECK(refusal([&] { of_the_model >> other_steps; }) == "archive: does not hold the state of a scheduler");
}

TEST_CASE("The error about an archive names what is missing or broken", "[archive][message]") {
  const temporary_folder folder;
  torch::nn::Linear model(4, 2);
  auto optimizer = two_groups(model);
  auto scheduler = roster::make<"StepLR">(optimizer, {.step_size = 2});
  const auto before = scheduler.state_dict();
  const auto refuse = [&](const fs::path& file) {
    const auto told = refusal([&] {
      auto archive = roster::read_archive(file);
      archive >> scheduler;
    });
    const auto path = file.string() + ": ";
    return told.starts_with(path) ? "<file>: " + told.substr(path.size()) : told;
  };

  const auto foreign = folder.path / "foreign.pt";
  torch::save(model, foreign.string());
  CHECK(refuse(foreign) == "archive: does not hold the state of a scheduler");
  torch::save(optimizer, foreign.string());
  CHECK(refuse(foreign) == "archive: does not hold the state of a scheduler");
  torch::serialize::OutputArchive of_somebody;
  of_somebody.write("scheduler_state", torch::zeros({3}));
  roster::write_archive(foreign, of_somebody);
  CHECK(refuse(foreign) ==
        "archive: is a tensor of 3 elements, expected a number, a boolean, text, a list, a dict or None");
  torch::serialize::OutputArchive number;
  number.write("scheduler_state", c10::IValue(3));
  roster::write_archive(foreign, number);
  CHECK(refuse(foreign) == refusal([&] { scheduler.load_state_dict(3); }));

  CHECK(refuse(folder.path / "none.pt") == "<file>: does not exist");
  CHECK(refuse(folder.path) == "<file>: is a folder, expected a file");
  const auto no_zip =
      "<file>: is not an archive that LibTorch can read: PytorchStreamReader failed reading zip archive: ";
  CHECK(refuse(folder.file("text.pt", "{}")) == std::string(no_zip) + "not a ZIP archive");
  CHECK(refuse(fs::path(ROSTER_PARITY_FOLDER) / "states" / "ReduceLROnPlateau.pt") ==
        "<file>: is not an archive that LibTorch can read: PytorchStreamReader failed locating file constants.pkl: "
        "file not "
        "found");

  const auto file = folder.path / "scheduler.pt";
  torch::save(scheduler, file.string());
  CHECK(refuse(file).empty());
  const auto whole = roster::read_whole(file, 1 << 20);
  for (std::size_t size = 0; size < whole.size(); size += 16) {
    CHECK(refuse(folder.file("half.pt", whole.substr(0, size))).starts_with(no_zip));
  }
  CHECK(scheduler.state_dict() == before);
}

TEST_CASE("A message contains the first sentence of LibTorch's error", "[archive][message]") {
  CHECK(roster::detail::reason(std::runtime_error("not a ZIP archive. This is an internal miniz error.")) ==
        "not a ZIP archive");
  CHECK(roster::detail::reason(std::runtime_error("\nUnknown type name 'x':\nSerialized   File \"code\"")) ==
        "Unknown type name 'x':");
  CHECK(roster::detail::reason(std::runtime_error("")).empty());
}

TEST_CASE("What LibTorch cannot write leaves the old file", "[archive][message]") {
  const temporary_folder folder;
  const auto file = folder.file("checkpoint.pt", "old");
  torch::serialize::OutputArchive archive;
  archive.write("tensors", std::vector{at::Tensor()});
  CHECK(refusal([&] { roster::write_archive(file, archive); }) ==
        file.string() + ": cannot be written by LibTorch: Cannot access storage of UndefinedTensorImpl");
  CHECK(roster::read_whole(file, 100) == "old");
}

TEST_CASE("An archive replaces a file whole, and a full disk leaves the old one", "[archive][message]") {
  const temporary_folder folder;
  const auto file = folder.file("checkpoint.pt", "old");
  torch::nn::Linear model(100, 100);
  torch::serialize::OutputArchive archive;
  model->save(archive);

  const auto before = std::signal(SIGXFSZ, SIG_IGN);
  rlimit limit{};
  REQUIRE(getrlimit(RLIMIT_FSIZE, &limit) == 0);
  const rlimit small{.rlim_cur = 10'000, .rlim_max = limit.rlim_max};
  REQUIRE(setrlimit(RLIMIT_FSIZE, &small) == 0);
  const auto full = refusal([&] { roster::write_archive(file, archive); });
  REQUIRE(setrlimit(RLIMIT_FSIZE, &limit) == 0);
  std::signal(SIGXFSZ, before);
  CHECK(full == file.string() + ": cannot be written: File too large");
  CHECK(roster::read_whole(file, 100) == "old");

  roster::write_archive(file, archive);
  auto read = roster::read_archive(file);
  torch::nn::Linear other(100, 100);
  other->load(read);
  CHECK(torch::equal(other->weight, model->weight));
  CHECK(std::distance(fs::directory_iterator(folder.path), {}) == 1);
}

TEST_CASE("A pickle that Roster wrote is read back, whole", "[archive][message]") {
  const temporary_folder folder;
  const auto file = folder.file("scheduler.pt", "old");
  roster::node deep;
  for (int i = 0; i < 65; ++i) deep = roster::node(roster::node::list{std::move(deep)});
  CHECK(refusal([&] { roster::write_pickle(file, deep); }) == "state: is nested deeper than 64 levels");
  CHECK(roster::read_whole(file, 100) == "old");

  const auto state = roster::parse_state(
      R"({"scheduler": "StepLR", "one": [0.1], "mixed": [1, 2.5, null, "x", true, [], {}, "x"], "best": -Infinity,
          "in": {"large": 9223372036854775807, "small": -9223372036854775808, "4 bytes": 65536, "tiny": 5e-324},
          "in2": {"": -0.0, "é\n": false}})");
  roster::write_pickle(file, state);
  CHECK(roster::to_json(roster::read_pickle(file)) == roster::to_json(state));
  // No class of TorchScript, which torch.load would refuse
  CHECK(roster::read_whole(file, 1 << 20).find("torch") == std::string::npos);
  CHECK(std::distance(fs::directory_iterator(folder.path), {}) == 1);
  CHECK(refusal([&] { roster::write_pickle(folder.path / "none" / "s.pt", state); }) ==
        (folder.path / "none" / "s.pt").string() + ": its folder cannot be opened: No such file or directory");
}

// The pickles: torch.save(scheduler.state_dict(), "NAME.pt") wrote them in PyTorch 2.14.1, after 100 steps of the first
// run of that name in tests/parity.

const std::string way_out =
    "; write it in Python with json.dump(scheduler.state_dict(), file) and read it with roster::read_state";

fs::path pickle(const std::string& name) { return fs::path(ROSTER_PARITY_FOLDER) / "states" / (name + ".pt"); }

/// The error about a pickle, without its path.
std::string pickle_refusal(const fs::path& file) {
  const auto all = refusal([&] { roster::read_pickle(file); });
  return all.starts_with(file.string()) ? all.substr(file.string().size()) : all;
}

parity::run first_run(const std::string& name) {
  const bool composed = name == "SequentialLR" || name == "ChainedScheduler";
  for (const auto& line : parity::lines_of(composed ? "compositions" : name)) {
    if (line.starts_with(R"({"scheduler": {"name": ")" + name + '"')) return parity::read_run(line);
  }
  throw std::runtime_error("no run of " + name);
}

TEST_CASE("States that PyTorch pickled resume with the same bits, where LibTorch can read them", "[archive]") {
  const std::string name(GENERATE(from_range(test::names_in_pytorch())));
  INFO(name);
#if TORCH_VERSION_MAJOR >= 2
  // This SequentialLR has a MultiStepLR.
  const bool readable = name != "MultiStepLR" && name != "SequentialLR";
#else
  // LibTorch 1.13 cannot read a list of one element, such as the learning rates of one group.
  const std::set<std::string> of_several_groups{
      "MultiplicativeLR", "StepLR", "ExponentialLR", "CosineAnnealingWarmRestarts", "ReduceLROnPlateau", "SWALR"};
  const bool readable = of_several_groups.contains(name);
#endif
  if (readable) {
    CHECK(parity::difference_from(first_run(name), roster::read_pickle(pickle(name)), 100) == "");
  } else {
    CHECK(pickle_refusal(pickle(name)).ends_with(way_out));
  }
}

TEST_CASE("Every scheduler resumes from a pickle that Roster wrote", "[archive]") {
  const temporary_folder folder;
  const std::string name(GENERATE(from_range(test::names_in_pytorch())));
  INFO(name);
  const auto run = first_run(name);
  auto set = run.before;
  auto running = roster::create(run.scheduler, set);
  for (std::size_t t = 1; t <= 100; ++t) parity::step_to(running, run, t);
  roster::write_pickle(folder.path / "scheduler.pt", running.state_dict());
  CHECK(parity::difference_from(run, roster::read_pickle(folder.path / "scheduler.pt"), 100) == "");
}

TEST_CASE("The error about a pickle that LibTorch cannot read says what to do", "[archive][message]") {
#if TORCH_VERSION_MAJOR < 2
  CHECK(pickle_refusal(pickle("LinearLR")) ==
        ": cannot be read by LibTorch: Unknown opcode for unpickling at 0x61: 97" + way_out);
#else
  CHECK(pickle_refusal(pickle("MultiStepLR")) ==
        ": cannot be read by LibTorch: Unpickler found unknown type collections.Counter" + way_out);
#endif
  CHECK(
      pickle_refusal(fs::path(ROSTER_PARITY_FOLDER) / "StepLR.jsonl") ==
      ": cannot be read by LibTorch: PytorchStreamReader failed reading zip archive: failed finding central directory" +
          way_out);
  CHECK(pickle_refusal(pickle("none")) == ": does not exist");
}

}  // namespace archive_tests
