#include "roster/files/file.hpp"

#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <catch2/catch_test_macros.hpp>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "support/temporary_folder.hpp"

namespace file_tests {

namespace fs = std::filesystem;

using test::temporary_folder;

/// The error's text after the path of `file`.
template <class F>
std::string refusal(const fs::path& file, F&& f) {
  try {
    f();
  } catch (const roster::error& error) {
    const std::string all = error.what();
    CHECK(all.starts_with(file.string() + ": "));
    return all.substr(file.string().size() + 2);
  }
  return "";
}
std::string write_refusal(const fs::path& file) {
  return refusal(file, [&] { roster::write_atomically(file, "new"); });
}

TEST_CASE("A file is replaced whole, and nothing else is left", "[file]") {
  const temporary_folder folder;
  const auto file = folder.path / "state.json";
  roster::write_atomically(file, "the first, which is longer");
  CHECK(roster::read_whole(file, 100) == "the first, which is longer");
  const std::string second("\0second\n", 8);
  roster::write_atomically(file, second);
  CHECK(roster::read_whole(file, 100) == second);
  roster::write_atomically(file, "");
  CHECK(roster::read_whole(file, 100).empty());
  const std::string large(3'000'000, 'x');
  roster::write_atomically(file, large);
  CHECK(roster::read_whole(file, large.size()) == large);
  CHECK(folder.names() == std::vector<std::string>{"state.json"});
}

TEST_CASE("A file in the current folder is written", "[file]") {
  const temporary_folder folder;
  const auto before = fs::current_path();
  fs::current_path(folder.path);
  roster::write_atomically("state.json", "here");
  fs::current_path(before);
  CHECK(roster::read_whole(folder.path / "state.json", 100) == "here");
  CHECK(folder.names() == std::vector<std::string>{"state.json"});
}

TEST_CASE("A program that reads the old file goes on reading it", "[file]") {
  const temporary_folder folder;
  const auto file = folder.file("state.json", "old");
  std::ifstream reader(file);
  roster::write_atomically(file, "new");
  CHECK(std::string(std::istreambuf_iterator<char>(reader), {}) == "old");
}

TEST_CASE("The permissions stay, and a new file has those of any new file", "[file]") {
  const temporary_folder folder;
  const auto old = folder.file("old.json", "old");
  fs::permissions(old, fs::perms::owner_read | fs::perms::owner_write | fs::perms::group_write);
  roster::write_atomically(old, "new");
  CHECK(fs::status(old).permissions() == (fs::perms::owner_read | fs::perms::owner_write | fs::perms::group_write));

  const auto made = folder.path / "made.json";
  roster::write_atomically(made, "new");
  CHECK(fs::status(made).permissions() == fs::status(folder.file("other.json", "")).permissions());
}

TEST_CASE("A symbolic link stays, and its target is replaced", "[file]") {
  const temporary_folder folder;
  fs::create_directory(folder.path / "runs");
  const auto file = folder.file("runs/1.json", "old");
  const auto link = folder.path / "latest.json";
  fs::create_symlink("runs/1.json", link);
  roster::write_atomically(link, "new");
  CHECK(fs::is_symlink(link));
  CHECK(roster::read_whole(file, 100) == "new");
}

TEST_CASE("A temporary file that a killed process left is removed, and one that is in use is not", "[file]") {
  const temporary_folder folder;
  const auto file = folder.path / "state.json";
  std::string left;
  {
    roster::detail::atomic_file other(file);
    left = folder.names().at(0);
    roster::write_atomically(file, "new");  // beside the other one
    CHECK(folder.names().size() == 2);
    other.write("newer");
    other.commit();
    CHECK(roster::read_whole(file, 100) == "newer");
  }
  folder.file(left, "half");
  roster::write_atomically(file, "newest");
  CHECK(roster::read_whole(file, 100) == "newest");
  CHECK(folder.names() == std::vector<std::string>{"state.json"});
}

TEST_CASE("What has a temporary file's name and is none stays", "[file]") {
  const temporary_folder folder;
  const auto file = folder.path / "state.json";
  std::string name;
  {
    const roster::detail::atomic_file other(file);
    name = folder.names().at(0);
  }
  const auto others = [&] {
    roster::write_atomically(file, "new");
    return roster::read_whole(file, 100) == "new" && folder.names().size() == 2;
  };
  fs::create_directory(folder.path / name);
  CHECK(others());
  fs::remove(folder.path / name);
  fs::create_symlink("nothing", folder.path / name);
  CHECK(others());
  fs::remove(folder.path / name);
  REQUIRE(mkfifo((folder.path / name).c_str(), 0600) == 0);
  CHECK(others());
}

TEST_CASE("A file that cannot be written gives the reason, and the old file stays", "[file][message]") {
  const temporary_folder folder;
  const auto file = folder.file("state.json", "old");

  CHECK(write_refusal(folder.path) == "is a folder, expected a file");
  CHECK(write_refusal("/dev/null") == "is not a regular file");
  CHECK(fs::is_character_file("/dev/null"));
  CHECK(write_refusal(folder.path / "none" / "state.json") == "its folder cannot be opened: No such file or directory");
  CHECK(write_refusal(file / "state.json") == "its folder cannot be opened: Not a directory");

  // Root may write everywhere, so the test becomes another user.
  using fs::perms;
  const auto readable = perms::owner_read | perms::owner_exec | perms::group_read | perms::group_exec |
                        perms::others_read | perms::others_exec;
  fs::permissions(folder.path, readable);
  const bool is_root = geteuid() == 0;
  if (is_root) REQUIRE(seteuid(65534) == 0);
  const auto told = write_refusal(file);
  if (is_root) REQUIRE(seteuid(0) == 0);
  fs::permissions(folder.path, perms::owner_all);
  CHECK(told == "a file in its folder cannot be created: Permission denied");

  // As with a full disk
  const auto before = std::signal(SIGXFSZ, SIG_IGN);
  rlimit limit{};
  REQUIRE(getrlimit(RLIMIT_FSIZE, &limit) == 0);
  const rlimit small{.rlim_cur = 2, .rlim_max = limit.rlim_max};
  REQUIRE(setrlimit(RLIMIT_FSIZE, &small) == 0);
  const auto full = write_refusal(file);
  REQUIRE(setrlimit(RLIMIT_FSIZE, &limit) == 0);
  std::signal(SIGXFSZ, before);
  CHECK(full == "cannot be written: File too large");

  CHECK(roster::read_whole(file, 100) == "old");
  CHECK(folder.names() == std::vector<std::string>{"state.json"});
}

TEST_CASE("A file is read whole, up to a limit", "[file][message]") {
  const temporary_folder folder;
  const auto file = folder.file("state.json", std::string(1 << 20, 'x'));
  const auto read_refusal = [](const fs::path& path, std::size_t most) {
    return refusal(path, [&] { roster::read_whole(path, most); });
  };
  CHECK(roster::read_whole(file, 1 << 20).size() == 1 << 20);
  CHECK(read_refusal(file, (1 << 20) - 1) == "is larger than 1048575 bytes");
  const auto larger = folder.file("larger.json", std::string((1 << 20) + 1, 'x'));
  CHECK(read_refusal(larger, 1 << 20) == "is larger than 1 MiB");
  CHECK(read_refusal(folder.path, 1) == "is a folder, expected a file");
  CHECK(read_refusal(folder.path / "none", 1) == "does not exist");
  CHECK(read_refusal("", 1) == "does not exist");
  CHECK(read_refusal(folder.path / std::string(300, 'x'), 1) == "cannot be opened: File name too long");
  const auto loop = folder.path / "loop";
  fs::create_symlink(loop, loop);
  CHECK(read_refusal(loop, 1) == "cannot be opened: Too many levels of symbolic links");
  // Not even root can open a socket or read at address 0.
  const auto socket = folder.path / "socket";
  REQUIRE(::mknod(socket.c_str(), S_IFSOCK | 0600, 0) == 0);
  CHECK(read_refusal(socket, 1) == "cannot be opened: No such device or address");
  CHECK(read_refusal("/proc/self/mem", 1) == "cannot be read");
  CHECK(read_refusal("/dev/zero", 1 << 20) == "is larger than 1 MiB");
}

}  // namespace file_tests
