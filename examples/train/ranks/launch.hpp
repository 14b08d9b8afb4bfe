#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace train {

/// What a launcher says to this process: torchrun, mpirun, mpiexec, srun, a person, or this program's own --ranks.
struct launch {
  int rank = 0;                              ///< 0 to size - 1
  int size = 1;                              ///< number of processes
  std::string address = {};                  ///< of rank 0's host; a launch of one process may have none
  std::uint16_t port = 0;                    ///< of rank 0's store; 0: as above
  std::optional<int> local_rank = {};        ///< among the processes of this host
  bool launcher_has_store = false;           ///< the launcher serves the store; rank 0 only joins it
  int restarts = 0;                          ///< how often the launcher has started all processes again
  bool may_restart = false;                  ///< it does so if one fails
  std::vector<std::string> interfaces = {};  ///< of this host, to talk over; empty: the one that leads to rank 0

  bool operator==(const launch&) const = default;
};

/// Returns a variable's value, or null if it is not set: `std::getenv`.
using environment = std::function<const char*(const char* name)>;

/// Reads what the launcher says; nullopt if none started this process. Throws a roster::error that lists every variable
/// which is missing or wrong, and who sets it.
std::optional<launch> read_launch(const environment& variables);

}  // namespace train
