#pragma once

#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>

#include <sched.h>

namespace test {

/// Calls `f` in a copy of this process. Returns the text that `f` returns, or what ended it.
template <class F>
std::string in_child(F&& f) {
  int ends[2];
  if (pipe(ends) != 0) throw std::runtime_error("no pipe");
  std::fflush(nullptr);
  const auto child = fork();
  if (child < 0) throw std::runtime_error("no process");
  if (child == 0) {
    std::string text;
    try {
      text = f();
    } catch (const std::exception& failed) {
      text = failed.what();
    }
    const auto written = write(ends[1], text.data(), text.size());
    _exit(written == static_cast<ssize_t>(text.size()) ? 0 : 1);
  }
  close(ends[1]);
  std::string text;
  char piece[4096];
  for (ssize_t size = 0; (size = read(ends[0], piece, sizeof piece)) > 0;) {
    text.append(piece, static_cast<std::size_t>(size));
  }
  close(ends[0]);
  int status = 0;
  waitpid(child, &status, 0);
  return status == 0 ? text : text + " (status " + std::to_string(status) + ")";
}

/// Whether the parent, which is in another namespace, sees what this process mounts.
inline bool parent_sees_mounts() {
  char folder[] = "/tmp/roster-mount-XXXXXX";
  if (!mkdtemp(folder)) return true;
  const bool mounted = mount("none", folder, "tmpfs", 0, "size=4k") == 0;
  std::ifstream list("/proc/" + std::to_string(getppid()) + "/mountinfo");
  const std::string mounts(std::istreambuf_iterator<char>(list), {});
  if (mounted) umount(folder);
  rmdir(folder);
  return !mounted || mounts.empty() || mounts.find(folder) != mounts.npos;
}

/// Lets this process mount: no other process sees its mounts, which end with it. Throws if the system does not allow
/// that.
inline void may_mount() {
  const auto user = getuid(), group = getgid();
  if (user != 0) {
    if (unshare(CLONE_NEWUSER | CLONE_NEWNS) != 0) throw std::runtime_error(std::strerror(errno));
    std::ofstream("/proc/self/setgroups") << "deny";
    std::ofstream("/proc/self/uid_map") << "0 " << user << " 1";
    std::ofstream("/proc/self/gid_map") << "0 " << group << " 1";
  } else if (unshare(CLONE_NEWNS) != 0) {
    throw std::runtime_error(std::strerror(errno));
  }
  if (mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0) return;
  const auto failed = errno;  // a root that was changed to may not be where a disk is mounted
  if (failed != EINVAL || parent_sees_mounts()) throw std::runtime_error(std::strerror(failed));
}

/// Why tests cannot mount here; empty if they can.
inline std::string why_no_mounts() {
  return in_child([] {
    may_mount();
    return std::string();
  });
}

/// Mounts a small disk on a folder: `options` are those of tmpfs, such as "size=64k".
inline void mount_disk(const std::string& folder, const char* options, unsigned long flags = 0) {
  if (mount("none", folder.c_str(), "tmpfs", flags, options) != 0) throw std::runtime_error(std::strerror(errno));
}

}  // namespace test
