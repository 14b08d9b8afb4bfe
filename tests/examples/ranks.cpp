// The training program as several processes, as launchers start it.
#include <algorithm>
#include <catch2/catch_message.hpp>
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <filesystem>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "support/demo.hpp"
#include "support/free_port.hpp"
#include "support/process.hpp"
#include "train/ranks/hosts.hpp"

// Only REQUIRE: LibTorch has its own CHECK.
namespace ranks_tests {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using test::demo;
using test::is_same;
using test::process;
using test::read_contents;
using words = std::vector<std::string>;

constexpr auto sgd = R"({
  "optimizer": {"name": "SGD", "lr": 0.1, "momentum": 0.9},
  "schedulers": [
    {"name": "CosineAnnealingLR", "T_max": "100 %", "every": "batch"},
    {"name": "ReduceLROnPlateau", "monitor": "val_loss", "patience": 0, "parameter": "weight_decay"}],
  "epochs": 2, "batch_size": 48, "seed": 1
})";
constexpr auto long_limit = 60s;  // for a process that should end; a rank that is lost is noticed much earlier

words operator+(words all, const words& more) {
  all.insert(all.end(), more.begin(), more.end());
  return all;
}

/// Processes that a person starts, one by one.
struct by_hand {
  const demo& box;
  fs::path checkpoint;
  std::string size = "2";
  std::string port = std::to_string(test::free_port());

  process start(int rank, const words& more = {}, words environment = {}) const {
    const auto number = std::to_string(rank);
    return box.start(
        checkpoint, more,
        environment + words{"RANK=" + number, "WORLD_SIZE=" + size, "MASTER_ADDR=127.0.0.1", "MASTER_PORT=" + port},
        "rank" + number);
  }
  std::string err(int rank) const { return box.err("rank" + std::to_string(rank)); }
};

TEST_CASE("Any number of processes ends with the same bits, with each optimizer", "[ranks]") {
  const auto optimizer = GENERATE(R"({"name": "SGD", "lr": 0.1, "momentum": 0.9, "weight_decay": 5e-4})",
                                  R"({"name": "Adam", "amsgrad": true})", R"({"name": "AdamW"})",
                                  R"({"name": "RMSprop", "momentum": 0.5})", R"({"name": "Adagrad"})",
                                  R"({"name": "LBFGS", "lr": 0.1, "max_iter": 3, "history_size": 4})");
  CAPTURE(optimizer);
  demo box;
  box.validation = "1100";  // in two parts
  box.recipe(R"({"optimizer": )" + std::string(optimizer) + R"(, "batch_size": 48, "epochs": 2, "shards": 4,
                 "scheduler": {"name": "ReduceLROnPlateau", "monitor": "val_loss", "patience": 0, "threshold": 0.5}})");
  const auto alone = box.checkpoint("1.pt");
  REQUIRE(box.run(alone) == 0);
  const auto expected = read_contents(alone);
  const auto out = box.out(), picture = box.picture();
  for (const std::string count : {"2", "3", "4"}) {
    CAPTURE(count);
    const auto file = box.checkpoint(count + ".pt");
    auto program = box.start(file, {"--ranks", count});
    REQUIRE(program.wait_at_most(long_limit) == 0);
    is_same(read_contents(file), expected);
    REQUIRE(box.out() == out);
    REQUIRE(box.picture() == picture);
    REQUIRE(box.err().find(", by " + count + " processes\n") != std::string::npos);
  }
}

TEST_CASE("A recipe without shards takes one for each process, says so, and resumes with those", "[ranks][message]") {
  const demo box;
  box.recipe(sgd);
  const auto whole = box.checkpoint("whole.pt"), file = box.checkpoint("parts.pt");
  REQUIRE(box.run(whole, {"--ranks", "2", "--epochs", "3", "--set", "schedulers[0].T_max=21"}) == 0);
  REQUIRE(box.err().find("\nshards: 2, one for each process; the same number gives the same bits with any number of "
                         "processes\n") != std::string::npos);
  const words fixed{"--set", "schedulers[0].T_max=21"};
  REQUIRE(box.run(file, fixed + words{"--ranks", "2", "--epochs", "1"}) == 0);
  REQUIRE(box.run(file, fixed + words{"--ranks", "3", "--epochs", "2", "--resume"}) == 0);
  REQUIRE(box.err().starts_with(file.string() + ": 1 of 2 epochs done\n"));
  REQUIRE(box.err().find("\nshards: 2, as in the checkpoint; the same") != std::string::npos);
  REQUIRE(box.run(file, fixed + words{"--epochs", "3", "--resume"}) == 0);
  is_same(read_contents(file), read_contents(whole));
  REQUIRE(box.run(file, fixed + words{"--epochs", "3", "--resume", "--set", "shards=4"}) == 2);
  REQUIRE(box.err() == "train: " + file.string() + ": shards is 4, but 2 in the checkpoint\n");
}

