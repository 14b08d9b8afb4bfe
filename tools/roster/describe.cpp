#include "describe.hpp"

#include <algorithm>
#include <utility>

#include "roster/all_schedulers.hpp"
#include "roster/input/detail/text.hpp"
#include "roster/input/detail/utf8.hpp"
#include "roster/input/error.hpp"
#include "roster/optimizers/optimizer_entry.hpp"
#include "roster/optimizers/optimizers.hpp"

namespace tools {
namespace {

using schedulers = roster::all_registry;
using optimizers = roster::registry<roster::optimizers>;

using roster::detail::character_count, roster::detail::concat;

constexpr system all_systems[] = {
    {"", "PyTorch"},
    {"transformers", "Hugging Face transformers"},
    {"timm", "timm"},
    {"deepspeed", "DeepSpeed"},
    {"detectron2", "detectron2"},
    {"megatron", "Megatron-LM"},
    {"nanogpt", "nanoGPT"},
    {"mmengine", "MMEngine"},
    {"composer", "Composer"},
    {"optax", "optax"},
    {"keras", "Keras"},
    {"paddle", "Paddle"},
    {"fairseq", "fairseq"},
    {"caffe", "Caffe"},
};

/// A line for each name, in two columns.
std::string lines_of(std::span<const std::string_view> names) {
  std::size_t longest = 0;
  for (const auto name : names) longest = std::max(longest, name.size());
  std::string all;
  for (const auto name : names) {
    all += std::string(name) + std::string(longest + 2 - name.size(), ' ') + std::string(page_of(name).about) + '\n';
  }
  return all;
}

/// The words of a text on lines of at most `columns` columns, each with an indent.
std::string wrapped(std::string_view text, std::size_t columns, std::size_t indent) {
  std::string all, line(indent, ' ');
  bool begun = false;
  while (!text.empty()) {
    const auto word = text.substr(0, text.find(' '));
    text.remove_prefix(std::min(text.size(), word.size() + 1));
    if (begun && character_count(line) + 1 + character_count(word) > columns) {
      all += line + '\n';
      line.assign(indent, ' ');
      begun = false;
    }
    if (begun) line += ' ';
    line += word;
    begun = true;
  }
  return all + line + '\n';
}

std::string fields_text(const std::vector<roster::field_help>& fields, std::size_t columns) {
  std::size_t longest = 0;
  for (const auto& one : fields) longest = std::max(longest, one.name.size());
  std::string all;
  for (const auto& one : fields) {
    const auto first = wrapped(type_text(one) + "; " + default_text(one), columns, longest + 4);
    all += "  " + std::string(one.name) + first.substr(2 + one.name.size());
    all += wrapped(one.about, columns, longest + 4);
  }
  return all;
}

}  // namespace

std::vector<std::string_view> scheduler_names() { return {schedulers::names.begin(), schedulers::names.end()}; }
std::vector<std::string_view> optimizer_names() { return {optimizers::names.begin(), optimizers::names.end()}; }

std::span<const system> systems() { return all_systems; }
std::vector<std::string_view> scheduler_names(const system& of) {
  auto names = scheduler_names();
  std::erase_if(names, [&](auto name) { return roster::detail::system_of(name) != of.name; });
  return names;
}

page page_of(std::string_view name) {
  const auto scheduler = []<class Config>(std::type_identity<Config>) -> page {
    return {roster::type_name<Config>, true, Config::about, Config::formula, roster::describe<Config>()};
  };
  const auto optimizer = []<class Config>(std::type_identity<Config>) -> page {
    return {roster::type_name<Config>, false, Config::about, {}, roster::describe<Config>()};
  };
  const auto neither = [&]() -> page {
    auto names = scheduler_names();
    const auto others = optimizer_names();
    names.insert(names.end(), others.begin(), others.end());
    const auto several = roster::detail::names_of_several_systems(name, names);
    const auto otherwise = several.empty() ? " is not a scheduler or an optimizer (see roster list)"
                                           : " may be " + roster::detail::enumerated(several, " or ");
    throw roster::error("describe", {{roster::problem_kind::unknown_name, "", roster::detail::to_text(name) + otherwise,
                                      std::string(roster::detail::name_meant(name, names))}});
  };
  return schedulers::visit(name, scheduler, [&] { return optimizers::visit(name, optimizer, neither); });
}

std::string type_text(const roster::field_help& field) {
  auto text = roster::detail::bounded(field.type, field.allowed);
  if (field.takes_lengths) text += field.type.find("list ") == std::string::npos ? ", or a length" : ", or lengths";
  return text;
}

std::string default_text(const roster::field_help& field) {
  if (field.is_required) return "required";
  const roster::value by_default = field.by_default;
  std::string all = "default ";
  return all += roster::detail::to_text(by_default);
}

std::string heading(std::string_view text, bool bold) {
  std::string line;
  if (bold) line += "\033[1m";
  line += text;
  if (bold) line += "\033[0m";
  return line += '\n';
}

std::string list(const std::vector<std::string_view>& names) {
  std::string all;
  for (const auto& each : systems()) {
    std::vector<std::string_view> own;
    std::ranges::copy_if(names, std::back_inserter(own),
                         [&](auto name) { return roster::detail::system_of(name) == each.name; });
    if (own.empty()) continue;
    if (!each.name.empty()) all += concat({"\n", each.title, "\n"});
    all += lines_of(own);
  }
  return all;
}

std::string text_of(const page& shown, std::size_t columns, bool bold) {
  auto all = heading(shown.name, bold) + wrapped(shown.about, columns, 2);
  all += '\n' + heading("Fields", bold) + fields_text(shown.fields, columns);
  if (!shown.is_scheduler) return all;
  all += '\n' + heading("Options of every scheduler", bold);
  all += fields_text(roster::describe<roster::scheduler_options>(), columns);
  all += '\n' + heading("Learning rate at an epoch", bold) + wrapped(shown.formula, columns, 2);
  return all;
}

}  // namespace tools
