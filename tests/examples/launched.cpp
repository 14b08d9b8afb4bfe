// A program that starts itself several times, for the tests of the launcher.
//   launched PATIENCE_IN_MS RESTARTS STEPS_OF_RANK_0 STEPS_OF_RANK_1 ...
// Each rank takes its steps, such as "say hello,exit 2", and ends with 0 if none of them ends it.
#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <sstream>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "train/ranks/launcher.hpp"

namespace {

/// One write for each line, as several processes share the file.
void say(const std::string& text) {
  const auto line = "rank " + std::string(std::getenv("RANK")) + ": " + text + "\n";
  if (write(STDOUT_FILENO, line.data(), line.size()) != static_cast<ssize_t>(line.size())) std::abort();
}

void say_environment() {
  std::vector<std::string> all;
  for (char** one = environ; *one; ++one) all.emplace_back(*one);
  std::ranges::sort(all);
  std::string line;
  for (const auto& one : all) line += (line.empty() ? "" : " ") + one;
  say(line);
}

void say_open_files() {
  std::string all;
  for (int file = 0; file < 256; ++file) {
    if (fcntl(file, F_GETFD) >= 0) all += " " + std::to_string(file);
  }
  say("open:" + all);
}

void say_input() {
  char bytes[100];
  const auto size = read(STDIN_FILENO, bytes, sizeof bytes);
  say("read " + std::string(bytes, static_cast<std::size_t>(std::max<ssize_t>(size, 0))));
}

void take(const std::string& step) {
  std::istringstream words(step);
  std::string what;
  int number = 0;
  words >> what >> number;
  if (what == "exit") std::_Exit(number);
  if (what == "kill") kill(getpid(), number);
  if (what == "ignore") std::signal(number, SIG_IGN);
  if (what == "sleep") std::this_thread::sleep_for(std::chrono::milliseconds(number));
  if (what == "again" && std::getenv("TORCHELASTIC_RESTART_COUNT") != std::to_string(number)) std::_Exit(0);
  if (what == "say") say(step.substr(4));
  if (what == "environment") say_environment();
  if (what == "files") say_open_files();
  if (what == "input") say_input();
}

}  // namespace

int main(int argc, char** argv) {
  const auto number = [&](int position) { return std::atoi(argv[position]); };
  if (const auto* const rank = std::getenv("RANK"); rank && std::getenv("TORCHELASTIC_USE_AGENT_STORE")) {
    std::istringstream steps(argv[3 + std::atoi(rank)]);
    for (std::string step; std::getline(steps, step, ',');) take(step);
    return 0;
  }
  if (std::getenv("LITTLE_ROOM")) {  // the kernel allows a quarter of this for arguments and environment
    rlimit limit{};
    getrlimit(RLIMIT_STACK, &limit);
    limit.rlim_cur = 1 << 19;
    setrlimit(RLIMIT_STACK, &limit);
  }
  if (std::getenv("NO_PROCESSES")) {
    const rlimit none{0, 0};
    setrlimit(RLIMIT_NPROC, &none);
    [[maybe_unused]] const auto failed = setuid(65534);  // the limit does not bind root
  }
  if (std::getenv("CHILDREN_IGNORED")) std::signal(SIGCHLD, SIG_IGN);
  open("/dev/null", O_RDONLY);  // the ranks must not get it
  try {
    return train::run_all({.count = argc - 3,
                           .port = 1234,
                           .restarts_allowed = number(2),
                           .patience = std::chrono::milliseconds(number(1))},
                          argv);
  } catch (const std::exception& failed) {
    std::fprintf(stderr, "launched: %s\n", failed.what());
    std::_Exit(2);  // a sanitizer would start a process now
  }
}
