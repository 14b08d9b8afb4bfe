#pragma once

#include <chrono>
#include <cstdint>

namespace train {

/// How to start processes on this machine.
struct launch_plan {
  int count;                           ///< of processes
  std::uint16_t port;                  ///< of the store, which this process serves on 127.0.0.1
  int restarts_allowed;                ///< how often to start all again after a process was lost
  std::chrono::milliseconds patience;  ///< how long the others may take to end after one failed; then they are killed
};

/// The status of a process that ends because another one was lost.
inline constexpr int status_lost = 3;

/// Starts this program `count` times with these arguments and what `read_launch` reads, and waits for all. Returns the
/// exit status: 0 if all ended with 0; `status_lost` if a signal killed one, which is said on stderr; otherwise the
/// first that is not 0. Throws a std::runtime_error if it cannot start a process.
/// However this process ends, even by SIGKILL, the others end with it, and also with the thread that called this.
int run_all(const launch_plan& plan, char** arguments);

}  // namespace train
