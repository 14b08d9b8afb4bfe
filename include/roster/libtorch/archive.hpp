#pragma once

#include "roster/libtorch/versions.hpp"  // before LibTorch's own

#include <ATen/core/Tensor.h>
#include <ATen/core/jit_type.h>
#include <c10/util/Exception.h>
#include <caffe2/serialize/inline_container.h>
#include <torch/csrc/jit/serialization/pickler.h>
#include <torch/serialize.h>

#include <algorithm>
#include <exception>
#include <filesystem>
#include <ios>

#include "roster/files/file.hpp"
#include "roster/run/running_scheduler.hpp"

namespace roster {

namespace detail {

/// The first sentence of LibTorch's message, without its backtrace.
inline std::string reason(const std::exception& failed) {
  const auto* of_libtorch = dynamic_cast<const c10::Error*>(&failed);
  std::string all = of_libtorch ? of_libtorch->what_without_backtrace() : failed.what();
  all.erase(0, all.find_first_not_of(" \n"));  // the script compiler's errors begin with an empty line
  all.resize(std::min({all.size(), all.find('\n'), all.find(". ")}));
  return all;
}

/// Turns LibTorch's values into a `node`. In a pickle, a list may occur many times, even inside itself, so the result's
/// size is limited.
class ivalue_reader {
 public:
  explicit ivalue_reader(std::string_view subject) : subject_(subject) {}

  node read(const c10::IValue& given, const place& here, std::size_t depth = 0) {
    spend(sizeof(node));
    if (given.isNone()) return node();
    if (given.isBool()) return given.toBool();
    if (given.isInt()) return given.toInt();
    if (given.isDouble()) return given.toDouble();
    if (given.isString()) return text(given.toStringRef());
    if (given.isTensor()) return number(given.toTensor(), here);
    if (given.isTuple()) return list(given.toTupleRef().elements().asArrayRef(), here, depth);
    if (given.isList()) return list(given.toListRef(), here, depth);
    if (given.isGenericDict()) return object(given.toGenericDict(), here, depth);
    here.report(problem_kind::wrong_type, "has LibTorch's type " + given.tagKind() + ", expected " + held);
    return node();
  }

 private:
  static constexpr auto held = "a number, a boolean, text, a list, a dict or None";
  static constexpr std::size_t most_bytes = std::size_t{64} << 20;

  void spend(std::size_t bytes) {
    spent_ += bytes;
    if (spent_ > most_bytes) throw error(subject_, {{problem_kind::out_of_range, "", "holds more than 64 MiB"}});
  }
  void may_nest(std::size_t depth) const {
    if (depth < deepest_tree) return;
    throw error(subject_, {{problem_kind::out_of_range, "", too_deep()}});
  }

  node text(const std::string& given) {
    spend(given.size());
    return given;
  }
  // A learning rate may be a tensor.
  static node number(const at::Tensor& given, const place& here) {
    if (!given.defined() || given.numel() != 1 || given.is_complex()) {
      const auto elements_ = given.defined() ? elements(static_cast<std::size_t>(given.numel())) : "no elements";
      const std::string type = given.defined() && given.is_complex() ? "complex tensor" : "tensor";
      here.report(problem_kind::wrong_type, "is a " + type + " of " + elements_ + ", expected " + held);
      return node();
    }
    const auto scalar = given.item();
    if (scalar.isBoolean()) return scalar.toBool();
    if (scalar.isFloatingPoint()) return scalar.toDouble();
    return scalar.toLong();
  }
  node list(c10::ArrayRef<c10::IValue> given, const place& here, std::size_t depth) {
    may_nest(depth);
    node::list items;
    for (std::size_t i = 0; i < given.size(); ++i) items.push_back(read(given[i], here.element(i), depth + 1));
    return node(std::move(items));
  }
  node object(const c10::Dict<c10::IValue, c10::IValue>& given, const place& here, std::size_t depth) {
    may_nest(depth);
    node::object members;
    for (const auto& member : given) {
      const auto& key = member.key();
      // PyTorch's MultiStepLR has its milestones as keys, which are numbers; in JSON, keys are text.
      const bool readable = key.isString() || key.isInt();
      const auto name = key.isString() ? key.toStringRef() : key.isInt() ? std::to_string(key.toInt()) : std::string();
      spend(sizeof(std::string) + name.size());
      if (!readable)
        here.report(problem_kind::wrong_type, "has a key of LibTorch's type " + key.tagKind() + ", expected text");
      members.push_back({name, read(member.value(), here.member(name), depth + 1)});
    }
    return node(std::move(members));
  }

