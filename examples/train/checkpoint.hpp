#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

#include "training.hpp"

namespace train {

/// Saves a training run and the state of the random numbers, whole or not at all. The file is a LibTorch archive
/// followed by a checksum. Throws a roster::error that names `file` if it cannot be written; the old file is unchanged
/// then.
void write_checkpoint(const std::filesystem::path& file, const training& now);

/// A training run that was saved, and what differs between its scheduler and the recipe's.
struct resumed {
  training run;
  std::vector<roster::difference> differences;
};

/// Reads what `write_checkpoint` saved, with the random numbers: the run continues as if it had never been interrupted.
/// With `config_may_differ`, the recipe's scheduler may have other fields than the saved one; the run goes on with
/// those. Throws a roster::error with all problems of `file` if it cannot be read, or if it is from a run with another
/// recipe, more epochs than `recipe`, or another number of images.
resumed read_checkpoint(const std::filesystem::path& file, const roster::recipe<>& recipe, std::int64_t images,
                        bool config_may_differ = false);

}  // namespace train
