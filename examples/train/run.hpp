#pragma once

#include "ranks/join.hpp"  // before LibTorch's own

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace train {

/// What the command line says.
struct arguments {
  std::filesystem::path recipe;
  std::vector<std::string> overrides;
  std::filesystem::path data = "build/fashion-mnist";
  std::filesystem::path picture = "training.svg";
  std::filesystem::path checkpoint = "training.pt";
  bool resume = false;
  bool config_may_differ = false;
  std::int64_t epochs = 0;  // 0: the recipe's
  std::int64_t images = 0;  // 0: all
  std::int64_t validation = 5000;
  std::int64_t checkpoint_every = 0;  // batches; 0: only at the end of an epoch
  int processes = 0;                  // 0: as many as a launcher started
  double timeout = 60;                // seconds
  int max_restarts = 0;
  backend carrier = default_backend();
};

/// Trains as one of the ranks, and prints, draws and saves what came of it on the first. Throws an error that says what
/// is wrong: a `shared_error` if all ranks have it.
void run(const arguments& given, const launch& as, ranks& all);

}  // namespace train
