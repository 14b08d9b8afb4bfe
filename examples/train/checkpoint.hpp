#pragma once

#include <cstdint>
#include <filesystem>

#include "training.hpp"

namespace train {

/// Saves a training run and the state of the random numbers, whole or not at all. The file is a LibTorch archive
/// followed by a checksum. Throws a roster::error that names `file` if it cannot be written; the old file is unchanged
/// then.
void write_checkpoint(const std::filesystem::path& file, const training& now);

/// The saved training run, with its random numbers: it continues as if it had never been interrupted. Throws a
/// roster::error with all problems of `file` if it cannot be read, or if it is from a run with another recipe, more
/// epochs than `recipe`, or another number of images.
training read_checkpoint(const std::filesystem::path& file, const roster::recipe<>& recipe, std::int64_t images);

}  // namespace train
