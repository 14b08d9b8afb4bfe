#pragma once

#include "roster/libtorch/archive.hpp"  // before LibTorch's own

#include <torch/serialize.h>

#include <catch2/catch_test_macros.hpp>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <map>
#include <sstream>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "roster/files/file.hpp"
#include "roster/files/json.hpp"
#include "support/process.hpp"
#include "support/temporary_folder.hpp"

// Only REQUIRE: LibTorch has its own CHECK.
namespace test {

/// The training program, on the first images of a shuffled Fashion-MNIST.
struct demo {
  temporary_folder folder;
  std::filesystem::path checkpoints = folder.path / "checkpoints";
  std::string images = "320", validation = "100", data = ROSTER_FASHION_MNIST;

  demo() { std::filesystem::create_directory(checkpoints); }

  std::filesystem::path recipe(std::string_view text) const { return folder.file("recipe.json", text); }
  std::filesystem::path checkpoint(const std::string& name) const { return checkpoints / name; }

  /// `run` names the output and the picture; `environment` has variables such as "RANK=1".
  process start(const std::filesystem::path& checkpoint, const std::vector<std::string>& more = {},
                std::vector<std::string> environment = {}, const std::string& run = "training") const {
    std::vector<std::string> command = {ROSTER_TRAIN,   (folder.path / "recipe.json").string(),
                                        "--data",       data,
                                        "--images",     images,
                                        "--validation", validation,
                                        "--picture",    (folder.path / (run + ".svg")).string(),
                                        "--checkpoint", checkpoint.string()};
    command.insert(command.end(), more.begin(), more.end());
    return process(command, folder.path / (run + ".out"), folder.path / (run + ".err"), std::move(environment));
  }
  int run(const std::filesystem::path& checkpoint, std::vector<std::string> more = {}) const {
    return start(checkpoint, std::move(more)).wait();
  }
  /// Returns when the data has been read, which takes longer than this short training.
  void wait_for_training(process& program) const {
    while (program.is_running() && err().find(" epochs of ") == std::string::npos) {
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
  }
  std::string picture(const std::string& run = "training") const { return read(run + ".svg"); }
  std::string out(const std::string& run = "training") const { return read(run + ".out"); }
  std::string err(const std::string& run = "training") const {
    auto text = read(run + ".err");
    // Gloo of LibTorch 2.14 says to how many ranks it is connected.
    for (auto at = text.find("[./gloo/"); at != text.npos; at = text.find("[./gloo/")) {
      text.erase(at, text.find('\n', at) + 1 - at);
    }
    return text;
  }

 private:
  std::string read(const std::string& name) const { return roster::read_whole(folder.path / name, 1 << 20); }
};

using contents = std::map<std::string, std::string>;

inline std::string bits(const c10::IValue& of) {
  if (of.isTensorList()) {
    std::string all;
    for (const auto& one : of.toTensorVector()) all += bits(one) + ";";
    return all;
  }
  if (!of.isTensor()) return (std::ostringstream() << std::hexfloat << of).str();
  const auto tensor = of.toTensor().detach().contiguous();
  return (std::ostringstream() << tensor.sizes() << tensor.dtype()).str() +
         std::string(static_cast<const char*>(tensor.data_ptr()), tensor.nbytes());
}

inline void add_all(contents& to, const std::string& name, torch::serialize::InputArchive& from) {
  for (const auto& key : from.keys()) {
    c10::IValue found;
    from.read(key, found);
    to[name + "." + key] = bits(found);
  }
}

/// All that is in a checkpoint, bit for bit, by name; read by LibTorch alone.
inline contents read_contents(const std::filesystem::path& file) {
  torch::serialize::InputArchive archive;
  archive.load_from(file.string());
  contents all;
  for (const auto& key : archive.keys()) {
    c10::IValue found;
    archive.read(key, found);
    if (key == "schedules") {
      all[key] = roster::to_json(roster::from_ivalue(found));
    } else if (key == "model") {
      for (const auto& member : found.toGenericDict())
        all["model." + member.key().toStringRef()] = bits(member.value());
    } else if (key != "optimizer") {
      all[key] = bits(found);
    }
  }
  // A parameter's state is stored under its address.
  torch::serialize::InputArchive optimizer, states, groups;
  archive.read("optimizer", optimizer);
  optimizer.read("state", states);
  optimizer.read("param_groups", groups);
  torch::Tensor count;
  groups.read("param_groups/size", count);
  for (int i = 0; i < count.item<int>(); ++i) {
    const auto name = "optimizer." + std::to_string(i);
    torch::serialize::InputArchive group, options;
    groups.read("param_groups/" + std::to_string(i), group);
    group.read("options", options);
    add_all(all, name + ".options", options);
    torch::Tensor size;
    group.read("params/size", size);
    for (int j = 0; j < size.item<int>(); ++j) {
      c10::IValue address;
      group.read("params/" + std::to_string(j), address);
      torch::serialize::InputArchive state;
      // LBFGS has one state for all parameters.
      if (states.try_read(address.toStringRef(), state)) add_all(all, name + "." + std::to_string(j), state);
    }
  }
  return all;
}

inline void is_same(const contents& one, const contents& other) {
  for (const auto& [name, value] : one) {
    INFO(name);
    REQUIRE(other.contains(name));
    REQUIRE(other.at(name) == value);
  }
  REQUIRE(one.size() == other.size());
}

}  // namespace test
