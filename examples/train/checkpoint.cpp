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
#include <iterator>
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

/// Whether a scheduler in a checkpoint can go on with the fields of ours.
bool can_go_on(const roster::node& ours, const roster::node& saved) {
  const auto is_same = [&](std::string_view name) {
    const auto *one = ours.find(name), *other = saved.find(name);
    return one && other ? *one == *other : one == other;
  };
  return is_same("name") && is_same("parameter") && is_same("groups");
}

void compare_schedulers(const roster::node& ours, const roster::node& saved, bool is_alone, const roster::place& here) {
  const auto &list = *ours.as<roster::node::list>(), &others = *saved.as<roster::node::list>();
  const auto alone = here.member("scheduler"), all = here.member("schedulers");
  if (list.size() != others.size()) {
    return all.report(problem_kind::rule, "are " + std::to_string(list.size()) + ", but " +
                                              std::to_string(others.size()) + " in the checkpoint");
  }
  const auto before = here.problems();
  bool may_differ = true;
  for (std::size_t i = 0; i < list.size(); ++i) {
    add_differences(list[i], others[i], is_alone ? alone : all.element(i));
    may_differ = may_differ && can_go_on(list[i], others[i]);
  }
  if (may_differ && here.problems() != before) {
    (is_alone ? alone : all).report(problem_kind::rule, "may differ with --config-may-differ");
  }
}

/// Reports what is not as it was. The schedulers' fields may differ if `config_may_differ`.
void compare_setups(const training& now, const roster::node& saved, bool config_may_differ, const roster::place& here) {
  const auto ours = setup(now);
  for (const auto& [name, member] : *ours.as<roster::node::object>()) {
    const auto* other = saved.find(name);
    if (!other || (name == "shards" && !now.recipe.shards)) continue;
    if (name != "schedulers") {
      add_differences(member, *other, here.member(name));
    } else if (!config_may_differ) {
      compare_schedulers(member, *other, now.recipe.schedulers.empty(), here);
    }
  }
}

std::string batches_text(const training& now) {
  return std::to_string(now.batches_done) + " of " + std::to_string(now.batches()) + " batches";
}

/// Reports a checkpoint that is further than the recipe goes.
void compare_epochs(const training& now, const roster::place& here) {
  const auto epochs = now.recipe.epochs;
  if (now.epochs_done < epochs || (now.epochs_done == epochs && now.batches_done == 0)) return;
  here.member("epochs").report(problem_kind::rule,
                               "is " + std::to_string(epochs) + ", but " + std::to_string(now.epochs_done) +
                                   (now.batches_done > 0 ? " epochs and " + batches_text(now) : "") +
                                   " are already done in the checkpoint");
}

/// The bytes of a checkpoint without its checksum, which has to be right.
std::string without_checksum(const fs::path& file, std::string bytes) {
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

torch::Tensor table(const std::vector<std::vector<double>>& rows) {
  const auto columns = rows.empty() ? 0 : rows.front().size();
  auto made =
      torch::empty({static_cast<std::int64_t>(rows.size()), static_cast<std::int64_t>(columns)}, torch::kFloat64);
  auto* at = made.data_ptr<double>();
  for (const auto& row : rows) at = std::ranges::copy(row, at).out;
  return made;
}

/// Saves what happened: a row for each batch, and the validation's losses.
void write(torch::serialize::OutputArchive& archive, const history& shown) {
  std::vector<std::vector<double>> rows;
  for (const auto& [epoch, loss, values] : shown.points) {
    rows.push_back({epoch, loss});
    rows.back().insert(rows.back().end(), values.begin(), values.end());
  }
  archive.write("points", table(rows));
  archive.write("validation", table({shown.validation}));
}
void load(torch::serialize::InputArchive& archive, history& into) {
  const auto points = read(archive, "points").toTensor();
  const auto columns = points.size(1);
  const auto* row = points.data_ptr<double>();
  for (std::int64_t i = 0; i < points.size(0); ++i, row += columns) {
    into.points.push_back({.epoch = row[0], .loss = row[1], .values = {row + 2, row + columns}});
  }
  const auto validation = read(archive, "validation").toTensor();
  const auto* const first = validation.data_ptr<double>();
  into.validation.assign(first, first + validation.numel());
}

/// The setup in a checkpoint. Older versions did not cut a batch, and do not say so.
roster::node saved_setup(torch::serialize::InputArchive& archive) {
  auto saved = roster::parse_state(read(archive, "setup").toStringRef());
  auto* const members = saved.as<roster::node::object>();
  if (members && !saved.find("shards")) members->emplace_back("shards", 1);
  return saved;
}

/// Loads all but the schedules.
void load(torch::serialize::InputArchive& archive, training& into) {
  const torch::NoGradGuard no_gradients;
  const auto model = read(archive, "model").toGenericDict();
  for (auto& item : tensors(into.model)) item.value().copy_(model.at(item.key()).toTensor());
  torch::serialize::InputArchive optimizer;
  archive.read("optimizer", optimizer);
  into.optimizer->load(optimizer);

  into.trained = {read(archive, "loss").toDouble(), read(archive, "accuracy").toDouble()};
  into.validated = {read(archive, "validation_loss").toDouble(), read(archive, "validation_accuracy").toDouble()};
  load(archive, into.shown);
  if (into.batches_done > 0) into.order = read(archive, "order").toTensor();
  into.loss_sum = read(archive, "loss_sum").toDouble();
  into.right = read(archive, "right").toDouble();
  auto generator = random_numbers();
  const std::lock_guard lock(generator.mutex());
  generator.set_state(read(archive, "random_numbers").toTensor());
}

}  // namespace

