#pragma once

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

namespace test {

/// The result of a program that ran to its end.
struct outcome {
  int status;
  std::string out;
  std::string err;

  bool operator==(const outcome&) const = default;
};

/// Runs a command line, with `input` on standard input and, if given, another environment.
inline outcome run(std::vector<std::string> words, const std::string& input = "",
                   std::vector<std::string> environment = {}) {
  using file = std::unique_ptr<std::FILE, int (*)(std::FILE*)>;
  const auto temporary = [] { return file(std::tmpfile(), &std::fclose); };
  const file in = temporary(), out = temporary(), err = temporary();
  if (!in || !out || !err) throw std::runtime_error("no temporary file");
  std::fputs(input.c_str(), in.get());
  std::rewind(in.get());

  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, fileno(in.get()), STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&actions, fileno(out.get()), STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&actions, fileno(err.get()), STDERR_FILENO);
  const auto pointers = [](std::vector<std::string>& texts) {
    std::vector<char*> all;
    for (auto& text : texts) all.push_back(text.data());
    all.push_back(nullptr);
    return all;
  };
  pid_t child = 0;
  const auto failed = posix_spawnp(&child, words[0].c_str(), &actions, nullptr, pointers(words).data(),
                                   environment.empty() ? environ : pointers(environment).data());
  posix_spawn_file_actions_destroy(&actions);
  if (failed != 0) throw std::runtime_error("cannot run " + words[0]);
  int status = 0;
  waitpid(child, &status, 0);

  const auto read = [](std::FILE* from) {
    std::rewind(from);
    std::string all;
    for (int c = 0; (c = std::fgetc(from)) != EOF;) all += static_cast<char>(c);
    return all;
  };
  return {WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status), read(out.get()), read(err.get())};
}

}  // namespace test
