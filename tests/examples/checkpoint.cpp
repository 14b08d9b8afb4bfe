#include "train/checkpoint.hpp"

#include <poll.h>
#include <sys/inotify.h>
#include <torch/serialize.h>
#include <unistd.h>

#include <boost/crc.hpp>
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <map>
#include <random>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "roster/files/file.hpp"
#include "roster/files/recipe.hpp"
#include "roster/libtorch/archive.hpp"
#include "support/demo.hpp"
#include "support/process.hpp"
#include "support/refusal.hpp"
#include "support/temporary_folder.hpp"

// Only REQUIRE: LibTorch has its own CHECK.
namespace checkpoint_tests {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using clock_type = fs::file_time_type::clock;
using duration = clock_type::duration;
using test::demo;
using test::is_same;
using test::process;
using test::read_contents;
using test::refusal;

/// Tells when files appear in a folder.
class watch {
 public:
  explicit watch(const fs::path& folder) : events_(inotify_init1(IN_CLOEXEC | IN_NONBLOCK)) {
    if (inotify_add_watch(events_, folder.c_str(), IN_CREATE) < 0) throw std::runtime_error("inotify");
  }
  watch(const watch&) = delete;
  watch& operator=(const watch&) = delete;
  ~watch() { close(events_); }

  /// Returns after about that many files.
  void wait_while_running(process& program, int files) const {
    pollfd waiting{.fd = events_, .events = POLLIN, .revents = 0};
    char events[4096];
    while (files > 0 && program.is_running()) {
      if (poll(&waiting, 1, 10) > 0 && ::read(events_, events, sizeof events) > 0) --files;
    }
  }

 private:
  int events_;
};

constexpr auto cyclic = R"({
  "optimizer": {"name": "SGD", "lr": 0.1, "momentum": 0.9, "weight_decay": 5e-4},
  "scheduler": {"name": "CyclicLR", "base_lr": 0.01, "max_lr": 0.1, "step_size_up": 2},
  "epochs": 4, "batch_size": 48, "seed": 1
})";
constexpr auto one_cycle = R"({
  "optimizer": {"name": "AdamW", "amsgrad": true},
  "scheduler": {"name": "OneCycleLR", "max_lr": 0.01, "total_steps": 4},
  "epochs": 4, "batch_size": 48, "seed": 2
})";
constexpr auto lbfgs = R"({
  "optimizer": {"name": "LBFGS", "lr": 0.1, "max_iter": 4, "history_size": 5},
  "scheduler": {"name": "ExponentialLR", "gamma": 0.5},
  "epochs": 4, "batch_size": 160, "seed": 4
})";
constexpr auto plateau = R"({
  "optimizer": {"name": "Adam", "lr": 0.005},
  "scheduler": {"name": "ReduceLROnPlateau", "factor": 0.5, "patience": 0, "threshold": 0.5,
                "monitor": "val_loss"},
  "epochs": 4, "batch_size": 48, "seed": 3
})";
constexpr auto several = R"({
  "optimizer": {"name": "AdamW", "groups": [{"params": "linear2.*", "lr": 0.01}]},
  "schedulers": [
    {"name": "OneCycleLR", "max_lr": 0.01, "total_steps": 28, "every": "batch", "groups": 0},
    {"name": "ReduceLROnPlateau", "patience": 0, "threshold": 0.5, "monitor": "train_loss", "groups": "linear2.*"},
    {"name": "CosineAnnealingLR", "T_max": 4, "eta_min": 0.4, "parameter": "weight_decay"},
    {"name": "ExponentialLR", "gamma": 1.5, "parameter": "eps", "every": "batch"}
  ],
  "epochs": 4, "batch_size": 48, "seed": 5
})";

