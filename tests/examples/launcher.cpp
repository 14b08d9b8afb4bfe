#include "train/ranks/launcher.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <chrono>
#include <cstddef>
#include <sstream>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "support/program.hpp"

// Only REQUIRE: LibTorch has its own CHECK.
namespace launcher_tests {

using namespace std::chrono_literals;
using clock_type = std::chrono::steady_clock;
using test::outcome;
using words = std::vector<std::string>;

/// Runs the launcher in this environment, with the steps of each rank. What the ranks say is sorted: they run at once.
outcome run(const words& arguments, const words& environment = {"HOME=/"}, const std::string& input = "") {
  words command{ROSTER_LAUNCHED};
  command.insert(command.end(), arguments.begin(), arguments.end());
  auto result = test::run(command, input, environment);
  words lines;
  std::istringstream out(result.out);
  for (std::string line; std::getline(out, line);) lines.push_back(line);
  std::ranges::sort(lines);
  result.out.clear();
  for (const auto& line : lines) result.out += line + "\n";
  return result;
}
double seconds_since(clock_type::time_point begun) {
  return std::chrono::duration<double>(clock_type::now() - begun).count();
}

/// A launcher that runs. Its processes hold the other end of a pipe: when the pipe ends, all of them have ended.
class running_launcher {
 public:
  explicit running_launcher(words command) {
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
    output_ = ends[0];
    command.insert(command.begin(), ROSTER_LAUNCHED);
    std::vector<char*> arguments;
    for (auto& one : command) arguments.push_back(one.data());
    arguments.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
    const auto failed = posix_spawn(&id_, ROSTER_LAUNCHED, &actions, nullptr, arguments.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    close(ends[1]);
    if (failed != 0) throw std::runtime_error("cannot run " ROSTER_LAUNCHED);
  }
  running_launcher(const running_launcher&) = delete;
  running_launcher& operator=(const running_launcher&) = delete;
  ~running_launcher() {
    if (runs_) end(SIGKILL);
    close(output_);
  }

  void wait_for_lines(std::ptrdiff_t count) {
    while (std::ranges::count(text_, '\n') < count && read_some()) continue;
    if (std::ranges::count(text_, '\n') < count) throw std::runtime_error("the ranks do not start");
  }
  /// Ends the launcher alone with this signal. Returns its status, as waitpid has it.
  int end(int signal) {
    kill(id_, signal);
    int status = 0;
    waitpid(id_, &status, 0);
    runs_ = false;
    return status;
  }
  bool all_ended() {
    while (read_some()) continue;
    return ended_;
  }

 private:
  bool read_some() {
    pollfd waiting{.fd = output_, .events = POLLIN, .revents = 0};
    char piece[4096];
    if (poll(&waiting, 1, 10'000) <= 0) return false;
    const auto size = read(output_, piece, sizeof piece);
    if (size > 0) text_.append(piece, static_cast<std::size_t>(size));
    ended_ = size == 0;
    return size > 0;
  }

  pid_t id_ = 0;
  int output_ = -1;
  std::string text_;
  bool runs_ = true;
  bool ended_ = false;
};

TEST_CASE("Each process gets its rank, and the other launchers' variables are gone", "[launcher]") {
  const std::string same =
      "MASTER_ADDR=127.0.0.1 MASTER_PORT=1234 OMP_NUM_THREADS=1 PATH=/bin RANK=1 SLURM_JOB_ID=7 "
      "TORCHELASTIC_MAX_RESTARTS=3 TORCHELASTIC_RESTART_COUNT=0 TORCHELASTIC_USE_AGENT_STORE=True WORLD_SIZE=2\n";
  const auto of = [&](const std::string& rank) {
    auto text = same;
    return "rank " + rank + ": LOCAL_RANK=" + rank + " " + text.replace(text.find("RANK=1"), 6, "RANK=" + rank);
  };
  const words environment{"SLURM_PROCID=3",
                          "PATH=/bin",
                          "RANK=7",
                          "WORLD_SIZE=9",
                          "LOCAL_RANK=7",
                          "MASTER_PORT=1",
                          "GROUP_RANK=1",
                          "ROLE_NAME=default",
                          "TORCHELASTIC_RUN_ID=none",
                          "OMPI_COMM_WORLD_RANK=3",
                          "OMPI_COMM_WORLD_SIZE=4",
                          "PMI_RANK=3",
                          "PMIX_RANK=3",
                          "MPI_LOCALRANKID=3",
                          "MPI_LOCALNRANKS=4",
                          "SLURM_STEP_ID=0",
                          "SLURM_LOCALID=3",
                          "SLURM_JOB_ID=7",
                          "OMP_NUM_THREADS=1"};
  REQUIRE(run({"1000", "3", "environment", "environment"}, environment) == outcome{0, of("0") + of("1"), ""});
}

TEST_CASE("Rank 0 alone reads what is typed, and no process has the launcher's files", "[launcher]") {
  REQUIRE(run({"1000", "0", "sleep 300,input,files", "input,files", "input,files"}, {"HOME=/"}, "hello") ==
          outcome{0,
                  "rank 0: open: 0 1 2\nrank 0: read hello\n"
                  "rank 1: open: 0 1 2\nrank 1: read \n"
                  "rank 2: open: 0 1 2\nrank 2: read \n",
                  ""});
}

TEST_CASE("The status is the first that is not 0", "[launcher]") {
  REQUIRE(run({"5000", "0", "say a"}) == outcome{0, "rank 0: a\n", ""});
  REQUIRE(run({"5000", "0", "exit 2", "exit 2", "exit 2"}) == outcome{2, "", ""});
  REQUIRE(run({"5000", "0", "sleep 1500,exit 3", "sleep 100", "exit 5", "sleep 1000,exit 4"}) == outcome{5, "", ""});
  REQUIRE(run({"5000", "0", "exit 0", "sleep 300,exit 1"}) == outcome{1, "", ""});
}

TEST_CASE("A process that a signal killed is lost, and named", "[launcher][message]") {
  REQUIRE(run({"5000", "0", "say a", "kill 9"}) ==
          outcome{3, "rank 0: a\n", "train: rank 1 was killed by signal 9 (Killed)\n"});
  // The others notice, and end with a status of their own; or are killed as well
  REQUIRE(run({"5000", "0", "kill 13", "sleep 200,exit 2", "sleep 1000,kill 6"}) ==
          outcome{3, "",
                  "train: rank 0 was killed by signal 13 (Broken pipe)\n"
                  "train: rank 2 was killed by signal 6 (Aborted)\n"});
}

TEST_CASE("Those who do not end after a failure are killed", "[launcher][message]") {
  const auto begun = clock_type::now();
  // Rank 0 ends by itself in time, rank 2 at SIGTERM, rank 3 ignores that, and rank 4, which is stopped, does not see
  // it
  REQUIRE(run({"2000", "0", "sleep 200,say a", "exit 3", "sleep 60000", "ignore 15,sleep 60000", "kill 19"}) ==
          outcome{3, "rank 0: a\n",
                  "train: rank 2 did not end within 2 s of a failure: it is killed\n"
                  "train: rank 3 did not end within 2 s of a failure: it is killed\n"
                  "train: rank 4 did not end within 2 s of a failure: it is killed\n"});
  REQUIRE(seconds_since(begun) > 3);
  REQUIRE(seconds_since(begun) < 30);
}

TEST_CASE("Those who run are left alone as long as none fails", "[launcher]") {
  REQUIRE(run({"0", "0", "sleep 300,say a", "exit 0"}) == outcome{0, "rank 0: a\n", ""});
}

TEST_CASE("All start again after a process was lost", "[launcher][message]") {
  const std::string killed = "train: rank 1 was killed by signal 9 (Killed)\n";
  REQUIRE(run({"5000", "2", "environment,say a", "again 0,kill 9"}, {"B=1"}) ==
          outcome{0,
                  "rank 0: B=1 LOCAL_RANK=0 MASTER_ADDR=127.0.0.1 MASTER_PORT=1234 RANK=0 TORCHELASTIC_MAX_RESTARTS=2 "
                  "TORCHELASTIC_RESTART_COUNT=0 TORCHELASTIC_USE_AGENT_STORE=True WORLD_SIZE=2\n"
                  "rank 0: B=1 LOCAL_RANK=0 MASTER_ADDR=127.0.0.1 MASTER_PORT=1234 RANK=0 TORCHELASTIC_MAX_RESTARTS=2 "
                  "TORCHELASTIC_RESTART_COUNT=1 TORCHELASTIC_USE_AGENT_STORE=True WORLD_SIZE=2\n"
                  "rank 0: a\nrank 0: a\n",
                  killed + "train: all 2 processes start again, restart 1 of 2\n"});
  REQUIRE(run({"5000", "2", "exit 0", "kill 9"}) ==
          outcome{3, "",
                  killed + "train: all 2 processes start again, restart 1 of 2\n" + killed +
                      "train: all 2 processes start again, restart 2 of 2\n" + killed});
  // A rank that ends because it lost another one, in a way that the launcher does not see
  REQUIRE(run({"5000", "1", "again 0,exit 3"}) ==
          outcome{0, "", "train: all 1 processes start again, restart 1 of 1\n"});
  // Bad input stays bad
  REQUIRE(run({"5000", "2", "exit 2", "exit 2"}) == outcome{2, "", ""});
}

TEST_CASE("However the launcher ends, no process outlives it", "[launcher]") {
  for (const auto signal : {SIGKILL, SIGTERM, SIGINT, SIGHUP}) {
    running_launcher launcher(
        {"5000", "0", "say a,sleep 60000", "say b,ignore 15,ignore 2,ignore 1,sleep 60000", "say c,kill 19"});
    launcher.wait_for_lines(3);
    const auto status = launcher.end(signal);
    REQUIRE(WIFSIGNALED(status));
    REQUIRE(WTERMSIG(status) == signal);
    REQUIRE(launcher.all_ended());
  }
}

TEST_CASE("A launcher that is killed while it starts processes leaves none", "[launcher]") {
  for (int delay = 0; delay < 40; ++delay) {
    running_launcher launcher({"5000", "0", "sleep 60000", "sleep 60000", "sleep 60000", "sleep 60000"});
    std::this_thread::sleep_for(delay * 100us);
    launcher.end(SIGKILL);
    REQUIRE(launcher.all_ended());
  }
}

TEST_CASE("Processes are waited for even if whoever started the launcher ignores that they end", "[launcher]") {
  REQUIRE(run({"1000", "0", "exit 0", "sleep 100,exit 4"}, {"CHILDREN_IGNORED=1"}) == outcome{4, "", ""});
}

TEST_CASE("A process that cannot be started is named", "[launcher][message]") {
  const words large(2, "A" + std::string(70'000, 'x') + "=1");
  auto environment = large;
  environment.push_back("LITTLE_ROOM=1");
  REQUIRE(run({"1000", "0", "say a"}, large) == outcome{0, "rank 0: a\n", ""});
  REQUIRE(run({"1000", "0", "say a"}, environment) ==
          outcome{2, "", "train: cannot start rank 0: /proc/self/exe cannot be executed\n"});
  REQUIRE(run({"1000", "0", "say a"}, {"NO_PROCESSES=1"}) ==
          outcome{2, "", "launched: cannot start rank 0: Resource temporarily unavailable\n"});
}

}  // namespace launcher_tests
