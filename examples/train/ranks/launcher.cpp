#include "launcher.hpp"

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstddef>
#include <cstdio>
#include <cstring>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace train {
namespace {

using namespace std::chrono_literals;
using clock = std::chrono::steady_clock;

/// What the variables of a launcher begin with, as "NAME=value". They would say something else than ours.
constexpr std::string_view of_launchers[] = {
    // torchrun
    "RANK=", "WORLD_SIZE=", "LOCAL_RANK=", "LOCAL_WORLD_SIZE=", "GROUP_RANK=", "GROUP_WORLD_SIZE=", "ROLE_RANK=",
    "ROLE_WORLD_SIZE=", "ROLE_NAME=", "MASTER_ADDR=", "MASTER_PORT=", "TORCHELASTIC_",
    // mpirun, mpiexec, srun
    "OMPI_COMM_WORLD_", "PMIX_", "PMI_",
    "MPI_LOCALRANKID=", "MPI_LOCALNRANKS=", "SLURM_PROCID=", "SLURM_LOCALID=", "SLURM_STEP_ID="};

/// This process's environment, with the launch of `rank`.
std::vector<std::string> environment_of(int rank, const launch_plan& plan, int restarts) {
  std::vector<std::string> all;
  for (char** one = environ; *one; ++one) {
    const std::string_view variable = *one;
    if (std::ranges::none_of(of_launchers, [&](auto begin) { return variable.starts_with(begin); })) {
      all.emplace_back(variable);
    }
  }
  all.push_back("RANK=" + std::to_string(rank));
  all.push_back("LOCAL_RANK=" + std::to_string(rank));
  all.push_back("WORLD_SIZE=" + std::to_string(plan.count));
  all.push_back("MASTER_ADDR=127.0.0.1");
  all.push_back("MASTER_PORT=" + std::to_string(plan.port));
  all.push_back("TORCHELASTIC_USE_AGENT_STORE=True");
  all.push_back("TORCHELASTIC_RESTART_COUNT=" + std::to_string(restarts));
  all.push_back("TORCHELASTIC_MAX_RESTARTS=" + std::to_string(plan.restarts_allowed));
  return all;
}

/// Runs this program anew in a forked process. Other threads of the parent may have held locks, so this calls only what
/// signal handlers may call: it allocates nothing.
[[noreturn]] void become(int rank, pid_t parent, char** arguments, char** environment, std::string_view failure) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != parent) _exit(status_lost);  // it ended before the line above
  if (rank > 0) {                               // a terminal has one reader
    close(STDIN_FILENO);
    open("/dev/null", O_RDONLY);
  }
  close_range(3, ~0U, 0);  // sockets of the store, and of connections to it
  execve("/proc/self/exe", arguments, environment);
  [[maybe_unused]] const auto written = ::write(STDERR_FILENO, failure.data(), failure.size());
  _exit(2);
}

/// Processes that run until this is destroyed at the latest.
class processes {
 public:
  processes() = default;
  processes(const processes&) = delete;
  processes& operator=(const processes&) = delete;
  ~processes() { end(SIGKILL, clock::duration::max()); }

  /// Starts the next rank.
  void start(const launch_plan& plan, int restarts, char** arguments) {
    const auto rank = static_cast<int>(ids_.size());
    ids_.reserve(ids_.size() + 1);  // to lose none that runs
    auto variables = environment_of(rank, plan, restarts);
    std::vector<char*> environment;
    for (auto& one : variables) environment.push_back(one.data());
    environment.push_back(nullptr);
    const auto who = "cannot start rank " + std::to_string(rank);
    const auto failure = "train: " + who + ": /proc/self/exe cannot be executed\n";
    const auto parent = getpid();
    const auto id = fork();
    if (id == 0) become(rank, parent, arguments, environment.data(), failure);
    if (id < 0) throw std::runtime_error(who + ": " + std::strerror(errno));
    ids_.push_back(id);
  }

  bool some_run() const {
    return std::ranges::any_of(ids_, [](pid_t id) { return id != ended; });
  }
  bool failed() const { return lost_ || first_status_ != 0; }
  int status() const { return lost_ ? status_lost : first_status_; }

  /// Notes who ended, and says who was killed.
  void collect() {
    for (std::size_t rank = 0; rank < ids_.size(); ++rank) {
      int status = W_EXITCODE(1, 0);  // if somebody else waited for it
      if (ids_[rank] == ended || waitpid(ids_[rank], &status, WNOHANG) == 0) continue;
      ids_[rank] = ended;
      if (ending_) continue;
      if (WIFSIGNALED(status)) {
        const auto signal = WTERMSIG(status);
        lost_ = true;
        std::fprintf(stderr, "train: rank %zu was killed by signal %d (%s)\n", rank, signal, strsignal(signal));
      } else if (first_status_ == 0) {
        first_status_ = WEXITSTATUS(status);
      }
    }
  }
  void wait_for_failure() {
    for (collect(); some_run() && !failed(); collect()) std::this_thread::sleep_for(look_every);
  }
  void wait(clock::duration most) {
    const auto begun = clock::now();
    for (collect(); some_run() && clock::now() - begun < most; collect()) std::this_thread::sleep_for(look_every);
  }

  /// Sends the signal to those that run, and waits. How they end no longer counts.
  void end(int signal, clock::duration most) {
    ending_ = true;
    for (const auto id : ids_) {
      if (id != ended) kill(id, signal);
    }
    wait(most);
  }
  void say_who_runs(std::chrono::duration<double> patience) const {
    for (std::size_t rank = 0; rank < ids_.size(); ++rank) {
      if (ids_[rank] == ended) continue;
      std::fprintf(stderr, "train: rank %zu did not end within %g s of a failure: it is killed\n", rank,
                   patience.count());
    }
  }

 private:
  static constexpr pid_t ended = 0;
  static constexpr auto look_every = 10ms;  // simpler than a file descriptor for each process

  std::vector<pid_t> ids_;  // by rank
  int first_status_ = 0;    // that is not 0
  bool lost_ = false;       // a signal killed one
  bool ending_ = false;     // by us
};

int run_once(const launch_plan& plan, int restarts, char** arguments) {
  processes all;
  for (int rank = 0; rank < plan.count; ++rank) all.start(plan, restarts, arguments);
  all.wait_for_failure();
  all.wait(plan.patience);
  if (all.some_run()) {
    all.say_who_runs(plan.patience);
    all.end(SIGTERM, 1s);
  }
  return all.status();
}

}  // namespace

int run_all(const launch_plan& plan, char** arguments) {
  std::signal(SIGCHLD, SIG_DFL);  // whoever started this program may ignore it, and then nobody can wait for a process
  for (int restarts = 0;; ++restarts) {
    const auto status = run_once(plan, restarts, arguments);
    if (status != status_lost || restarts == plan.restarts_allowed) return status;
    std::fprintf(stderr, "train: all %d processes start again, restart %d of %d\n", plan.count, restarts + 1,
                 plan.restarts_allowed);
  }
}

}  // namespace train