void survives_being_killed(std::string_view recipe, unsigned seed, const std::string& every) {
  const demo box;
  box.recipe(recipe);
  const std::vector<std::string> options = {"--resume", "--checkpoint-every", every};
  const auto whole = box.checkpoint("whole.pt");
  auto undisturbed = box.start(whole);
  box.wait_for_training(undisturbed);
  const auto begun = clock_type::now();
  REQUIRE(undisturbed.wait() == 0);
  const duration training = fs::last_write_time(whole) - begun;
  const auto expected = read_contents(whole);
  const auto expected_out = box.out(), expected_picture = box.picture();
  const auto file = box.checkpoint("killed.pt");
  const auto is_as_expected = [&] {
    INFO(box.err());
    is_same(read_contents(file), expected);
    REQUIRE(box.out() == expected_out);
    REQUIRE(box.picture() == expected_picture);
  };

  std::mt19937 random(seed);
  const auto sleep_up_to = [&](duration most) {
    std::this_thread::sleep_for(duration(std::uniform_int_distribution<duration::rep>(0, most.count())(random)));
  };
  for (int attempt = 0; attempt < 6; ++attempt) {
    const watch written(box.checkpoints);
    auto program = box.start(file, options);
    if (attempt % 2 == 0) {
      box.wait_for_training(program);
      sleep_up_to(training);
    } else {
      written.wait_while_running(program, every == "0" ? 1 : std::uniform_int_distribution(1, 9)(random));
      sleep_up_to(2ms);
    }
    program.kill();
    if (program.wait() == 0) {
      is_as_expected();
      fs::remove(file);
    } else if (fs::exists(file)) {
      REQUIRE(read_contents(file).at("setup") == expected.at("setup"));  // whole
    }
  }
  REQUIRE(box.run(file, options) == 0);
  is_as_expected();
}

/// Puts an archive into a file as a checkpoint.
void write_checked(const fs::path& file, torch::serialize::OutputArchive& archive) {
  std::ostringstream out;
  archive.save_to(out);
  const auto bytes = out.str();
  boost::crc_32_type crc;
  crc.process_bytes(bytes.data(), bytes.size());
  char sum[16];
  std::snprintf(sum, sizeof sum, "crc32 %08lx\n", static_cast<unsigned long>(crc.checksum()));
  roster::write_atomically(file, bytes + sum);
}

TEST_CASE("A killed training with SGD and CyclicLR resumes with the same bits", "[checkpoint]") {
  survives_being_killed(cyclic, 1, "0");
}
TEST_CASE("A killed training with Adam and ReduceLROnPlateau resumes with the same bits", "[checkpoint]") {
  survives_being_killed(plateau, 2, "1");
}
TEST_CASE("A killed training with several schedulers resumes in the middle of an epoch", "[checkpoint]") {
  survives_being_killed(several, 3, "1");
}

/// Images of noise.
train::image_set noise(std::int64_t count) {
  const auto generator = at::detail::createCPUGenerator(1);
  return {torch::randn({count, 1, 28, 28}, generator), torch::randint(10, {count}, generator, torch::kInt64)};
}

/// Trains alone up to that many batches, counted from the beginning.
void train_up_to(std::int64_t batches, train::training& now, const train::image_set& data) {
  train::alone alone;
  while (now.epochs_done * now.batches() + now.batches_done < batches) {
    train_batch(now, data.part(0, 400), alone);
    if (now.batches_done == now.batches()) end_epoch(now, data.part(400, 500), alone);
  }
}

TEST_CASE("A training resumes after any batch with the same bits", "[checkpoint]") {
  const auto text = GENERATE(cyclic, one_cycle, lbfgs, plateau, several);
  CAPTURE(text);
  const test::temporary_folder folder;
  const auto recipe = roster::read_recipe<train::recipe_type>(folder.file("recipe.json", text));
  const auto data = noise(500);
  torch::set_num_threads(1);
  train::training undisturbed(recipe, 320, 100);
  const auto all = 2 * undisturbed.batches();
  train_up_to(all, undisturbed, data);
  write_checkpoint(folder.path / "whole.pt", undisturbed);
  const auto expected = read_contents(folder.path / "whole.pt");
  for (std::int64_t stop = 0; stop < all; ++stop) {
    CAPTURE(stop);
    const auto file = folder.path / "stopped.pt";
    train::training before(recipe, 320, 100);
    train_up_to(stop, before, data);
    write_checkpoint(file, before);
    train::training after(recipe, 320, 100);
    read_checkpoint(file, train::checkpoint_bytes(file), after);
    train_up_to(all, after, data);
    write_checkpoint(file, after);
    is_same(read_contents(file), expected);
  }
}