TEST_CASE("A plain sum of gradients trains as one process does, but for rounding", "[ranks]") {
  const demo box;
  box.recipe(sgd);
  const auto one = box.checkpoint("1.pt"), three = box.checkpoint("3.pt");
  const words plain{"--set", "shards=0", "--epochs", "1"};
  REQUIRE(box.run(one, plain) == 0);
  const auto out = box.out();
  REQUIRE(box.run(three, plain + words{"--ranks", "3"}) == 0);
  // 7 batches: not enough for the roundings to show in the accuracy
  REQUIRE(box.out().substr(box.out().find("accuracy")).substr(0, 18) == out.substr(out.find("accuracy")).substr(0, 18));
}

TEST_CASE("A store carries what Gloo would, with the same bits", "[ranks]") {
  const demo box;
  box.recipe(sgd);
  const auto one = box.checkpoint("1.pt"), three = box.checkpoint("3.pt");
  const words shards{"--set", "shards=3"};
  REQUIRE(box.run(one, shards) == 0);
  REQUIRE(box.run(three, shards + words{"--ranks", "3", "--backend", "store"}) == 0);
  is_same(read_contents(three), read_contents(one));
}

TEST_CASE("mpirun's, mpiexec's and srun's variables start a run", "[ranks]") {
  struct launcher {
    words both;
    std::string rank, local;
  };
  const auto port = "MASTER_PORT=" + std::to_string(test::free_port());
  const auto from = GENERATE_COPY(
      launcher{{"OMPI_COMM_WORLD_SIZE=2", "OMPI_COMM_WORLD_LOCAL_SIZE=2"},
               "OMPI_COMM_WORLD_RANK=",
               "OMPI_COMM_WORLD_LOCAL_RANK="},
      launcher{{"PMI_SIZE=2", "MPI_LOCALNRANKS=2"}, "PMI_RANK=", "MPI_LOCALRANKID="},
      launcher{{"SLURM_STEP_ID=0", "SLURM_NTASKS=2", "SLURM_NNODES=1"}, "SLURM_PROCID=", "SLURM_LOCALID="});
  CAPTURE(from.rank);
  const demo box;
  box.recipe(sgd);
  const auto file = box.checkpoint("training.pt"), alone = box.checkpoint("alone.pt");
  const words shards{"--set", "shards=2", "--epochs", "1"};
  auto second = box.start(file, shards, from.both + words{port, from.rank + "1", from.local + "1"}, "second");
  auto first = box.start(file, shards, from.both + words{port, from.rank + "0", from.local + "0"}, "first");
  REQUIRE(first.wait_at_most(long_limit) == 0);
  REQUIRE(second.wait_at_most(long_limit) == 0);
  REQUIRE(box.run(alone, shards) == 0);
  REQUIRE(box.out("first").starts_with(box.out().substr(0, box.out().find("picture"))));
  REQUIRE(box.out("second").empty());
  REQUIRE(box.err("second").empty());
  is_same(read_contents(file), read_contents(alone));
}

TEST_CASE("What a launcher says wrongly is refused, with who sets it", "[ranks][message]") {
  const demo box;
  box.recipe(sgd);
  auto one = box.start(box.checkpoint("training.pt"), {}, {"RANK=2", "WORLD_SIZE=2", "MASTER_ADDR=127.0.0.1"});
  REQUIRE(one.wait_at_most(long_limit) == 2);
  REQUIRE(box.err() ==
          "train: environment: 2 problems\n"
          "  RANK is \"2\", expected an integer from 0 to 1 (WORLD_SIZE is 2); torchrun sets it, or by hand: RANK, "
          "WORLD_SIZE, MASTER_ADDR and MASTER_PORT\n"
          "  MASTER_PORT is missing, expected an integer from 1 to 65535; torchrun sets it, or by hand: RANK, "
          "WORLD_SIZE, MASTER_ADDR and MASTER_PORT\n");
  auto other = by_hand{box, box.checkpoint("training.pt")}.start(0, {"--ranks", "3"});
  REQUIRE(other.wait_at_most(long_limit) == 2);
  REQUIRE(box.err("rank0") == "train: --ranks is 3, but a launcher started 2 processes: leave it out\n");
}

