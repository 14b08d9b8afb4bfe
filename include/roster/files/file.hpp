#pragma once

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <fstream>
#include <ios>
#include <system_error>

#include "roster/input/error.hpp"

namespace roster {

namespace detail {

inline error file_error(const std::filesystem::path& file, std::string text) {
  return {file.string(), {{problem_kind::unreadable, "", std::move(text)}}};
}

inline std::ifstream open_to_read(const std::filesystem::path& file) {
  std::error_code failed;
  const auto status = std::filesystem::status(file, failed);
  if (!std::filesystem::status_known(status)) throw file_error(file, "cannot be opened: " + failed.message());
  if (!std::filesystem::exists(status)) throw file_error(file, "does not exist");
  if (std::filesystem::is_directory(status)) throw file_error(file, "is a folder, expected a file");
  errno = 0;
  std::ifstream in(file, std::ios::binary);
  if (!in) throw file_error(file, "cannot be opened: " + std::generic_category().message(errno));
  return in;
}

/// A file that appears whole or not at all. What is written goes into a temporary file in the same folder, which
/// `commit` renames over the target. A process that is killed leaves it; the next one that writes the same target
/// removes it. `write` never throws, for callers that must not see exceptions; `commit` throws the first failure.
class atomic_file {
 public:
  explicit atomic_file(std::filesystem::path target) : target_(std::move(target)) {
    // Replaces the target of a symbolic link, not the link.
    std::error_code none;
    replaced_ = std::filesystem::canonical(target_, none);
    if (none) replaced_ = target_;
    const auto folder = replaced_.has_parent_path() ? replaced_.parent_path() : std::filesystem::path(".");
    const auto status = std::filesystem::status(replaced_, none);
    if (std::filesystem::is_directory(status)) throw file_error(target_, "is a folder, expected a file");
    if (std::filesystem::exists(status) && !std::filesystem::is_regular_file(status)) {
      throw file_error(target_, "is not a regular file");
    }
    folder_ = descriptor(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!folder_.is_open()) throw file_error(target_, why("its folder cannot be opened"));
    const auto stem = ".roster-" + std::to_string(std::filesystem::hash_value(replaced_.filename())) + "-";
    for (int i = 0; !file_.is_open(); ++i) {
      name_ = stem + std::to_string(i);
      while (!create()) {
        if (errno != EEXIST) throw file_error(target_, why("a file in its folder cannot be created"));
        if (!remove_left()) break;
      }
    }
    if (std::filesystem::exists(status)) ::fchmod(file_.number(), static_cast<::mode_t>(status.permissions()));
  }
  atomic_file(const atomic_file&) = delete;
  atomic_file& operator=(const atomic_file&) = delete;
  ~atomic_file() {
    if (!committed_ && is_named(file_)) ::unlinkat(folder_.number(), name_.c_str(), 0);
  }

  void write(std::string_view bytes) {
    while (failure_.empty() && !bytes.empty()) {
      const auto written = ::write(file_.number(), bytes.data(), bytes.size());
      if (written >= 0) {
        bytes.remove_prefix(static_cast<std::size_t>(written));
      } else if (errno != EINTR) {
        failure_ = why("cannot be written");
      }
    }
  }

  void commit() {
    if (failure_.empty() && ::fsync(file_.number()) != 0) failure_ = why("cannot be flushed to disk");
    const auto name = replaced_.filename();
    if (failure_.empty() && !is_named(file_)) failure_ = "cannot be replaced: its temporary file was removed";
    if (failure_.empty() && ::renameat(folder_.number(), name_.c_str(), folder_.number(), name.c_str()) != 0) {
      failure_ = why("cannot be replaced");
    }
    if (!failure_.empty()) throw file_error(target_, failure_);
    committed_ = true;
    // Not all file systems can flush a folder.
    if (::fsync(folder_.number()) != 0 && errno != EINVAL) {
      throw file_error(target_, why("is written, but its folder cannot be flushed to disk"));
    }
  }

 private:
  class descriptor {
   public:
    explicit descriptor(int number = -1) noexcept : number_(number) {}
    descriptor(descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
    descriptor& operator=(descriptor&& other) noexcept {
      std::swap(number_, other.number_);
      return *this;
    }
    ~descriptor() {
      if (is_open()) ::close(number_);
    }
    bool is_open() const noexcept { return number_ >= 0; }
    int number() const noexcept { return number_; }

   private:
    int number_;
  };

  /// Creates the temporary file, and locks it: others see that it is in use, until it is closed after the renaming.
  /// Returns whether it could; `errno` says why not.
  bool create() {
    constexpr int flags = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC;
    descriptor made(::openat(folder_.number(), name_.c_str(), flags, 0666));
    if (!made.is_open()) return false;
    // Some file systems have no locks; nothing is removed there.
    const bool failed = ::flock(made.number(), LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK;
    // Another process may have taken the new file, not locked yet, for one that was left.
    if (failed || !is_named(made)) {
      errno = EEXIST;
      return false;
    }
    file_ = std::move(made);
    return true;
  }
  /// Removes a temporary file that nobody has locked: a process that was killed left it.
  bool remove_left() {
    const descriptor left(::openat(folder_.number(), name_.c_str(), O_WRONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
    if (!left.is_open()) return errno == ENOENT;
    if (::flock(left.number(), LOCK_EX | LOCK_NB) != 0) return false;
    return !is_named(left) || ::unlinkat(folder_.number(), name_.c_str(), 0) == 0;
  }
  /// Whether the temporary file's name still leads to this file.
  bool is_named(const descriptor& one) const {
    struct ::stat open{}, named{};
    return ::fstat(one.number(), &open) == 0 &&
           ::fstatat(folder_.number(), name_.c_str(), &named, AT_SYMLINK_NOFOLLOW) == 0 && open.st_ino == named.st_ino;
  }

  static std::string why(const char* what) { return std::string(what) + ": " + std::generic_category().message(errno); }

  std::filesystem::path target_;
  std::filesystem::path replaced_;
  std::string name_;
  std::string failure_;
  descriptor folder_;
  descriptor file_;
  bool committed_ = false;
};

}  // namespace detail

/// All bytes of a file. Throws an `error` if it cannot be read or is larger than `most_bytes`.
inline std::string read_whole(const std::filesystem::path& file, std::size_t most_bytes) {
  auto in = detail::open_to_read(file);
  // Read in pieces: most files are far smaller than the limit, and some have no size to ask for.
  std::string text;
  while (in && text.size() <= most_bytes) {
    constexpr std::size_t piece = std::size_t{1} << 16;
    const auto before = text.size();
    text.resize(before + piece);
    in.read(text.data() + before, piece);
    text.resize(before + static_cast<std::size_t>(in.gcount()));
  }
  if (in.bad()) throw detail::file_error(file, "cannot be read");
  if (text.size() > most_bytes) {
    constexpr std::size_t mebibyte = std::size_t{1} << 20;
    const bool round = most_bytes % mebibyte == 0;
    throw detail::file_error(file, "is larger than " + (round ? std::to_string(most_bytes / mebibyte) + " MiB"
                                                              : std::to_string(most_bytes) + " bytes"));
  }
  return text;
}

/// Creates or replaces a file. After a crash there is the old file or the new one, never a part: a temporary file in
/// the same folder is flushed to disk and renamed. Throws an `error` that says what failed and why; the old file is
/// unchanged then, unless only the folder could not be flushed.
inline void write_atomically(const std::filesystem::path& file, std::string_view bytes) {
  detail::atomic_file whole(file);
  whole.write(bytes);
  whole.commit();
}

}  // namespace roster
