#include "checkpoint.hpp"

#include <ATen/Context.h>
#include <torch/optim/lbfgs.h>
#include <torch/serialize/archive.h>

#include <algorithm>
#include <array>
#include <boost/crc.hpp>
#include <cstddef>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "roster/files.hpp"
#include "roster/libtorch.hpp"

namespace train {
namespace {

namespace fs = std::filesystem;

using roster::problem_kind;

constexpr std::size_t most_bytes = std::size_t{1} << 30;  // enough for 90,000 epochs of the demo

// From a file with a flipped bit, LibTorch reads wrong weights or crashes. It ignores bytes after an archive's end.
std::string checksum(std::string_view bytes) {
  boost::crc_32_type sum;
  sum.process_bytes(bytes.data(), bytes.size());
  std::array<char, 16> text;
  std::snprintf(text.data(), text.size(), "crc32 %08lx\n", static_cast<unsigned long>(sum.checksum()));
  return text.data();
}

at::Generator random_numbers() { return at::globalContext().defaultGenerator(at::kCPU); }

torch::OrderedDict<std::string, torch::Tensor> tensors(const network& model) {
  auto all = model.named_parameters();
  all.update(model.named_buffers());
  return all;
}

/// What has to be the same when training is resumed. The number of epochs may grow.
roster::node setup(const training& of) {
  auto members = roster::write_fields(of.recipe);
  std::erase_if(members, [](const auto& member) { return member.name == "epochs"; });
  members.emplace_back("images", of.images);
  roster::node::object network;
  for (const auto& item : tensors(of.model)) {
    const auto& tensor = item.value();
    network.emplace_back(item.key(), c10::toString(tensor.scalar_type()) + (" " + roster::to_json(tensor.sizes())));
  }
  members.emplace_back("network", std::move(network));
  return members;
}

void add_differences(const roster::node& ours, const roster::node& saved, const roster::place& here) {
  const auto before = here.problems();
  if (const auto* members = ours.as<roster::node::object>()) {
    for (const auto& [name, member] : *members) {
      if (const auto* other = saved.find(name)) add_differences(member, *other, here.member(name));
    }
  }
  const auto *items = ours.as<roster::node::list>(), *others = saved.as<roster::node::list>();
  if (items && others && items->size() == others->size()) {
    for (std::size_t i = 0; i < items->size(); ++i) add_differences((*items)[i], (*others)[i], here.element(i));
  }
  // Already reported further inside: with another name, the fields differ too.
  if (here.problems() != before) return;
  const auto text = roster::to_json(ours), saved_text = roster::to_json(saved);
  if (text != saved_text) here.report(problem_kind::rule, "is " + text + ", but " + saved_text + " in the checkpoint");
}

/// Reports what is not as it was. The scheduler's fields may differ if `config_may_differ`.
void compare_setups(const roster::node& ours, const roster::node& saved, bool config_may_differ,
                    const roster::place& here) {
  for (const auto& [name, member] : *ours.as<roster::node::object>()) {
    const auto* other = saved.find(name);
    if (!other || (name == "scheduler" && config_may_differ)) continue;
    const auto before = here.problems();
    const auto there = here.member(name);
    add_differences(member, *other, there);
    const auto *type = member.find("name"), *other_type = other->find("name");
    if (name != "scheduler" || here.problems() == before || !type || !other_type || *type != *other_type) continue;
    there.report(problem_kind::rule, "may differ with --config-may-differ");
  }
}

/// The bytes of a checkpoint without its checksum, which has to be right.
std::string read_checked(const fs::path& file) {
  auto bytes = roster::read_whole(file, most_bytes);
  const auto size = bytes.size() - std::min(bytes.size(), checksum({}).size());
  const auto sum = bytes.substr(size);
  bytes.resize(size);
  if (sum == checksum(bytes)) return bytes;
  const auto text = "is not a checkpoint, or is damaged: it does not end with its checksum";
  throw roster::error(file.string(), {{problem_kind::unreadable, "", text}});
}

/// The state of LBFGS has scratch space with tensors that are undefined at first, which LibTorch 1.13 cannot write.
/// Each step fills it anew.
void drop_scratch(torch::optim::Optimizer& optimizer) {
  for (auto& [parameter, state] : optimizer.state()) {
    if (auto* lbfgs = dynamic_cast<torch::optim::LBFGSParamState*>(state.get())) lbfgs->al().reset();
  }
}

c10::IValue read(torch::serialize::InputArchive& archive, const std::string& name) {
  c10::IValue found;
  archive.read(name, found);
  return found;
}

/// Loads all but the scheduler.
void load(torch::serialize::InputArchive& archive, training& into) {
  const torch::NoGradGuard no_gradients;
  const auto model = read(archive, "model").toGenericDict();
  for (auto& item : tensors(into.model)) item.value().copy_(model.at(item.key()).toTensor());
  torch::serialize::InputArchive optimizer;
  archive.read("optimizer", optimizer);
  into.optimizer->load(optimizer);

  into.epochs_done = read(archive, "epochs_done").toInt();
  into.loss = read(archive, "loss").toDouble();
  const auto points = read(archive, "points").toTensor();
  const auto rows = points.accessor<double, 2>();
  for (std::int64_t i = 0; i < rows.size(0); ++i) {
    into.points.push_back({.epoch = rows[i][0], .lr = rows[i][1], .loss = rows[i][2]});
  }
  auto generator = random_numbers();
  const std::lock_guard lock(generator.mutex());
  generator.set_state(read(archive, "random_numbers").toTensor());
}

}  // namespace

void write_checkpoint(const fs::path& file, const training& now) {
  torch::serialize::OutputArchive archive;
  archive.write("setup", roster::to_json(setup(now)));
  archive.write("epochs_done", now.epochs_done);
  archive.write("loss", now.loss);

  auto points = torch::empty({static_cast<std::int64_t>(now.points.size()), 3}, torch::kFloat64);
  auto rows = points.accessor<double, 2>();
  for (std::int64_t i = 0; i < rows.size(0); ++i) {
    const auto& [epoch, lr, loss] = now.points[static_cast<std::size_t>(i)];
    rows[i][0] = epoch, rows[i][1] = lr, rows[i][2] = loss;
  }
  archive.write("points", points);

  c10::Dict<std::string, torch::Tensor> model;
  for (const auto& item : tensors(now.model)) model.insert(item.key(), item.value().detach());
  archive.write("model", model);
  torch::serialize::OutputArchive optimizer;
  drop_scratch(*now.optimizer);
  now.optimizer->save(optimizer);
  archive.write("optimizer", optimizer);
  archive.write("scheduler", roster::to_ivalue(now.scheduler.state_dict()));
  auto generator = random_numbers();
  const std::lock_guard lock(generator.mutex());
  archive.write("random_numbers", generator.get_state());

  std::string bytes;
  archive.save_to([&](const void* data, std::size_t size) {
    bytes.append(static_cast<const char*>(data), size);
    return size;
  });
  roster::write_atomically(file, bytes + checksum(bytes));
}

resumed read_checkpoint(const fs::path& file, const roster::recipe<>& recipe, std::int64_t images,
                        bool config_may_differ) {
  const auto bytes = read_checked(file);
  return roster::checked(file.string(), [&](const roster::place& here) {
    resumed made{.run = training(recipe, images), .differences = {}};
    try {
      torch::serialize::InputArchive archive;
      archive.load_from(bytes.data(), bytes.size());
      const auto saved = roster::parse_state(read(archive, "setup").toStringRef());
      const auto done = read(archive, "epochs_done").toInt();
      compare_setups(setup(made.run), saved, config_may_differ, here);
      if (done > recipe.epochs) {
        here.member("epochs").report(problem_kind::rule, "is " + std::to_string(recipe.epochs) + ", but " +
                                                             std::to_string(done) +
                                                             " are already done in the checkpoint");
      }
      if (here.problems() > 0) return made;
      load(archive, made.run);
      // After the optimizer: LibTorch 1.13 loads neither its learning rate nor its momentum.
      const auto state = roster::from_ivalue(read(archive, "scheduler"));
      made.differences = made.run.scheduler.load_state_dict(state, roster::config_may_differ);
    } catch (const roster::error& failed) {
      for (const auto& one : failed.problems()) here.member("scheduler").report(one.kind, one.sentence());
    } catch (const std::exception& failed) {
      const std::string_view reason = failed.what();
      here.report(problem_kind::unreadable,
                  "is a checkpoint of another program: " + std::string(reason.substr(0, reason.find('\n'))));
    }
    return made;
  });
}

}  // namespace train