TEST_CASE("Ranks with other recipes end before the first step, each with the differences", "[ranks][message]") {
  const demo box;
  box.recipe(sgd);
  const by_hand run{box, box.checkpoint("training.pt")};
  auto first = run.start(0);
  auto second = run.start(1, {"--set", "optimizer.lr=0.2", "--set", "batch_size=32", "--epochs", "3", "--resume"});
  REQUIRE(first.wait_at_most(long_limit) == 2);
  REQUIRE(second.wait_at_most(long_limit) == 2);
  REQUIRE(run.err(0) ==
          "train: ranks: 5 problems\n"
          "  optimizer.lr is 0.2 on rank 1, but 0.1 on rank 0\n"
          "  batch_size is 32 on rank 1, but 48 on rank 0\n"
          "  schedulers[0].T_max is 30 on rank 1, but 14 on rank 0\n"
          "  epochs is 3 on rank 1, but 2 on rank 0\n"
          "  resume is true on rank 1, but false on rank 0\n");
  REQUIRE(run.err(1) == run.err(0));
  REQUIRE(!exists(run.checkpoint));
}

TEST_CASE("A rank that fails before the training ends all, which say why", "[ranks][message]") {
  demo box;
  box.recipe(sgd);
  const by_hand run{box, box.checkpoint("training.pt"), "3"};
  auto first = run.start(0), second = run.start(1);
  box.data = "/none";
  auto third = run.start(2);
  for (auto* one : {&first, &second, &third}) REQUIRE(one->wait_at_most(long_limit) == 2);
  for (int rank = 0; rank < 3; ++rank) {
    REQUIRE(run.err(rank) ==
            "train: rank 2: /none: is not a folder; ./dev demo unpacks Fashion-MNIST into build/fashion-mnist\n");
  }
}

TEST_CASE("An error that all ranks have is printed once on each host", "[ranks][message]") {
  const demo box;
  box.recipe(sgd);
  const auto file = box.checkpoint("training.pt");
  REQUIRE(box.run(file, {"--ranks", "3", "--set", "scheduler.gama=1"}) == 2);
  const auto err = box.err();
  REQUIRE(err.find("gama") != std::string::npos);
  REQUIRE(err.find("gama") == err.rfind("scheduler.gama") + 10);
}

TEST_CASE("A rank that does not come is named by those that wait for it", "[ranks][message]") {
  const demo box;
  box.recipe(sgd);
  const by_hand run{box, box.checkpoint("training.pt"), "4"};
  const words limit{"--timeout", "6"};
  auto first = run.start(0, limit), third = run.start(2, limit);
  REQUIRE(first.wait_at_most(long_limit) == 2);
  REQUIRE(third.wait_at_most(long_limit) == 2);
  REQUIRE(run.err(0) == "train: ranks 1 and 3 have not joined within 6 s\n");
  REQUIRE(run.err(2) == run.err(0));
  auto late = run.start(1, {"--timeout", "1"});
  REQUIRE(late.wait_at_most(long_limit) == 2);
  REQUIRE(run.err(1) == "train: rank 1: cannot reach the store of rank 0 at 127.0.0.1:" + run.port +
                            " within 1 s (Connection refused): does it run, and are MASTER_ADDR and MASTER_PORT right "
                            "on this host?\n");
}