roster::node setup(const training& of) {
  auto members = roster::write_fields(of.recipe);
  roster::node::list schedulers;
  for (const auto& [name, given] : members) {
    if (name == "scheduler" && of.recipe.schedulers.empty()) schedulers.push_back(given);
    if (name == "schedulers") std::ranges::copy(*given.as<roster::node::list>(), std::back_inserter(schedulers));
  }
  std::erase_if(members, [](const auto& member) {
    return member.name == "epochs" || member.name == "batches_per_epoch" || member.name == "shards" ||
           member.name.starts_with("scheduler");
  });
  members.emplace_back("schedulers", std::move(schedulers));
  members.emplace_back("shards", of.shards);
  members.emplace_back("images", of.images);
  members.emplace_back("validation", of.validation);
  roster::node::object network;
  for (const auto& item : tensors(of.model)) {
    const auto& tensor = item.value();
    network.emplace_back(item.key(), c10::toString(tensor.scalar_type()) + (" " + roster::to_json(tensor.sizes())));
  }
  members.emplace_back("network", std::move(network));
  return members;
}

std::string done_text(const training& now) {
  return std::to_string(now.epochs_done) + " of " + std::to_string(now.recipe.epochs) + " epochs" +
         (now.batches_done > 0 ? " and " + batches_text(now) : "") + " done";
}

void write_checkpoint(const fs::path& file, const training& now) {
  torch::serialize::OutputArchive archive;
  archive.write("setup", roster::to_json(setup(now)));
  archive.write("epochs_done", now.epochs_done);
  archive.write("batches_done", now.batches_done);
  archive.write("loss", now.trained.loss);
  archive.write("accuracy", now.trained.accuracy);
  archive.write("validation_loss", now.validated.loss);
  archive.write("validation_accuracy", now.validated.accuracy);
  write(archive, now.shown);
  if (now.batches_done > 0) archive.write("order", now.order);
  archive.write("loss_sum", now.loss_sum);
  archive.write("right", now.right);

  c10::Dict<std::string, torch::Tensor> model;
  for (const auto& item : tensors(now.model)) model.insert(item.key(), item.value().detach());
  archive.write("model", model);
  torch::serialize::OutputArchive optimizer;
  drop_scratch(*now.optimizer);
  now.optimizer->save(optimizer);
  archive.write("optimizer", optimizer);
  archive.write("schedules", roster::to_ivalue(now.schedules.state_dict()));
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

std::string checkpoint_bytes(const fs::path& file) { return roster::read_whole(file, most_bytes); }

std::vector<roster::difference> read_checkpoint(const fs::path& file, std::string whole, training& into,
                                                bool config_may_differ) {
  const auto bytes = without_checksum(file, std::move(whole));
  return roster::checked(file.string(), [&](const roster::place& here) {
    std::vector<roster::difference> differences;
    try {
      torch::serialize::InputArchive archive;
      archive.load_from(bytes.data(), bytes.size());
      const auto saved = saved_setup(archive);
      compare_setups(into, saved, config_may_differ, here);
      const auto* const shards = saved.find("shards");
      if (const auto* number = shards ? shards->as<std::int64_t>() : nullptr) into.shards = *number;
      into.epochs_done = read(archive, "epochs_done").toInt();
      into.batches_done = read(archive, "batches_done").toInt();
      compare_epochs(into, here);
      if (here.problems() > 0) return differences;
      load(archive, into);
      // After the optimizer: LibTorch 1.13 loads neither its learning rate nor its momentum.
      const auto state = roster::from_ivalue(read(archive, "schedules"));
      differences = into.schedules.load_state_dict(state, roster::config_may_differ);
      for (auto& one : differences) one.path = path_in(into.recipe, one.path);
    } catch (const roster::error& failed) {
      for (auto one : failed.problems()) {
        one.path = path_in(into.recipe, one.path);
        here.report(std::move(one));
      }
    } catch (const std::exception& failed) {
      const std::string_view reason = failed.what();
      here.report(problem_kind::unreadable,
                  "is a checkpoint of another program: " + std::string(reason.substr(0, reason.find('\n'))));
    }
    return differences;
  });
}

}  // namespace train
