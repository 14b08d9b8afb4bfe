#include "train/fashion_mnist.hpp"

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>

#include <unistd.h>
#include <zlib.h>
#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_exception.hpp>

// REQUIRE only: LibTorch has a CHECK of its own.
namespace fashion_mnist_tests {

namespace fs = std::filesystem;

std::string big_endian(std::uint32_t n) {
  std::string bytes;
  for (int shift = 24; shift >= 0; shift -= 8) bytes += static_cast<char>(n >> shift & 0xff);
  return bytes;
}

std::string images(std::uint32_t count, std::uint32_t rows = 28, std::uint32_t columns = 28) {
  return big_endian(0x803) + big_endian(count) + big_endian(rows) + big_endian(columns);
}

std::string labels(const std::string& values) {
  return big_endian(0x801) + big_endian(static_cast<std::uint32_t>(values.size())) + values;
}

/// A folder of good small files, removed at the end: two training images, one test image.
struct folder {
  fs::path path = fs::temp_directory_path() / ("fashion_mnist." + std::to_string(getpid()));

  folder() {
    fs::remove_all(path);
    fs::create_directory(path);
    write("train-images-idx3-ubyte", images(2) + std::string(784, '\0') + std::string(784, '\xff'));
    write("train-labels-idx1-ubyte", labels({3, 9}));
    write("t10k-images-idx3-ubyte", images(1) + std::string(784, '\x33'));
    write("t10k-labels-idx1-ubyte", labels({0}));
  }
  ~folder() { fs::remove_all(path); }
  folder(const folder&) = delete;
  folder& operator=(const folder&) = delete;

  void write(const std::string& name, const std::string& bytes) const {
    std::ofstream(path / name, std::ios::binary) << bytes;
  }