TEST_CASE("A port that is in use and a host that does not exist are named", "[ranks][message]") {
  const demo box;
  box.recipe(sgd);
  const by_hand run{box, box.checkpoint("training.pt")};
  auto first = run.start(0, {"--timeout", "8"});
  REQUIRE(train::wait_for_port("127.0.0.1", static_cast<std::uint16_t>(std::stoi(run.port)), 30s).empty());
  auto again = box.start(run.checkpoint, {"--timeout", "4"},
                         {"RANK=0", "WORLD_SIZE=2", "MASTER_ADDR=127.0.0.1", "MASTER_PORT=" + run.port}, "again");
  REQUIRE(again.wait_at_most(long_limit) == 2);
  REQUIRE(first.wait_at_most(long_limit) == 2);
  REQUIRE(box.err("again").find("train: cannot serve the store at port " + run.port + " (") != std::string::npos);
  REQUIRE(box.err("again").ends_with(
      "): is another run using it, or was rank 0 started twice? MASTER_PORT chooses the port\n"));
  REQUIRE(run.err(0) == "train: rank 1 has not joined within 8 s\n");

  for (const auto& [host, place] : {std::pair{"none.invalid", "none.invalid:1"}, std::pair{"::1", "[::1]:1"}}) {
    auto lost = box.start(run.checkpoint, {"--timeout", "1"},
                          {"RANK=1", "WORLD_SIZE=2", std::string("MASTER_ADDR=") + host, "MASTER_PORT=1"}, "lost");
    REQUIRE(lost.wait_at_most(long_limit) == 2);
    REQUIRE(box.err("lost").starts_with(std::string("train: rank 1: cannot reach the store of rank 0 at ") + place +
                                        " within 1 s ("));
  }
}

TEST_CASE("A rank that is started twice ends the run", "[ranks][message]") {
  const demo box;
  box.recipe(sgd);
  const by_hand run{box, box.checkpoint("training.pt"), "3"};
  auto first = run.start(0), second = run.start(1);
  auto again = box.start(run.checkpoint, {},
                         {"RANK=1", "WORLD_SIZE=3", "MASTER_ADDR=127.0.0.1", "MASTER_PORT=" + run.port}, "again");
  for (auto* one : {&first, &second, &again}) REQUIRE(one->wait_at_most(long_limit) == 2);
  for (const auto* one : {"rank0", "rank1", "again"}) REQUIRE(box.err(one) == "train: rank 1 was started twice\n");
}

TEST_CASE("Ranks that expect other numbers of processes end", "[ranks][message]") {
  const demo box;
  box.recipe(sgd);
  const by_hand two{box, box.checkpoint("training.pt")}, three{box, two.checkpoint, "3", two.port};
  auto first = two.start(0), second = three.start(1);
  REQUIRE(first.wait_at_most(long_limit) == 2);
  REQUIRE(second.wait_at_most(long_limit) == 2);
  REQUIRE(two.err(0) == "train: rank 1 was started as one of 3 processes, but rank 0 as one of 2\n");
  REQUIRE(two.err(1) == two.err(0));
}

TEST_CASE("An empty file is a damaged checkpoint, not the beginning of a run", "[ranks][message]") {
  const demo box;
  box.recipe(sgd);
  const auto file = box.folder.file("checkpoints/training.pt", "");
  for (const words& ranks : {words{}, words{"--ranks", "2"}}) {
    REQUIRE(box.run(file, ranks + words{"--resume"}) == 2);
    REQUIRE(box.err() ==
            "train: " + file.string() + ": is not a checkpoint, or is damaged: it does not end with its checksum\n");
    REQUIRE(fs::file_size(file) == 0);
  }
}

TEST_CASE("A checkpoint that cannot be written ends all ranks", "[ranks][message]") {
  const demo box;
  box.recipe(sgd);
  const by_hand run{box, box.checkpoint("training.pt")};
  auto first = run.start(0, {"--epochs", "2000"}), second = run.start(1, {"--epochs", "2000"});
  while (first.is_running() && !exists(run.checkpoint)) std::this_thread::sleep_for(5ms);
  fs::rename(box.checkpoints, box.folder.path / "moved");
  REQUIRE(first.wait_at_most(long_limit) == 2);
  REQUIRE(second.wait_at_most(long_limit) == 2);
  const auto err = run.err(1);
  REQUIRE(err.starts_with("train: rank 0: " + run.checkpoint.string() + ": "));
  REQUIRE(run.err(0).ends_with(err));
}

/// A run in the middle of an epoch, and what it should come to.
struct interrupted {
  demo box;
  words all = {"--set", "epochs=4", "--set", "shards=4", "--timeout", "12"};
  fs::path whole, file;

