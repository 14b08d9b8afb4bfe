// The roster command lists schedulers and their fields, checks recipes, and shows what the learning rate will be. It
// does not use LibTorch.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include <sys/ioctl.h>
#include <unistd.h>

#include "check.hpp"
#include "completion.hpp"
#include "describe.hpp"
#include "examples.hpp"
#include "picture.hpp"
#include "plot.hpp"
#include "preview.hpp"
#include "roster/fields/schema.hpp"
#include "roster/files/file.hpp"
#include "roster/files/json.hpp"
#include "roster/files/recipe.hpp"
#include "roster/registry/nearest.hpp"
#include "trace.hpp"

namespace {

struct arguments {
  std::vector<std::string> files;
  std::vector<std::string> overrides;
  std::string name;
  std::string output;
  std::string format = "csv";
  std::string title;
  tools::trace_options trace;
  bool log = false;
  bool optimizers = false;
};

std::string environment(const char* name) {
  const char* const found = std::getenv(name);
  return found ? found : "";
}

bool may_colour() {
  return isatty(STDOUT_FILENO) == 1 && environment("NO_COLOR").empty() && environment("TERM") != "dumb";
}

struct screen {
  int columns = 80;
  int lines = 24;
};
screen terminal() {
  winsize size{};
  const bool known = isatty(STDOUT_FILENO) == 1 && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0;
  if (!known || size.ws_col < 40 || size.ws_row < 19) return {};
  return {.columns = std::min<int>(size.ws_col, 120), .lines = std::min<int>(size.ws_row - 1, 40)};
}

void print(std::string_view text) { std::fwrite(text.data(), 1, text.size(), stdout); }

void describe(const arguments& given) {
  const auto page = tools::page_of(given.name);
  const auto size = terminal();
  print(tools::text_of(page, static_cast<std::size_t>(size.columns), may_colour()));
  if (!page.is_scheduler) return;
  const auto shown = tools::example_of(page.name);
  const auto preview = tools::preview_of(shown);
  const auto panels = std::ranges::count_if(tools::driven_parameters(preview), &tools::driven_parameter::is_driven);
  print("\n" + tools::heading("For example", may_colour()));
  print(tools::recipe_of(shown));
  print("\n");
  try {
    print(tools::plot(tools::drawing_of({preview}, shown.metrics, ""), {.kind = tools::medium::text,
                                                                        .columns = std::min(size.columns, 80),
                                                                        .lines = 8 + 8 * static_cast<int>(panels),
                                                                        .colour = may_colour()}));
  } catch (const std::runtime_error& problem) {
    std::fprintf(stderr, "roster: cannot draw the picture: %s\n", problem.what());
  }
}

/// Reports the problems of all files, and what is surely not meant. Returns whether there are no problems.
bool check(const arguments& given) {
  bool right = true;
  for (const auto& file : given.files) {
    try {
      const auto preview = tools::read_preview(file, given.overrides, given.trace.run);
      const auto warnings = tools::warnings_of(preview);
      print(roster::detail::printable(preview.file.name) + ": ");
      if (!preview.optimizer.empty()) print(std::string(preview.optimizer) + " and ");
      print(tools::names_of(preview) + ", no problems\n");
      for (const auto& line : tools::lengths_of(preview)) print("  " + roster::detail::printable(line) + "\n");
      std::fflush(stdout);
      for (const auto& one : warnings) {
        std::fprintf(stderr, "%s\n", tools::warning_text(preview, one).c_str());
      }
    } catch (const roster::error& problem) {
      std::fflush(stdout);
      std::fprintf(stderr, "%s\n", problem.what());
      right = false;
    }
  }
  return right;
}

tools::preview read(const std::string& file, const arguments& given, const std::vector<double>& metrics) {
  auto preview = tools::read_preview(file, given.overrides, given.trace.run);
  tools::apply(given.trace, metrics, preview);
  return preview;
}

void trace(const arguments& given) {
  const auto metrics = tools::read_metrics(given.trace.metrics);
  const auto preview = read(given.files.front(), given, metrics);
  (given.format == "json" ? tools::write_json : tools::write_csv)(preview, metrics, stdout);
}

void plot(const arguments& given) {
  const auto extension = std::filesystem::path(given.output).extension();
  if (!given.output.empty() && extension != ".svg" && extension != ".png") {
    throw roster::error(given.output,
                        {{roster::problem_kind::rule, "", "expected a name that ends with .svg or .png"}});
  }
  const auto metrics = tools::read_metrics(given.trace.metrics);
  std::vector<tools::preview> previews;
  for (const auto& file : given.files) previews.push_back(read(file, given, metrics));
  auto drawing = tools::drawing_of(previews, metrics, given.title.empty() ? tools::title_of(previews) : given.title);
  drawing.log = given.log;
  if (given.output.empty()) {
    const auto size = terminal();
    print(tools::plot(
        drawing, {.kind = tools::medium::text, .columns = size.columns, .lines = size.lines, .colour = may_colour()}));
  } else {
    const auto kind = extension == ".svg" ? tools::medium::svg : tools::medium::png;
    roster::write_atomically(given.output, tools::plot(drawing, {.kind = kind}));
  }
}

/// Initial values, separated by commas: finite numbers of at least 0.
std::vector<double> initial_values(const std::string& option, const std::vector<std::string>& given) {
  std::vector<double> all;
  for (const std::string_view list : given) {
    for (std::size_t begin = 0; begin <= list.size();) {
      const auto end = std::min(list.find(',', begin), list.size());
      const auto one = list.substr(begin, end - begin);
      double number = 0;
      const auto [stop, failed] = std::from_chars(one.data(), one.data() + one.size(), number);
      if (failed != std::errc() || stop != one.data() + one.size() || !std::isfinite(number) || std::signbit(number)) {
        const auto what = one.empty() ? "has an empty value in " + roster::detail::to_text(list)
                                      : roster::detail::is_not(one, "a finite number of at least 0");
        throw CLI::ValidationError(option, what);
      }
      all.push_back(number);
      begin = end + 1;
    }
  }
  return all;
}

constexpr auto what_files_are = "YAML or JSON: a recipe, or a scheduler alone; - reads standard input";

void add_file_options(CLI::App& command, arguments& given) {
  command.add_option("--set", given.overrides, "change the file: scheduler.T_max=120")
      ->type_name("PATH=VALUE")
      ->allow_extra_args(false);
}

void add_run_options(CLI::App& command, arguments& given) {
  command.add_option("--epochs", given.trace.run.epochs, "epochs of the run (default: the recipe's)")
      ->type_name("N")
      ->check(CLI::Range(1, 1'000'000).description(""));
  command
      .add_option("--batches-per-epoch", given.trace.run.batches_per_epoch,
                  "batches in an epoch (default: the recipe's)")
      ->type_name("N")
      ->check(CLI::Range(1, 1'000'000'000).description(""));
}

void add_trace_options(CLI::App& command, arguments& given) {
  add_run_options(command, given);
  command
      .add_option("--steps", given.trace.steps,
                  "steps: batches if a scheduler counts them, otherwise epochs (default: --epochs, or one for each "
                  "metric, or to the schedule's end, or the recipe's epochs, or 100)")
      ->type_name("N")
      ->check(CLI::Range(0, 10'000'000).description(""));
  const auto add_values = [&](std::string name, std::vector<double>& values, const char* help) {
    const auto read = [name, &values](const std::vector<std::string>& texts) { values = initial_values(name, texts); };
    return command.add_option_function<std::vector<std::string>>(name, read, help);
  };
  add_values("--lr", given.trace.lr, "the groups' learning rates (default: the recipe's, or 0.1)")->type_name("LR,...");
  add_values("--momentum", given.trace.momentum, "the groups' momentum (default: the recipe's)")->type_name("M,...");
  command
      .add_option("--metrics", given.trace.metrics,
                  "the metrics that schedulers such as ReduceLROnPlateau watch: one line for each step of theirs")
      ->type_name("FILE");
  add_file_options(command, given);
}

/// A better message than CLI11's for an unknown command; empty if the command is known.
std::string unknown_command(const CLI::App& app, std::string_view first) {
  std::vector<std::string_view> names;
  for (const auto* command : app.get_subcommands([](const CLI::App*) { return true; })) {
    names.push_back(command->get_name());
  }
  if (first.starts_with('-') || std::ranges::find(names, first) != names.end()) return {};
  const auto meant = roster::nearest(first, names);
  auto all =
      roster::detail::to_text(first) + " is not a command, expected " + roster::detail::enumerated(names, " or ");
  if (meant < names.size()) all += "; did you mean " + std::string(names[meant]) + "?";
  return all;
}

/// Prints what CLI11 says, help too, without what a terminal obeys: it repeats words of the command line.
int report(const CLI::App& app, const CLI::ParseError& problem) {
  std::ostringstream out, err;
  const auto status = app.exit(problem, out, err);
  print(std::move(out).str());
  std::istringstream lines(std::move(err).str());
  for (std::string line; std::getline(lines, line);) {
    std::fprintf(stderr, "%s\n", roster::detail::printable(line).c_str());
  }
  return status;
}

}  // namespace

int main(int argc, char** argv) {
  arguments given;
  bool right = true;
  CLI::App app("Lists learning-rate schedulers, checks recipes, and shows what the learning rate will be.", "roster");
  app.set_version_flag("--version", "roster " ROSTER_VERSION);
  app.require_subcommand(1);
  app.footer(
      "  roster describe CosineAnnealingLR\n"
      "  roster check recipe.yaml\n"
      "  roster plot recipe.yaml --set scheduler.T_max=200\n"
      "  roster schema >recipe.schema.json");

  auto* const list = app.add_subcommand("list", "list the schedulers and what each does");
  list->add_flag("--optimizers", given.optimizers, "list the optimizers instead");
  list->footer("  roster list");
  list->callback([&] { print(tools::list(given.optimizers ? tools::optimizer_names() : tools::scheduler_names())); });

  auto* const describe_ =
      app.add_subcommand("describe", "describe a scheduler or an optimizer: fields, formula, picture, example");
  describe_->add_option("NAME", given.name, "such as StepLR")->required();
  describe_->footer("  roster describe StepLR\n  roster describe SGD");
  describe_->callback([&] { describe(given); });

  auto* const check_ = app.add_subcommand(
      "check", "report all problems of recipes, and what is surely not meant; status 2 if there are problems");
  check_->add_option("FILE", given.files, what_files_are)->required();
  add_run_options(*check_, given);
  add_file_options(*check_, given);
  check_->footer("  roster check *.yaml\n  roster check recipe.yaml --set optimizer.lr=0.05");
  check_->callback([&] { right = check(given); });

  auto* const trace_ = app.add_subcommand("trace", "print what is scheduled at every step: learning rate, momentum, …");
  trace_->add_option("FILE", given.files, what_files_are)->required()->expected(1);
  add_trace_options(*trace_, given);
  trace_->add_option("--format", given.format, "csv or json")
      ->capture_default_str()
      ->check(CLI::IsMember({"csv", "json"}));
  trace_->footer(
      "  roster trace recipe.yaml --steps 50\n"
      "  roster trace recipe.yaml --lr 0.1,0.01 --format json\n"
      "  roster trace recipe.yaml --epochs 10 --batches-per-epoch 391\n"
      "  echo '{name: StepLR, step_size: 30}' | roster trace -");
  trace_->callback([&] { trace(given); });

  auto* const plot_ = app.add_subcommand("plot", "draw one or several schedules, in the terminal or into a file");
  plot_->add_option("FILE", given.files, what_files_are)->required();
  plot_->add_option("-o,--output", given.output, "the picture's file: an SVG or a PNG, by its extension")
      ->type_name("FILE");
  plot_->add_option("--title", given.title, "the title above the picture");
  plot_->add_flag("--log", given.log, "logarithmic axis for the learning rate");
  add_trace_options(*plot_, given);
  plot_->footer("  roster plot recipe.yaml\n  roster plot step.yaml cosine.yaml -o compared.svg --log");
  plot_->callback([&] { plot(given); });

  auto* const schema = app.add_subcommand("schema", "print a JSON Schema of recipes, for editors and validators");
  schema->footer("  roster schema >recipe.schema.json");
  schema->callback([&] {
    using recipe = roster::recipe_of<tools::scheduler_registry>;
    const auto made = roster::schema<recipe, tools::scheduler_entry>("A training recipe", "urn:roster:recipe");
    print(roster::to_json(made, 2) + "\n");
  });

  auto* const completion = app.add_subcommand("completion", "print a script that teaches bash these commands");
  completion->footer("  source <(roster completion)");
  completion->callback([&] {
    auto names = tools::scheduler_names();
    const auto optimizers = tools::optimizer_names();
    names.insert(names.end(), optimizers.begin(), optimizers.end());
    print(tools::bash_completion(app, names));
  });

  try {
    if (argc > 1) {
      if (const auto problem = unknown_command(app, argv[1]); !problem.empty()) throw std::runtime_error(problem);
    }
    app.parse(argc, argv);
    if (std::fflush(stdout) != 0 || std::ferror(stdout) != 0)
      throw std::runtime_error("cannot write to the standard output");
  } catch (const CLI::ParseError& problem) {
    return report(app, problem) == 0 ? 0 : 2;
  } catch (const std::exception& problem) {
    std::fflush(stdout);
    std::fprintf(stderr, "roster: %s\n", problem.what());
    return 2;
  }
  return right ? 0 : 2;
}
