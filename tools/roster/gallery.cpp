// Writes docs/schedulers.md, docs/schedulers/ and their pictures from the types themselves, docs/recipes.md from the
// example recipes, and the pictures of docs/coming-from.md. With --check, only reports what is stale; with --examples,
// prints the examples.
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "describe.hpp"
#include "examples.hpp"
#include "picture.hpp"
#include "plot.hpp"
#include "preview.hpp"
#include "roster/files/file.hpp"
#include "roster/files/json.hpp"
#include "roster/files/recipe.hpp"
#include "trace.hpp"

namespace {

using roster::detail::concat;

tools::drawing picture_of(std::string_view name) {
  const auto shown = tools::example_of(name);
  return tools::drawing_of({tools::preview_of(shown)}, shown.metrics, std::string(name));
}

/// A hash (FNV-1a) of what a picture is made from. The pictures cannot be compared: gnuplot's versions draw the same
/// script differently.
std::string mark_of(const tools::drawing& picture) {
  std::uint64_t hash = 0xcbf29ce484222325;
  for (const char c : tools::plot_script(picture, {})) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3;
  char text[64];
  std::snprintf(text, sizeof text, "<!-- made from %016llx -->", static_cast<unsigned long long>(hash));
  return text;
}

std::string fields_table(const std::vector<roster::field_help>& fields) {
  std::string all = "| field | type | | meaning |\n|---|---|---|---|\n";
  for (const auto& one : fields) {
    all.append("| `").append(one.name).append("` | ").append(tools::type_text(one)).append(" | ");
    all.append(tools::default_text(one)).append(" | ").append(one.about).append(" |\n");
  }
  return all;
}

constexpr std::string_view how_it_is_made =
    "`./dev gallery` generates this page from the types. In the pictures, the initial learning rate is 0.1. Fields "
    "that a\nrecipe leaves out have their defaults.\n";

/// The folder of a scheduler's picture, in docs/schedulers, and its name there.
std::string picture_file(std::string_view scheduler) {
  std::string file(scheduler);
  std::ranges::replace(file, '.', '/');
  return file + ".svg";
}

/// What the page of PyTorch's schedulers has at its top.
std::string top() {
  auto all =
      concat({"# The schedulers\n\n", how_it_is_made,
              "\nOther systems' schedulers are in `roster::all_registry` (`#include <roster/all_schedulers.hpp>`), "
              "and the command knows\nthem: "});
  for (const auto& one : tools::systems().subspan(1)) {
    all += concat({&one == &tools::systems()[1] ? "" : ", ", "[", one.title, "](schedulers/", one.name, ".md)"});
  }
  return all + ".\n\nEvery scheduler also takes:\n\n" + fields_table(roster::describe<roster::scheduler_options>());
}

/// The page of a system's schedulers.
std::string page(const tools::system& of) {
  const bool is_pytorch = of.name.empty();
  auto all = is_pytorch ? top()
                        : concat({"# The schedulers of ", of.title, "\n\n", how_it_is_made,
                                  "\nAll schedulers: [schedulers.md](../schedulers.md). A config of ", of.title,
                                  " as a recipe: [coming-from.md](../coming-from.md).\n"});
  for (const auto name : tools::scheduler_names(of)) {
    const auto shown = tools::page_of(name);
    const auto example = tools::example_of(name);
    const std::string title(name);
    all.append("\n## ").append(title).append("\n\n").append(shown.about);
    all.append("\n\n![The learning rate of ").append(title).append("](").append(is_pytorch ? "schedulers/" : "");
    all.append(picture_file(name)).append(")\n\n");
    all.append("Learning rate at an epoch: ").append(shown.formula).append(".\n\n").append(fields_table(shown.fields));
    all.append("\n```")
        .append(example.code.empty() ? "yaml\n" : "cpp\n")
        .append(tools::recipe_of(example))
        .append("```\n");
  }
  return all;
}

/// A recipe of the examples.
struct example_recipe {
  std::filesystem::path file;
  std::string name;  ///< "vit"
  std::string text;
};
std::vector<example_recipe> example_recipes(const std::filesystem::path& folder) {
  std::vector<example_recipe> all;
  for (const auto& one : std::filesystem::directory_iterator(folder)) {
    const auto& file = one.path();
    all.push_back({file, file.stem().string(), roster::read_whole(file, std::size_t{1} << 20)});
  }
  std::ranges::sort(all, {}, &example_recipe::file);
  return all;
}

/// The demo's images without those for validation
constexpr std::int64_t training_images = 55'000;

/// The schedules of a recipe on the demo's data; nothing if they watch a metric.
std::optional<tools::drawing> picture_of(const example_recipe& shown) {
  const auto recipe = roster::read_recipe<roster::recipe_of<tools::scheduler_registry>>(shown.file);
  const auto size = recipe.batch_size;
  const auto own = recipe.batches_per_epoch;
  auto preview =
      tools::read_preview(shown.file, {}, {.batches_per_epoch = own.value_or((training_images + size - 1) / size)});
  if (std::ranges::any_of(preview.schedulers, tools::takes_metric)) return std::nullopt;
  tools::apply({}, {}, preview);  // the whole run
  return tools::drawing_of({preview}, {}, shown.name);
}

std::string recipes_page(const std::vector<example_recipe>& recipes) {
  std::string all =
      "# Recipes\n\n"
      "`./dev gallery` generates this page from `examples/recipes`. The demo trains with them: `./dev demo "
      "examples/recipes/vit.yaml`.\nIn the pictures, an epoch has as many batches as there.\n";
  for (const auto& one : recipes) {
    all.append("\n## ").append(one.name).append("\n\n");
    if (picture_of(one)) all.append("![").append(one.name).append("](recipes/").append(one.name).append(".svg)\n\n");
    all.append("```").append(one.file.extension() == ".json" ? "json\n" : "yaml\n").append(one.text).append("```\n");
  }
  return all;
}

/// The examples that a file can hold, as a JSON list.
std::string examples_as_json() {
  roster::node::list all;
  for (const auto& one : examples::of_schedulers()) {
    if (one.code.empty()) all.push_back(roster::field_kind<tools::scheduler_entry>::write(one.scheduler));
  }
  return roster::to_json(roster::node(std::move(all))) + "\n";
}

/// Reports a stale file. Returns `right`.
bool check(const std::filesystem::path& file, bool right) {
  if (!right) std::fprintf(stderr, "%s is stale: run ./dev gallery\n", file.c_str());
  return right;
}

std::string content(const std::filesystem::path& file) {
  return exists(file) ? roster::read_whole(file, std::size_t{16} << 20) : "";
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string_view> arguments(argv + 1, argv + argc);
  const bool only_check = arguments.size() == 2 && arguments[1] == "--check";
  if (arguments.empty() || (arguments.size() > 1 && !only_check)) {
    std::fprintf(stderr, "usage: gallery FOLDER [--check]\n       gallery --examples\n");
    return 2;
  }
  try {
    if (arguments[0] == "--examples") {
      std::fputs(examples_as_json().c_str(), stdout);
      return 0;
    }
    const std::filesystem::path folder = arguments[0];
    bool right = true;
    const auto write_page = [&](const std::filesystem::path& file, const std::string& text) {
      if (only_check) {
        right = check(file, content(file) == text) && right;
      } else {
        roster::write_atomically(file, text);
      }
    };
    const auto write_picture = [&](const std::filesystem::path& file, const tools::drawing& picture) {
      const auto mark = mark_of(picture);
      const bool fresh = content(file).find(mark) != std::string::npos;
      if (only_check) {
        right = check(file, fresh) && right;
      } else if (!fresh) {
        create_directories(file.parent_path());
        roster::write_atomically(file, tools::plot(picture, {}) + mark + "\n");
      }
    };
    for (const auto& one : tools::systems()) {
      write_page(one.name.empty() ? folder / "schedulers.md" : folder / "schedulers" / concat({one.name, ".md"}),
                 page(one));
      for (const auto name : tools::scheduler_names(one)) {
        write_picture(folder / "schedulers" / picture_file(name), picture_of(name));
      }
    }
    const auto write_pictures = [&](std::string_view kind) {
      auto recipes = example_recipes(folder / ".." / "examples" / kind);
      for (const auto& one : recipes) {
        if (const auto picture = picture_of(one)) write_picture(folder / kind / (one.name + ".svg"), *picture);
      }
      return recipes;
    };
    write_page(folder / "recipes.md", recipes_page(write_pictures("recipes")));
    const auto page_of_configs = content(folder / "coming-from.md");
    for (const auto& one : write_pictures("coming-from")) {
      if (page_of_configs.find("```yaml\n" + one.text + "```\n") != std::string::npos) continue;
      std::fprintf(stderr, "coming-from.md does not show %s\n", one.file.c_str());
      right = false;
    }
    return right ? 0 : 1;
  } catch (const std::exception& problem) {
    std::fprintf(stderr, "gallery: %s\n", problem.what());
    return 2;
  }
}
