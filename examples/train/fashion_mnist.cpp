#include "fashion_mnist.hpp"

#include <torch/data/datasets/mnist.h>

#include <cstdint>
#include <fstream>
#include <ios>
#include <string>
#include <string_view>
#include <system_error>

#include "roster/files.hpp"

namespace train {
namespace {

namespace fs = std::filesystem;
using namespace std::string_view_literals;
using torch::data::datasets::MNIST;

/// http://yann.lecun.com/exdb/mnist: big-endian 32-bit numbers (magic, count; for images, rows and columns), then items
struct idx_file {
  std::string_view name;
  std::string_view header;
  std::uintmax_t items_bytes;
};
constexpr std::string_view training_labels = "train-labels-idx1-ubyte", test_labels = "t10k-labels-idx1-ubyte";
constexpr idx_file files[] = {
    {"train-images-idx3-ubyte", "\0\0\x08\x03\0\0\xea\x60\0\0\0\x1c\0\0\0\x1c"sv, 60'000 * 28 * 28},
    {training_labels, "\0\0\x08\x01\0\0\xea\x60"sv, 60'000},
    {"t10k-images-idx3-ubyte", "\0\0\x08\x03\0\0\x27\x10\0\0\0\x1c\0\0\0\x1c"sv, 10'000 * 28 * 28},
    {test_labels, "\0\0\x08\x01\0\0\x27\x10"sv, 10'000},
};

void report(const roster::place& here, const std::string& text) {
  here.report(roster::problem_kind::unreadable, text + "; ./dev demo unpacks Fashion-MNIST into build/fashion-mnist");
}

/// Checked here, because LibTorch's MNIST reader does not name the file, and accepts one that ends early.
void check(const fs::path& file, const idx_file& expected, const roster::place& here) {
  std::error_code failed;
  const auto bytes = fs::file_size(file, failed), expected_bytes = expected.header.size() + expected.items_bytes;
  if (failed) return report(here, "cannot be read: " + failed.message());
  if (bytes != expected_bytes) {
    return report(here, "has " + std::to_string(bytes) + " bytes, expected " + std::to_string(expected_bytes));
  }
  std::string header(expected.header.size(), '\0');
  std::ifstream(file, std::ios::binary).read(header.data(), static_cast<std::streamsize>(header.size()));
  if (header != expected.header) report(here, "does not begin with the header of this file");
}

image_set read_set(const fs::path& folder, MNIST::Mode mode, const roster::place& labels_file) {
  const MNIST data(folder.string(), mode);
  const auto highest = data.targets().max().item<std::int64_t>();
  if (highest > 9) report(labels_file, "has the label " + std::to_string(highest) + ", expected 0 to 9");
  auto images = data.images();
  images.sub_(0.2860).div_(0.3530);  // mean and standard deviation of the 60,000 training images
  return {.images = images, .labels = data.targets()};
}

}  // namespace

fashion_mnist read_fashion_mnist(const fs::path& folder) {
  return roster::checked(folder.string(), [&](const roster::place& here) -> fashion_mnist {
    if (std::error_code ignored; !fs::is_directory(folder, ignored)) {
      report(here, "is not a folder");
      return {};
    }
    for (const auto& file : files) check(folder / file.name, file, here.member(file.name));
    if (here.problems() != 0) return {};
    return {.training = read_set(folder, MNIST::Mode::kTrain, here.member(training_labels)),
            .test = read_set(folder, MNIST::Mode::kTest, here.member(test_labels))};
  });
}

}  // namespace train
