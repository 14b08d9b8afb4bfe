#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "training.hpp"

namespace train {

/// How far a training is: "2 of 4 epochs and 3 of 7 batches done".
std::string done_text(const training& now);

/// Saves a training run and the state of the random numbers, whole or not at all. The file is a LibTorch archive
/// followed by a checksum. Throws a roster::error that names `file` if it cannot be written; the old file is unchanged
/// then.
void write_checkpoint(const std::filesystem::path& file, const training& now);

/// Reads what `write_checkpoint` saved into a training that has not begun, with the random numbers: it continues as if
/// it had never been interrupted, also in the middle of an epoch. With `config_may_differ`, its schedulers may have
/// other fields than the saved ones, and go on with those; returns what differs. Throws a roster::error with all
/// problems of `file` if it cannot be read, or if it is from a run with another recipe, more epochs, or other images;
/// do not use the training then.
std::vector<roster::difference> read_checkpoint(const std::filesystem::path& file, training& into,
                                                bool config_may_differ = false);

}  // namespace train