  interrupted() {
    box.images = "4800";
    box.recipe(sgd);
    whole = box.checkpoint("whole.pt");
    file = box.checkpoint("stopped.pt");
    REQUIRE(box.run(whole, all) == 0);
  }
  void wait_for_checkpoint(process& program) const {
    while (program.is_running() && !exists(file)) std::this_thread::sleep_for(2ms);
    std::this_thread::sleep_for(100ms);
  }
  void resume_and_compare(const words& ranks) const {
    auto again = box.start(file, all + ranks + words{"--resume"}, {}, "again");
    REQUIRE(again.wait_at_most(long_limit) == 0);
    REQUIRE(box.err("again").starts_with(file.string() + ": "));
    is_same(read_contents(file), read_contents(whole));
  }
};

TEST_CASE("When a rank is lost, the others say which, and the run resumes to the same bits", "[ranks]") {
  const auto [signal, victim] = GENERATE(std::pair{SIGKILL, 1}, std::pair{SIGKILL, 0}, std::pair{SIGSTOP, 2});
  CAPTURE(signal, victim);
  const interrupted run;
  const by_hand ranks{run.box, run.file, "3"};
  std::vector<process> each;
  for (int rank = 0; rank < 3; ++rank) each.push_back(ranks.start(rank, run.all));
  run.wait_for_checkpoint(each[0]);
  each[static_cast<std::size_t>(victim)].signal(signal);
  for (int rank = 0; rank < 3; ++rank) {
    if (rank == victim) continue;
    CAPTURE(rank);
    REQUIRE(each[static_cast<std::size_t>(rank)].wait_at_most(15s) == 3);  // the timeout, and to end
    const auto err = ranks.err(rank);
    const auto line = err.substr(err.rfind('\n', err.size() - 2) + 1);
    REQUIRE(
        line.starts_with("train: rank " + std::to_string(rank) + ": rank " + std::to_string(victim) + " was lost ("));
    REQUIRE(line.ends_with("); continue from " + run.file.string() + " with --resume\n"));
  }
  each[static_cast<std::size_t>(victim)].kill();
  run.resume_and_compare({"--ranks", "2"});
}

TEST_CASE("A run starts again by itself from its own checkpoint when a rank is lost", "[ranks]") {
  const interrupted run;
  // A checkpoint of an older run, which must not be continued
  fs::copy_file(run.whole, run.file);
  const auto begun = fs::last_write_time(run.file);
  auto launcher = run.box.start(run.file, run.all + words{"--ranks", "3", "--max-restarts", "2"}, {}, "run");
  while (launcher.is_running() && fs::last_write_time(run.file) == begun) std::this_thread::sleep_for(2ms);
  std::vector<pid_t> killed;
  for (const auto victim : {1U, 0U}) {
    std::this_thread::sleep_for(500ms);
    const auto children = test::children_of(launcher.id());
    REQUIRE(children.size() == 3);
    kill(children[victim], SIGKILL);
    while (launcher.is_running() && test::children_of(launcher.id()) == children) std::this_thread::sleep_for(5ms);
    while (launcher.is_running() && test::children_of(launcher.id()).size() < 3) std::this_thread::sleep_for(5ms);
  }
  REQUIRE(launcher.wait_at_most(long_limit) == 0);
  const auto err = run.box.err("run");
  REQUIRE(err.find("train: rank 1 was killed by signal 9 (Killed)\n") != std::string::npos);
  REQUIRE(err.find("train: all 3 processes start again, restart 2 of 2\n") != std::string::npos);
  is_same(read_contents(run.file), read_contents(run.whole));
}

TEST_CASE("No process outlives its launcher", "[ranks]") {
  const interrupted run;
  auto launcher = run.box.start(run.file, run.all + words{"--ranks", "3"}, {}, "run");
  run.wait_for_checkpoint(launcher);
  const auto children = test::children_of(launcher.id());
  REQUIRE(children.size() == 3);
  launcher.kill();
  const auto begun = std::chrono::steady_clock::now();
  const auto run_still = [&] { return std::ranges::any_of(children, [](pid_t id) { return test::is_running(id); }); };
  while (run_still() && std::chrono::steady_clock::now() - begun < 10s) std::this_thread::sleep_for(5ms);
  REQUIRE(!run_still());
  run.resume_and_compare({});
}

}  // namespace ranks_tests