TEST_CASE("A training that resumes says how far it is", "[checkpoint][message]") {
  const demo box;
  const auto recipe = roster::read_recipe<train::recipe_type>(box.recipe(several));
  const auto file = box.checkpoint("training.pt");
  train::training begun(recipe, 320, 100);
  train_up_to(2 * 7 + 3, begun, noise(500));
  write_checkpoint(file, begun);
  REQUIRE(box.run(file, {"--resume", "--epochs", "2"}) == 2);
  REQUIRE(box.err() == "train: " + file.string() +
                           ": epochs is 2, but 2 epochs and 3 of 7 batches are already done in the checkpoint\n");
  REQUIRE(box.run(file, {"--resume", "--epochs", "3"}) == 0);
  REQUIRE(box.err().starts_with(file.string() + ": 2 of 3 epochs and 3 of 7 batches done\nrecipe.json: "));
  REQUIRE(box.run(file, {"--resume", "--epochs", "3"}) == 0);
  REQUIRE(box.err().starts_with(file.string() + ": 3 of 3 epochs done\nrecipe.json: "));
}

TEST_CASE("A training resumes for more epochs, and a finished one prints its result again", "[checkpoint]") {
  const auto recipe = GENERATE(one_cycle, lbfgs);
  CAPTURE(recipe);
  const demo box;
  box.recipe(recipe);
  REQUIRE(box.run(box.checkpoint("whole.pt")) == 0);
  const auto out = box.out(), picture = box.picture();

  const auto file = box.checkpoint("more.pt");
  REQUIRE(box.run(file, {"--resume", "--epochs", "2"}) == 0);
  REQUIRE(box.err().starts_with(file.string() + ": no such file yet, beginning at epoch 0\n"));
  REQUIRE(box.run(file, {"--resume"}) == 0);
  REQUIRE(box.err().starts_with(file.string() + ": 2 of 4 epochs done\n"));
  is_same(read_contents(file), read_contents(box.checkpoint("whole.pt")));
  REQUIRE(box.out() == out);

  const auto saved = roster::read_whole(file, 1 << 24);
  fs::remove(box.folder.path / "training.svg");
  REQUIRE(box.run(file, {"--resume"}) == 0);
  REQUIRE(box.out() == out);
  REQUIRE(box.picture() == picture);
  REQUIRE(roster::read_whole(file, 1 << 24) == saved);

  REQUIRE(box.run(file, {"--resume", "--epochs", "3"}) == 2);
  REQUIRE(box.err() == "train: " + file.string() + ": epochs is 3, but 4 are already done in the checkpoint\n");

  REQUIRE(box.run(file, {"--epochs", "1"}) == 0);
  REQUIRE(read_contents(file).at("epochs_done") == "1");
}

/// Why a checkpoint cannot be read for a recipe.
std::string refusal_of(const fs::path& file, const train::recipe_type& recipe) {
  train::training into(recipe, 320, 100);
  return refusal([&] { read_checkpoint(file, train::checkpoint_bytes(file), into); });
}

