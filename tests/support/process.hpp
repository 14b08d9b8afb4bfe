#pragma once

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <vector>

extern char** environ;

namespace test {

/// A running program, killed at the end.
class process {
 public:
  /// `more`: variables of the environment ("RANK=1") in front of this process's own.
  process(std::vector<std::string> command, const std::filesystem::path& out, const std::filesystem::path& err,
          std::vector<std::string> more = {}) {
    std::vector<char*> words, variables;
    for (auto& one : command) words.push_back(one.data());
    words.push_back(nullptr);
    for (auto& one : more) variables.push_back(one.data());
    for (auto** one = environ; *one; ++one) variables.push_back(*one);
    variables.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, out.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_APPEND,
                                     0600);
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, err.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_APPEND,
                                     0600);
    const auto failed = posix_spawn(&id_, words[0], &actions, nullptr, words.data(), variables.data());
    posix_spawn_file_actions_destroy(&actions);
    if (failed) throw std::runtime_error("posix_spawn");
  }
  process(process&& other) noexcept
      : id_(other.id_), status_(other.status_), running_(std::exchange(other.running_, false)) {}
  process& operator=(process&&) = delete;
  ~process() { kill(); }

  pid_t id() const { return id_; }
  bool is_running() {
    if (running_ && waitpid(id_, &status_, WNOHANG) == id_) running_ = false;
    return running_;
  }
  void signal(int number) {
    if (is_running()) ::kill(id_, number);
  }
  void kill() {
    signal(SIGKILL);
    wait();
  }
  /// The exit status; -1 after a signal.
  int wait() {
    if (running_) waitpid(id_, &status_, 0);
    running_ = false;
    return WIFEXITED(status_) ? WEXITSTATUS(status_) : -1;
  }
  /// The same, but after that time the program is killed.
  int wait_at_most(std::chrono::milliseconds time) {
    const auto begun = std::chrono::steady_clock::now();
    while (is_running() && std::chrono::steady_clock::now() - begun < time) {
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    kill();
    return wait();
  }

 private:
  pid_t id_ = 0;
  int status_ = 0;
  bool running_ = true;
};

/// The processes that a process started, in that order.
inline std::vector<pid_t> children_of(pid_t parent) {
  const auto id = std::to_string(parent);
  std::ifstream file("/proc/" + id + "/task/" + id + "/children");
  return {std::istream_iterator<pid_t>(file), {}};
}
/// Whether a process that is not ours to wait for still runs.
inline bool is_running(pid_t id) {
  std::string skipped, state;
  std::ifstream("/proc/" + std::to_string(id) + "/stat") >> skipped >> skipped >> state;
  return !state.empty() && state != "Z";
}

}  // namespace test