  std::string content(const std::string& name) const {
    std::ifstream file(path / name, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }

  /// Replaces the file by a gzip file of the same content.
  void pack(const std::string& name) const {
    const std::string bytes = content(name);
    const gzFile file = gzopen((path / (name + ".gz")).c_str(), "wb");
    REQUIRE(gzwrite(file, bytes.data(), static_cast<unsigned>(bytes.size())) == static_cast<int>(bytes.size()));
    REQUIRE(gzclose(file) == Z_OK);
    fs::remove(path / name);
  }

  std::string file(const std::string& name) const { return (path / name).string(); }

  void fails_with(const std::string& message) const {
    REQUIRE_THROWS_MATCHES(train::read_fashion_mnist(path), std::runtime_error, Catch::Matchers::Message(message));
  }
};

void is_good(const train::fashion_mnist& data) {
  REQUIRE(data.training.images.sizes() == torch::IntArrayRef({2, 1, 28, 28}));
  REQUIRE(data.training.images.scalar_type() == torch::kFloat32);
  REQUIRE(data.training.labels.scalar_type() == torch::kInt64);
  REQUIRE(data.training.labels.equal(torch::tensor({3, 9}, torch::kInt64)));
  REQUIRE(data.training.images[0].allclose(torch::full({1, 28, 28}, (0 - 0.2860) / 0.3530)));
  REQUIRE(data.training.images[1].allclose(torch::full({1, 28, 28}, (1 - 0.2860) / 0.3530)));

  REQUIRE(data.test.images.sizes() == torch::IntArrayRef({1, 1, 28, 28}));
  REQUIRE(data.test.images.allclose(torch::full({1, 1, 28, 28}, (0.2 - 0.2860) / 0.3530)));
  REQUIRE(data.test.labels.equal(torch::tensor({0}, torch::kInt64)));
}

const std::string train_images = "train-images-idx3-ubyte", train_labels = "train-labels-idx1-ubyte",
                  test_images = "t10k-images-idx3-ubyte", test_labels = "t10k-labels-idx1-ubyte";

TEST_CASE("Fashion-MNIST is read from plain files") {
  const folder f;
  is_good(train::read_fashion_mnist(f.path));
}

TEST_CASE("Fashion-MNIST is read from gzip files") {
  const folder f;
  for (const auto& name : {train_images, train_labels, test_images, test_labels}) f.pack(name);
  is_good(train::read_fashion_mnist(f.path));
}

TEST_CASE("Fashion-MNIST is read from a mixture of plain and gzip files") {
  const folder f;
  f.pack(test_labels);
  is_good(train::read_fashion_mnist(f.path));
}

TEST_CASE("a missing folder is reported once") {
  const folder f;
  fs::remove_all(f.path);
  f.fails_with(f.path.string() + ": expected a folder with the Fashion-MNIST files, got nothing");
}

TEST_CASE("a file instead of a folder is reported") {
  const folder f;
  fs::remove_all(f.path);
  std::ofstream(f.path) << "x";
  f.fails_with(f.path.string() + ": expected a folder with the Fashion-MNIST files, got a file");
}

TEST_CASE("missing files are all reported") {
  const folder f;
  fs::remove(f.path / train_images);
  fs::remove(f.path / test_labels);
  f.fails_with(f.file(train_images) + ": expected this file or the same with .gz, got neither\n" + f.file(test_labels) +
               ": expected this file or the same with .gz, got neither");
}

TEST_CASE("a folder instead of a file is reported") {
  const folder f;
  fs::remove(f.path / test_labels);
  fs::create_directory(f.path / test_labels);
  f.fails_with(f.file(test_labels) + ": expected a file, got a folder");
}

TEST_CASE("a file of another kind is reported") {
  const folder f;
  f.write(test_images, "<!DOCTYPE html>");
  f.write(test_labels, f.content(train_images));
  f.fails_with(f.file(test_images) + ": expected the magic number 0x00000803 of IDX images, got 0x3c21444f\n" +
               f.file(test_labels) + ": expected the magic number 0x00000801 of IDX labels, got 0x00000803");
}

TEST_CASE("a header cut short is reported") {
  const folder f;
  f.write(train_images, images(2).substr(0, 10));
  f.write(train_labels, "");
  f.fails_with(f.file(train_images) + ": expected an IDX header of 16 bytes, got 10 bytes\n" + f.file(train_labels) +
               ": expected an IDX header of 8 bytes, got 0 bytes");
}

TEST_CASE("items cut short are reported") {
  const folder f;
  f.write(train_images, images(2) + std::string(1000, '\0'));
  f.fails_with(f.file(train_images) + ": expected 1568 bytes after the header, got 1000 bytes");
}

TEST_CASE("a header that promises more than a file holds is reported") {
  const folder f;
  f.write(test_images, images(1000000));
  f.write(train_images, images(1000001));
  f.write(train_labels, big_endian(0x801) + big_endian(0));
  f.fails_with(f.file(train_images) + ": expected 1 to 1000000 images, got 1000001\n" + f.file(train_labels) +
               ": expected 1 to 1000000 labels, got 0\n" + f.file(train_labels) +
               ": expected as many labels as train-images-idx3-ubyte has images, 1000001, got 0\n" +
               f.file(test_images) + ": expected 784000000 bytes after the header, got 0 bytes\n" +
               f.file(test_labels) + ": expected as many labels as t10k-images-idx3-ubyte has images, 1000000, got 1");
}

TEST_CASE("images of another size are reported") {
  const folder f;
  f.write(test_images, images(1, 32, 30) + std::string(960, '\0'));
  f.fails_with(f.file(test_images) + ": expected images of 28 x 28 pixels, got 32 x 30");
}

TEST_CASE("trailing bytes are reported") {
  const folder f;
  f.write(train_labels, labels({3, 9}) + "x");
  f.fails_with(f.file(train_labels) + ": expected its end after 10 bytes, got more");
}

TEST_CASE("a corrupt gzip file is reported") {
  const folder f;
  f.pack(train_labels);
  std::string bytes = f.content(train_labels + ".gz");
  bytes[bytes.size() - 8] = static_cast<char>(bytes[bytes.size() - 8] ^ 1);  // of the checksum
  f.write(train_labels + ".gz", bytes);
  f.fails_with(f.file(train_labels + ".gz") + ": expected a readable file, got corrupt gzip data");
}

TEST_CASE("a gzip file cut short is reported") {
  const folder f;
  f.pack(train_images);
  f.write(train_images + ".gz", f.content(train_images + ".gz").substr(0, 12));
  f.fails_with(f.file(train_images + ".gz") + ": expected a readable file, got gzip data cut short");
}

TEST_CASE("a gzip file whose checksum is cut off is reported") {
  const folder f;
  f.pack(test_images);
  const std::string bytes = f.content(test_images + ".gz");
  f.write(test_images + ".gz", bytes.substr(0, bytes.size() - 3));
  f.fails_with(f.file(test_images + ".gz") + ": expected a readable file, got gzip data cut short");
}

TEST_CASE("all problems of all files are reported, one a line") {
  const folder f;
  fs::remove(f.path / train_images);
  f.write(train_labels, labels({3, 12, 10}) + "xyz");
  f.write(test_images, f.content(test_images) + "x");
  f.write(test_labels, labels({1, 2, 3}));
  f.fails_with(f.file(train_images) + ": expected this file or the same with .gz, got neither\n" +
               f.file(train_labels) + ": expected its end after 11 bytes, got more\n" + f.file(train_labels) +
               ": expected labels 0 to 9, got 12 at position 1\n" + f.file(test_images) +
               ": expected its end after 800 bytes, got more\n" + f.file(test_labels) +
               ": expected as many labels as t10k-images-idx3-ubyte has images, 1, got 3");
}

}  // namespace fashion_mnist_tests