TEST_CASE("A checkpoint of another training is refused with all that differs", "[checkpoint][message]") {
  demo box;
  box.recipe(cyclic);
  const auto file = box.checkpoint("training.pt");
  REQUIRE(box.run(file, {"--epochs", "1"}) == 0);
  const auto saved = roster::read_whole(file, 1 << 24);
  const auto begin = file.string() + ": ";

  box.recipe(R"({"optimizer": {"name": "SGD", "lr": 0.05, "momentum": 0.9, "weight_decay": 5e-4},
                 "scheduler": {"name": "CyclicLR", "base_lr": 0.01, "max_lr": 0.1, "step_size_up": 2},
                 "batch_size": 48, "seed": 1})");
  box.images = "100";
  box.validation = "200";
  REQUIRE(box.run(file, {"--resume"}) == 2);
  REQUIRE(box.err() == "train: " + begin +
                           "3 problems\n"
                           "  optimizer.lr is 0.05, but 0.1 in the checkpoint\n"
                           "  images is 100, but 320 in the checkpoint\n"
                           "  validation is 200, but 100 in the checkpoint\n");
  REQUIRE(roster::read_whole(file, 1 << 24) == saved);

  const auto refuse = [&](std::string_view recipe) {
    return refusal_of(file, roster::read_recipe<train::recipe_type>(box.recipe(recipe)));
  };
  REQUIRE(refuse(cyclic).empty());
  REQUIRE(refuse(R"({"optimizer": {"name": "SGD", "lr": 0.05, "momentum": 0.9, "weight_decay": 5e-4},
                     "scheduler": {"name": "CyclicLR", "base_lr": 0.01, "max_lr": 0.1, "step_size_up": 2},
                     "batch_size": 48, "seed": 1})") == begin + "optimizer.lr is 0.05, but 0.1 in the checkpoint");
  REQUIRE(refuse(R"({"optimizer": {"name": "SGD", "lr": 0.1, "momentum": 0.9, "weight_decay": 5e-4},
                     "scheduler": {"name": "CyclicLR", "base_lr": [0.01], "max_lr": 0.1, "step_size_up": 2,
                                   "step_size_down": 3, "mode": "triangular2"},
                     "epochs": 9, "batch_size": 32, "seed": 2})") ==
          begin +
              "6 problems\n"
              "  batch_size is 32, but 48 in the checkpoint\n"
              "  seed is 2, but 1 in the checkpoint\n"
              "  scheduler.base_lr is [0.01], but 0.01 in the checkpoint\n"
              "  scheduler.step_size_down is 3, but null in the checkpoint\n"
              "  scheduler.mode is \"triangular2\", but \"triangular\" in the checkpoint\n"
              "  scheduler may differ with --config-may-differ");
  REQUIRE(refuse(R"({"optimizer": {"name": "AdamW", "weight_decay": 5e-4},
                     "scheduler": {"name": "SequentialLR", "milestones": [1],
                                   "schedulers": [{"name": "LinearLR"}, {"name": "StepLR", "step_size": 1}]},
                     "batch_size": 48, "seed": 1})") ==
          begin +
              "3 problems\n"
              "  optimizer.name is \"AdamW\", but \"SGD\" in the checkpoint\n"
              "  optimizer.lr is 0.001, but 0.1 in the checkpoint\n"
              "  scheduler.name is \"SequentialLR\", but \"CyclicLR\" in the checkpoint");
  REQUIRE(refuse(several) == begin +
                                 "5 problems\n"
                                 "  optimizer.name is \"AdamW\", but \"SGD\" in the checkpoint\n"
                                 "  optimizer.lr is 0.001, but 0.1 in the checkpoint\n"
                                 "  optimizer.weight_decay is 0.01, but 5e-04 in the checkpoint\n"
                                 "  seed is 5, but 1 in the checkpoint\n"
                                 "  schedulers are 4, but 1 in the checkpoint");
}

TEST_CASE("A checkpoint of other schedulers is refused with all that differs", "[checkpoint][message]") {
  const test::temporary_folder folder;
  const auto file = folder.path / "training.pt";
  const auto recipe = [&](const std::string& schedulers) {
    return roster::read_recipe<train::recipe_type>(
        folder.file("recipe.json", R"({"optimizer": {"name": "SGD", "lr": 0.1}, )" + schedulers + "}"));
  };
  write_checkpoint(file, train::training(recipe(R"("schedulers": [
      {"name": "StepLR", "step_size": 2, "every": "batch"},
      {"name": "StepLR", "step_size": 3, "parameter": "weight_decay"}])"),
                                         320, 100));
  REQUIRE(refusal_of(file, recipe(R"("schedulers": [
      {"name": "StepLR", "step_size": 3},
      {"name": "StepLR", "step_size": 4, "parameter": "weight_decay"}])")) ==
          file.string() +
              ": 4 problems\n"
              "  schedulers[0].step_size is 3, but 2 in the checkpoint\n"
              "  schedulers[0].every is \"epoch\", but \"batch\" in the checkpoint\n"
              "  schedulers[1].step_size is 4, but 3 in the checkpoint\n"
              "  schedulers may differ with --config-may-differ");
  REQUIRE(refusal_of(file, recipe(R"("schedulers": [
      {"name": "StepLR", "step_size": 2, "every": "batch"},
      {"name": "StepLR", "step_size": 3, "parameter": "momentum"}])")) ==
          file.string() + ": schedulers[1].parameter is \"momentum\", but \"weight_decay\" in the checkpoint");
  REQUIRE(refusal_of(file, recipe(R"("scheduler": {"name": "StepLR", "step_size": 2, "every": "batch"})")) ==
          file.string() + ": schedulers are 1, but 2 in the checkpoint");

  // A list of one scheduler is that scheduler.
  const auto alone = R"({"name": "StepLR", "step_size": 2})";
  write_checkpoint(file, train::training(recipe(R"("schedulers": [)" + std::string(alone) + "]"), 320, 100));
  REQUIRE(refusal_of(file, recipe(R"("scheduler": )" + std::string(alone))).empty());
}