  std::string_view subject_;
  std::size_t spent_ = 0;
};

inline c10::IValue to_ivalue(const value& given, std::size_t depth) {
  const bool nested = given.as<list_view>() || given.as<object_view>();
  if (nested && depth >= deepest_tree) throw error("state", {{problem_kind::out_of_range, "", too_deep()}});
  if (const auto* b = given.as<bool>()) return *b;
  if (const auto* i = given.as<std::int64_t>()) return *i;
  if (const auto* d = given.as<double>()) return *d;
  if (const auto* s = given.as<std::string_view>()) return std::string(*s);
  if (const auto* l = given.as<list_view>()) {
    c10::impl::GenericList items(c10::AnyType::get());
    for (const auto& item : *l) items.push_back(to_ivalue(item, depth + 1));
    return items;
  }
  if (const auto* o = given.as<object_view>()) {
    c10::impl::GenericDict members(c10::StringType::get(), c10::AnyType::get());
    for (const auto& [name, member] : *o) {
      members.insert_or_assign(std::string(name), to_ivalue(member, depth + 1));
    }
    return members;
  }
  return {};
}

inline constexpr auto key_in_archive = "scheduler_state";

}  // namespace detail

/// A state as a tree of LibTorch's values. Throws an `error` if it is nested too deeply.
inline c10::IValue to_ivalue(const value& state) { return detail::to_ivalue(state, 0); }

/// The state in a tree of LibTorch's values. Tuples become lists, tensors of one element become numbers. Throws an
/// `error` with all values that a state cannot hold; `subject` says where the tree is from.
inline node from_ivalue(const c10::IValue& given, std::string_view subject = "IValue") {
  try {
    return checked(subject, [&](const place& here) { return detail::ivalue_reader(subject).read(given, here); });
  } catch (const c10::Error& failed) {
    throw error(subject, {{problem_kind::unreadable, "", "cannot be read: " + detail::reason(failed)}});
  }
}

/// `torch::save(scheduler, "scheduler.pt")`. In Python the state is `torch.jit.load("scheduler.pt").scheduler_state`.
template <class Schedule, has_parameter_groups Optimizer>
torch::serialize::OutputArchive& operator<<(torch::serialize::OutputArchive& archive,
                                            const running_scheduler<Schedule, Optimizer>& saved) {
  archive.write(detail::key_in_archive, to_ivalue(saved.state_dict()));
  return archive;
}

/// `torch::load(scheduler, "scheduler.pt")`. Throws an `error` and changes nothing if the archive has no state for this
/// scheduler.
template <class Schedule, has_parameter_groups Optimizer>
torch::serialize::InputArchive& operator>>(torch::serialize::InputArchive& archive,
                                           running_scheduler<Schedule, Optimizer>& loaded) {
  c10::IValue state;
  if (!archive.try_read(detail::key_in_archive, state)) {
    throw error("archive", {{problem_kind::missing, "", "does not hold the state of a scheduler"}});
  }
  loaded.load_state_dict(from_ivalue(state, "archive"));
  return archive;
}

/// Saves an archive to a file, whole or not at all, and throws an `error` as `write_atomically` does. When the disk is
/// full, LibTorch's own `save_to` leaves half a file and ends the program.
inline void write_archive(const std::filesystem::path& file, torch::serialize::OutputArchive& archive) {
  detail::atomic_file whole(file);
  try {
    // LibTorch ends the program when it sees a failed write, as on a full disk. `commit` reports it instead.
    archive.save_to([&](const void* data, std::size_t size) {
      whole.write({static_cast<const char*>(data), size});
      return size;
    });
  } catch (const c10::Error& failed) {
    throw detail::file_error(file, "cannot be written by LibTorch: " + detail::reason(failed));
  }
  whole.commit();
}

/// The archive in a file. Throws an `error` where `archive.load_from` throws a `c10::Error`.
inline torch::serialize::InputArchive read_archive(const std::filesystem::path& file) {
  auto in = detail::open_to_read(file);
  torch::serialize::InputArchive archive;
  try {
    // LibTorch's own stream reader does not notice that a file ends too early.
    const auto read = [&](std::uint64_t position, void* buffer, std::size_t size) {
      in.clear();
      in.seekg(static_cast<std::streamoff>(position));
      in.read(static_cast<char*>(buffer), static_cast<std::streamsize>(size));
      return static_cast<std::size_t>(in.gcount());
    };
    archive.load_from(read, [&] { return static_cast<std::size_t>(std::filesystem::file_size(file)); });
  } catch (const std::exception& failed) {
    throw detail::file_error(file, "is not an archive that LibTorch can read: " + detail::reason(failed));
  }
  return archive;
}

/// Saves a state for Python, whole or not at all (`write_atomically`): there,
/// `scheduler.load_state_dict(torch.load("scheduler.pt"))` takes it. `read_pickle` reads it too.
inline void write_pickle(const std::filesystem::path& file, const value& state) {
  const auto tree = to_ivalue(state);
  std::string pickle, zip;
  // Without the types of lists and dicts, which `torch::pickle_save` adds: torch.load refuses them.
  torch::jit::Pickler pickler([&](const char* data, std::size_t size) { pickle.append(data, size); }, nullptr, nullptr,
                              nullptr, nullptr, /*tag_aggregates=*/false);
  pickler.protocol();
  pickler.pushIValue(tree);
  pickler.stop();
  caffe2::serialize::PyTorchStreamWriter writer([&](const void* data, std::size_t size) {
    zip.append(static_cast<const char*>(data), size);
    return size;
  });
  writer.writeRecord("data.pkl", pickle.data(), pickle.size());
  writer.writeEndOfFile();
  write_atomically(file, zip);
}

/// The state in a file, of at most 64 MiB, that `write_pickle` wrote, or Python's
/// `torch.save(scheduler.state_dict(), "scheduler.pt")`. LibTorch's unpickler does not know all that Python writes; the
/// `error` then names another way.
inline node read_pickle(const std::filesystem::path& file) {
  const auto bytes = read_whole(file, std::size_t{64} << 20);
  c10::IValue state;
  try {
    state = torch::pickle_load({bytes.begin(), bytes.end()});
  } catch (const std::exception& failed) {
    throw detail::file_error(file, "cannot be read by LibTorch: " + detail::reason(failed) +
                                       "; write it in Python with json.dump(scheduler.state_dict(), file) and read it "
                                       "with roster::read_state");
  }
  return from_ivalue(state, file.string());
}

}  // namespace roster
