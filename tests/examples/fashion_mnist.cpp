#include "train/fashion_mnist.hpp"

#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>
#include <utility>
#include <vector>

#include "roster/files.hpp"
#include "support/refusal.hpp"
#include "support/temporary_folder.hpp"

// Only REQUIRE: LibTorch has its own CHECK.
namespace fashion_mnist_tests {

namespace fs = std::filesystem;

const std::string train_images = "train-images-idx3-ubyte", train_labels = "train-labels-idx1-ubyte",
                  test_images = "t10k-images-idx3-ubyte", test_labels = "t10k-labels-idx1-ubyte";

std::string content(const std::string& name) {
  return roster::read_whole(fs::path(ROSTER_FASHION_MNIST) / name, std::size_t{1} << 26);
}

/// A folder with the four files, to be damaged.
struct sandbox {
  test::temporary_folder folder;

  sandbox() {
    for (const auto& name : {train_images, train_labels, test_images, test_labels}) {
      fs::create_symlink(fs::path(ROSTER_FASHION_MNIST) / name, folder.path / name);
    }
  }
  void replace(const std::string& name, const std::string& bytes) const {
    fs::remove(folder.path / name);
    folder.file(name, bytes);
  }
  std::string refusal() const {
    return test::refusal([&] { train::read_fashion_mnist(folder.path); });
  }
  /// The message with these problems, in the order of the files.
  std::string message(const std::vector<std::string>& problems) const {
    const std::string end = "; ./dev demo unpacks Fashion-MNIST into build/fashion-mnist";
    if (problems.size() == 1) return folder.path.string() + ": " + problems[0] + end;
    auto all = folder.path.string() + ": " + std::to_string(problems.size()) + " problems";
    for (const auto& one : problems) all += "\n  " + one + end;
    return all;
  }
};

/// The content of the files, scaled by the mean and the standard deviation of the training images.
void is_content(const train::image_set& data, std::int64_t count, std::string images, std::string labels) {
  const auto pixels = torch::from_blob(images.data() + 16, {count, 1, 28, 28}, torch::kUInt8).to(torch::kFloat32);
  REQUIRE(data.images.equal(pixels.div(255).sub(0.2860).div(0.3530)));
  REQUIRE(data.labels.equal(torch::from_blob(labels.data() + 8, {count}, torch::kUInt8).to(torch::kInt64)));
}

TEST_CASE("Fashion-MNIST is read whole, and scaled", "[fashion_mnist]") {
  const auto data = train::read_fashion_mnist(ROSTER_FASHION_MNIST);
  is_content(data.training, 60000, content(train_images), content(train_labels));
  is_content(data.test, 10000, content(test_images), content(test_labels));
  REQUIRE(std::abs(data.training.images.mean().item<double>()) < 1e-3);
  REQUIRE(std::abs(data.training.images.std().item<double>() - 1) < 1e-3);
}

TEST_CASE("Without its folder, Fashion-MNIST is reported once", "[fashion_mnist][message]") {
  const sandbox box;
  fs::remove_all(box.folder.path);
  REQUIRE(box.refusal() == box.message({"is not a folder"}));
  std::ofstream(box.folder.path) << "x";
  REQUIRE(box.refusal() == box.message({"is not a folder"}));
}

TEST_CASE("Every file of Fashion-MNIST that is missing or damaged is reported", "[fashion_mnist][message]") {
  const sandbox box;
  REQUIRE(box.refusal().empty());
  fs::remove(box.folder.path / test_labels);
  REQUIRE(box.refusal() == box.message({"\"t10k-labels-idx1-ubyte\" cannot be read: No such file or directory"}));
  fs::create_directory(box.folder.path / test_labels);
  REQUIRE(box.refusal() == box.message({"\"t10k-labels-idx1-ubyte\" cannot be read: Is a directory"}));

  box.replace(train_images, content(train_images).substr(0, 1000));
  box.replace(train_labels, content(train_labels) + "x");
  box.replace(test_images, "");
  box.replace(test_labels, content(train_labels));
  REQUIRE(box.refusal() == box.message({"\"train-images-idx3-ubyte\" has 1000 bytes, expected 47040016",
                                        "\"train-labels-idx1-ubyte\" has 60009 bytes, expected 60008",
                                        "\"t10k-images-idx3-ubyte\" has 0 bytes, expected 7840016",
                                        "\"t10k-labels-idx1-ubyte\" has 60008 bytes, expected 10008"}));
}

TEST_CASE("A file of Fashion-MNIST with another header is reported", "[fashion_mnist][message]") {
  const sandbox box;
  for (const auto& [name, size] : {std::pair(train_images, 16), std::pair(test_labels, 8)}) {
    const auto bytes = content(name);
    for (int position = 0; position < size; ++position) {
      auto changed = bytes;
      changed[static_cast<std::size_t>(position)] ^= 1;
      box.replace(name, changed);
      REQUIRE(box.refusal() == box.message({"\"" + name + "\" does not begin with the header of this file"}));
    }
    box.replace(name, bytes);
  }
  REQUIRE(box.refusal().empty());
}

TEST_CASE("A label that Fashion-MNIST does not have is reported", "[fashion_mnist][message]") {
  const sandbox box;
  for (const auto& name : {train_labels, test_labels}) {
    auto bytes = content(name);
    bytes.back() = 10;
    box.replace(name, bytes);
  }
  REQUIRE(box.refusal() == box.message({"\"train-labels-idx1-ubyte\" has the label 10, expected 0 to 9",
                                        "\"t10k-labels-idx1-ubyte\" has the label 10, expected 0 to 9"}));
}

}  // namespace fashion_mnist_tests