TEST_CASE("A training resumes under another scheduler config if it may, and says what differs",
          "[checkpoint][message]") {
  const demo box;
  const auto recipe = [](const std::string& scheduler) {
    return R"({"optimizer": {"name": "SGD", "lr": 0.1}, "batch_size": 48, "seed": 1, "scheduler": )" + scheduler + "}";
  };
  box.recipe(recipe(R"({"name": "SequentialLR", "milestones": [1], "schedulers": [
                        {"name": "LinearLR", "start_factor": 0.5, "total_iters": 1},
                        {"name": "CosineAnnealingLR", "T_max": 3}]})"));
  const auto file = box.checkpoint("training.pt");
  REQUIRE(box.run(file, {"--epochs", "2"}) == 0);

  box.recipe(recipe(R"({"name": "SequentialLR", "milestones": [1], "schedulers": [
                        {"name": "LinearLR", "start_factor": 0.5, "total_iters": 1},
                        {"name": "CosineAnnealingLR", "T_max": 6}]})"));
  REQUIRE(box.run(file, {"--resume", "--epochs", "4"}) == 2);
  REQUIRE(box.err() == "train: " + file.string() +
                           ": 2 problems\n"
                           "  scheduler.schedulers[1].T_max is 6, but 3 in the checkpoint\n"
                           "  scheduler may differ with --config-may-differ\n");
  REQUIRE(box.run(file, {"--resume", "--config-may-differ", "--epochs", "4"}) == 0);
  REQUIRE(box.err().starts_with(file.string() + ": 2 of 4 epochs done\n"
                                                "  scheduler.schedulers[1].T_max was 3, is 6\n"));
  // The learning rates that the new recipe has from the beginning on
  const auto whole = box.checkpoint("whole.pt");
  REQUIRE(box.run(whole, {"--epochs", "4"}) == 0);
  REQUIRE(read_contents(file).at("schedules") == read_contents(whole).at("schedules"));

  box.recipe(recipe(R"({"name": "StepLR", "step_size": 3})"));
  REQUIRE(box.run(file, {"--resume", "--config-may-differ", "--epochs", "5"}) == 2);
  REQUIRE(box.err() == "train: " + file.string() + ": scheduler.scheduler is \"SequentialLR\", expected \"StepLR\"\n");
}

TEST_CASE("A length that more epochs change is a field that differs", "[checkpoint][message]") {
  const demo box;
  box.recipe(R"({"optimizer": {"name": "SGD", "lr": 0.1}, "batch_size": 48, "schedulers": [
                  {"name": "CosineAnnealingLR", "T_max": "50 %", "every": "batch"}]})");
  const auto file = box.checkpoint("training.pt");
  REQUIRE(box.run(file, {"--epochs", "2"}) == 0);
  REQUIRE(box.run(file, {"--resume", "--epochs", "4"}) == 2);
  REQUIRE(box.err() == "train: " + file.string() +
                           ": 2 problems\n"
                           "  schedulers[0].T_max is 14, but 7 in the checkpoint\n"
                           "  schedulers may differ with --config-may-differ\n");
  REQUIRE(box.run(file, {"--resume", "--config-may-differ", "--epochs", "4"}) == 0);
  REQUIRE(box.err().starts_with(file.string() + ": 2 of 4 epochs done\n  schedulers[0].T_max was 7, is 14\n"));
}

