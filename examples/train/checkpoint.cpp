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

#include "roster/files/file.hpp"
#include "roster/files/json.hpp"
#include "roster/files/state_file.hpp"
#include "roster/libtorch/archive.hpp"

namespace train {
namespace {

namespace fs = std::filesystem;

using roster::problem_kind;

constexpr std::size_t most_bytes = std::size_t{1} << 30;  // ninety thousand epochs of the demo

// LibTorch takes other weights from a file with a flipped bit, or crashes. It reads no further than an archive's end.
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

/// What has to be the same when a training goes on. Its epochs may become more.
roster::node setup(const training& of) {
  auto members = roster::write_fields(of.plan);
  std::erase_if(members, [](const auto& member) { return member.first == "epochs"; });
  members.emplace_back("images", roster::node(roster::value(of.images)));
  roster::node::object network;
  for (const auto& item : tensors(of.model)) {
    const auto& tensor = item.value();
    const auto text = std::string(c10::toString(tensor.scalar_type())) + " " + roster::to_json(tensor.sizes());
    network.emplace_back(item.key(), roster::node(roster::value(text)));
  }
  members.emplace_back("network", roster::node(std::move(network)));
  return roster::node(std::move(members));
}

void add_differences(const roster::value& ours, const roster::value& saved, const roster::place& here) {
  const auto before = here.problems();
  if (const auto *o = ours.as<roster::object_view>(), *s = saved.as<roster::object_view>(); o && s) {
    for (const auto& [name, member] : *o) {
      for (const auto& [saved_name, saved_member] : *s) {
        if (name == saved_name) add_differences(member, saved_member, here.member(name));
      }
    }
  }
  if (const auto *o = ours.as<roster::list_view>(), *s = saved.as<roster::list_view>(); o && s && o->size == s->size) {
    for (std::size_t i = 0; i < o->size; ++i) {
      add_differences((*o)[i], (*s)[i], here.element(i));
    }
  }
  // What is deeper inside has been told. Where another name is, there are other fields too.
  if (here.problems() != before) return;
  const auto text = roster::to_json(ours), saved_text = roster::to_json(saved);
  if (text != saved_text) here.report(problem_kind::rule, "is " + text + ", but " + saved_text + " in the checkpoint");
}

/// What write_checkpoint wrote into a file before the checksum.
std::string read_checked(const fs::path& file) {
  auto bytes = roster::read_whole(file, most_bytes);
  const auto size = bytes.size() - std::min(bytes.size(), checksum({}).size());
  const auto sum = bytes.substr(size);
  bytes.resize(size);
  if (sum == checksum(bytes)) return bytes;
  const auto text = "is no checkpoint, or a damaged one: it does not end with its checksum";
  throw roster::error(file.string(), {{problem_kind::unreadable, "", text}});
}

/// LBFGS keeps room for a calculation in its state, with tensors that are undefined at first, which LibTorch 1.13
/// cannot write. Each step fills it anew.
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

void load(torch::serialize::InputArchive& archive, training& into) {
  const torch::NoGradGuard no_gradients;
  const auto model = read(archive, "model").toGenericDict();
  for (auto& item : tensors(into.model)) item.value().copy_(model.at(item.key()).toTensor());
  torch::serialize::InputArchive optimizer;
  archive.read("optimizer", optimizer);
  into.optimizer->load(optimizer);
  // After the optimizer, of which LibTorch 1.13 loads neither learning rate nor momentum.
  into.scheduler.load_state_dict(roster::from_ivalue(read(archive, "scheduler")));

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

training read_checkpoint(const fs::path& file, const recipe& plan, std::int64_t images) {
  const auto bytes = read_checked(file);
  training now(plan, images);
  std::vector<roster::problem> problems;
  try {
    torch::serialize::InputArchive archive;
    archive.load_from(bytes.data(), bytes.size());
    const roster::place here(problems);
    add_differences(setup(now), roster::parse_state(read(archive, "setup").toStringRef()), here);
    const auto done = read(archive, "epochs_done").toInt();
    if (done > plan.epochs) {
      here.member("epochs").report(problem_kind::rule, "is " + std::to_string(plan.epochs) + ", but " +
                                                           std::to_string(done) + " are done in the checkpoint");
    }
    if (problems.empty()) load(archive, now);
  } catch (const std::exception& failed) {
    const std::string_view reason = failed.what();
    problems = {{problem_kind::unreadable, "",
                 "is a checkpoint of another program: " + std::string(reason.substr(0, reason.find('\n')))}};
  }
  if (!problems.empty()) throw roster::error(file.string(), problems);
  return now;
}

}  // namespace train
