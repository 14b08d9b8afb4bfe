// Saving on disks that are full or read-only, and by processes that are killed: there is always the old file or the new
// one, and nothing else is left.
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch_test_macros.hpp>
#include <chrono>
#include <csignal>
#include <cstddef>
#include <filesystem>
#include <fstream>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "roster/files/state_file.hpp"
#include "support/child.hpp"
#include "support/refusal.hpp"
#include "support/temporary_folder.hpp"

namespace disk_tests {

namespace fs = std::filesystem;
using test::in_child;
using test::refusal;
using test::temporary_folder;

/// The states of two epochs, of different lengths.
roster::node state_of(std::size_t epoch) {
  return roster::node(roster::node::object{{"last_epoch", epoch},
                                           {"base_lrs", roster::node(std::vector<double>(1000 + 500 * epoch, 0.1))}});
}
std::string text_of(std::size_t epoch) { return roster::to_json(state_of(epoch), 2) + "\n"; }

[[noreturn]] void save_for_ever(const fs::path& file) {
  for (std::size_t i = 0;; ++i) roster::write_state(file, state_of(i % 2));
}

TEST_CASE("A process that is killed a thousand times while it saves loses nothing and leaves nothing", "[disk]") {
  const temporary_folder folder;
  const auto file = folder.path / "state.json";
  const std::string old = text_of(0), young = text_of(1);
  roster::write_atomically(file, old);

  const auto begin = std::chrono::steady_clock::now();
  for (std::size_t i = 0; i < 20; ++i) roster::write_state(file, state_of(i % 2));
  const auto save =
      std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - begin) / 20;

  std::mt19937 bits(19);
  std::size_t whole = 0, most_files = 0, interrupted = 0;
  for (int kill_count = 0; kill_count < 1000; ++kill_count) {
    const auto child = fork();
    REQUIRE(child >= 0);
    if (child == 0) save_for_ever(file);
    std::this_thread::sleep_for(std::uniform_int_distribution<int>(0, 300)(bits) * save / 100);
    REQUIRE(kill(child, SIGKILL) == 0);
    int status = 0;
    REQUIRE(waitpid(child, &status, 0) == child);
    REQUIRE(WIFSIGNALED(status));
    const auto text = roster::read_whole(file, 1'000'000);
    whole += text == old || text == young;
    const auto files = folder.names().size();
    interrupted += files > 1;
    most_files = std::max(most_files, files);
  }
  CHECK(whole == 1000);
  CHECK(interrupted > 100);  // or else the moments were badly chosen
  CHECK(most_files == 2);    // a temporary file, which the next process removes
  roster::write_state(file, state_of(0));
  CHECK(folder.names() == std::vector<std::string>{"state.json"});
}

/// Skips the test where mounts are not allowed.
void need_mounts() {
  const auto refused = test::why_no_mounts();
  if (!refused.empty()) SKIP("this system lets tests mount nothing: " << refused);
}
/// Calls `f(folder)` in a process that may mount. Returns the text that it returns.
template <class F>
std::string with_mounts(F&& f) {
  const temporary_folder folder;
  return in_child([&] {
    test::may_mount();
    return f(folder);
  });
}
/// The error about `file` without its path; then the folder's files.
std::string outcome(const temporary_folder& folder, const fs::path& file, std::string_view text) {
  auto all = refusal([&] { roster::write_atomically(file, text); });
  if (all.starts_with(file.string())) all.erase(0, file.string().size());
  for (const auto& name : folder.names()) {
    const auto path = folder.path / name;
    all += "; " + name + (fs::is_regular_file(path) ? " " + roster::read_whole(path, 100) : "");
  }
  return all;
}