TEST_CASE("A file that is not a checkpoint is refused and left unchanged", "[checkpoint][message]") {
  const demo box;
  box.recipe(cyclic);
  const auto good = box.checkpoint("training.pt");
  REQUIRE(box.run(good, {"--epochs", "1"}) == 0);
  const auto bytes = roster::read_whole(good, 1 << 20);
  const auto damaged = ": is not a checkpoint, or is damaged: it does not end with its checksum";

  torch::serialize::OutputArchive foreign;
  foreign.write("weight", torch::ones({2, 3}));
  foreign.save_to((box.checkpoints / "foreign.pt").string());
  const auto file = [&](const std::string& name, const std::string& content) {
    return box.folder.file("checkpoints/" + name, content);
  };
  const auto recipe = roster::read_recipe<train::recipe_type>(box.folder.path / "recipe.json");
  const auto refuse = [&](const fs::path& bad) { return refusal_of(bad, recipe); };
  REQUIRE(refuse(good).empty());
  for (const auto& bad : {file("empty.pt", ""), file("text.pt", "{}"), box.checkpoint("foreign.pt")}) {
    REQUIRE(refuse(bad) == bad.string() + damaged);
  }
  const auto half = file("half.pt", bytes.substr(0, bytes.size() / 2));
  REQUIRE(box.run(half, {"--resume"}) == 2);
  REQUIRE(box.err() == "train: " + half.string() + damaged + "\n");
  REQUIRE(roster::read_whole(half, 1 << 20) == bytes.substr(0, bytes.size() / 2));

  std::mt19937 random(1);
  for (int i = 0; i < 200; ++i) {
    const auto position = random() % bytes.size();
    const auto cut = file("bad.pt", bytes.substr(0, position));
    REQUIRE(refuse(cut) == cut.string() + damaged);
    auto flipped = bytes;
    flipped[position] = static_cast<char>(flipped[position] ^ 1 << random() % 8);
    file("bad.pt", flipped);
    REQUIRE(refuse(cut) == cut.string() + damaged);
  }
  const auto longer = file("bad.pt", bytes + "x");
  REQUIRE(refuse(longer) == longer.string() + damaged);
}

TEST_CASE("A checkpoint of another network or program is refused", "[checkpoint][message]") {
  const test::temporary_folder folder;
  const auto file = folder.path / "training.pt";
  const auto recipe = roster::read_recipe<train::recipe_type>(folder.file("recipe.json", cyclic));
  const auto refuse = [&] { return refusal_of(file, recipe); };
  train::write_checkpoint(file, train::training(recipe, 320, 100));
  REQUIRE(refuse().empty());

  torch::serialize::InputArchive archive;
  archive.load_from(file.string());
  c10::IValue setup;
  archive.read("setup", setup);
  torch::serialize::OutputArchive other_program;
  other_program.write("setup", setup);
  other_program.write("epochs_done", 0);
  write_checked(file, other_program);
  REQUIRE(refuse().starts_with(file.string() + ": is a checkpoint of another program: "));

  auto text = setup.toStringRef();
  const std::string shape = "Float [8, 1, 5, 5]";
  text.replace(text.find(shape), shape.size(), "Float [16, 1, 5, 5]");
  torch::serialize::OutputArchive other_network;
  other_network.write("setup", text);
  other_network.write("epochs_done", 0);
  other_network.write("batches_done", 0);
  write_checked(file, other_network);
  REQUIRE(refuse() == file.string() +
                          ": network.\"conv1.weight\" is \"Float [8, 1, 5, 5]\", but \"Float [16, 1, 5, 5]\" in the "
                          "checkpoint");
}

TEST_CASE("A checkpoint of a version without shards has one", "[checkpoint][message]") {
  const test::temporary_folder folder;
  const auto file = folder.path / "training.pt";
  const auto recipe = roster::read_recipe<train::recipe_type>(folder.file("recipe.json", cyclic));
  train::write_checkpoint(file, train::training(recipe, 320, 100));
  torch::serialize::InputArchive archive;
  archive.load_from(file.string());
  c10::IValue setup;
  archive.read("setup", setup);
  auto text = setup.toStringRef();
  const std::string shards = "\"shards\": 1, ";
  text.erase(text.find(shards), shards.size());
  torch::serialize::OutputArchive older;
  older.write("setup", text);
  older.write("epochs_done", 0);
  older.write("batches_done", 0);
  write_checked(file, older);

  auto other = recipe;
  other.shards = 2;
  REQUIRE(refusal_of(file, other) == file.string() + ": shards is 2, but 1 in the checkpoint");
  // It goes on to what this file lacks.
  REQUIRE(refusal_of(file, recipe).starts_with(file.string() + ": is a checkpoint of another program: "));
}

}  // namespace checkpoint_tests