TEST_CASE("On a full disk the old file stays", "[disk][message]") {
  need_mounts();
  CHECK(with_mounts([](const temporary_folder& folder) {
          test::mount_disk(folder.path, "size=64k");
          const auto file = folder.file("state.json", "old");
          return outcome(folder, file, std::string(100'000, 'x'));
        }) == ": cannot be written: No space left on device; state.json old");
  CHECK(with_mounts([](const temporary_folder& folder) {
          test::mount_disk(folder.path, "nr_inodes=2");  // the folder and one file
          const auto file = folder.file("state.json", "old");
          return outcome(folder, file, "new");
        }) == ": a file in its folder cannot be created: No space left on device; state.json old");
}

TEST_CASE("On a read-only disk the old file stays", "[disk][message]") {
  need_mounts();
  CHECK(with_mounts([](const temporary_folder& folder) {
          test::mount_disk(folder.path, "size=64k");
          const auto file = folder.file("state.json", "old");
          test::mount_disk(folder.path, "size=64k", MS_REMOUNT | MS_RDONLY);
          return outcome(folder, file, "new");
        }) == ": a file in its folder cannot be created: Read-only file system; state.json old");
}

TEST_CASE("A file that is a disk of its own, as containers have them, cannot be replaced", "[disk][message]") {
  need_mounts();
  CHECK(with_mounts([](const temporary_folder& folder) {
          const auto file = folder.file("state.json", "old");
          if (mount(file.c_str(), file.c_str(), nullptr, MS_BIND, nullptr) != 0) return std::string("no mount");
          return outcome(folder, file, "new");
        }) == ": cannot be replaced: Device or resource busy; state.json old");
}

TEST_CASE("A link to another disk is followed there", "[disk]") {
  need_mounts();
  CHECK(with_mounts([](const temporary_folder& folder) {
          const auto disk = folder.path / "disk";
          fs::create_directory(disk);
          test::mount_disk(disk, "size=64k");
          const auto link = folder.path / "state.json";
          fs::create_symlink("disk/state.json", link);
          roster::write_atomically(disk / "state.json", "old");
          roster::write_atomically(link, "new");
          return (fs::is_symlink(link) ? "a link to " : "") + roster::read_whole(disk / "state.json", 100);
        }) == "a link to new");
}

TEST_CASE("What others do to the folder while a file is written", "[disk][message]") {
  const temporary_folder folder;
  const auto file = folder.path / "state.json";
  const auto refused = [&](auto&& others) {
    roster::detail::atomic_file whole(file);
    whole.write("new");
    const auto temporary = folder.path / folder.names().at(0);
    others(temporary);
    const auto text = refusal([&] { whole.commit(); });
    return text.substr(std::min(text.size(), file.string().size()));
  };
  SECTION("a folder takes the target's name") {
    CHECK(refused([&](const fs::path&) { fs::create_directory(file); }) == ": cannot be replaced: Is a directory");
    CHECK(folder.names() == std::vector<std::string>{"state.json"});
    CHECK(fs::is_directory(file));
  }
  SECTION("the temporary file is removed") {
    CHECK(refused([](const fs::path& temporary) { fs::remove(temporary); }) ==
          ": cannot be replaced: its temporary file was removed");
    CHECK(folder.names().empty());
  }
  SECTION("and another file takes its name") {
    CHECK(refused([](const fs::path& temporary) {
            fs::rename(temporary, temporary.string() + "x");
            std::ofstream(temporary) << "half";
          }) == ": cannot be replaced: its temporary file was removed");
    CHECK_FALSE(fs::exists(file));
    CHECK(folder.names().size() == 2);
  }
}

TEST_CASE("Without a free file descriptor the old file stays", "[disk][message]") {
  const temporary_folder folder;
  const auto file = folder.file("state.json", "old");
  CHECK(in_child([&] {
          const rlimit none{.rlim_cur = 0, .rlim_max = 0};
          if (setrlimit(RLIMIT_NOFILE, &none) != 0) return std::string("no limit");
          return refusal([&] { roster::write_atomically(file, "new"); });
        }) == file.string() + ": its folder cannot be opened: Too many open files");
  CHECK(outcome(folder, file, "new") == "; state.json new");
}

}  // namespace disk_tests
