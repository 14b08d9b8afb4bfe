#include "roster/recipe_file.hpp"

#include <catch2/catch_test_macros.hpp>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "temporary_folder.hpp"

namespace {

/// A file in a folder of its own, both gone at the end.
struct temporary_file {
  test::temporary_folder folder;
  std::filesystem::path path;

  explicit temporary_file(std::string_view text) : path(folder.file("recipe.json", text)) {}
};

/// The error's text, with the file's path cut off.
std::string recipe_refusal(std::string_view text) {
  const temporary_file file(text);
  try {
    roster::read_recipe(file.path);
  } catch (const roster::error& error) {
    const std::string all = error.what();
    CHECK(all.starts_with(file.path.string() + ": "));
    return all.substr(file.path.string().size() + 2);
  }
  return "";
}

}  // namespace

TEST_CASE("A recipe is read from a file", "[json]") {
  const temporary_file file(R"({
    "optimizer": {"name": "SGD", "lr": 0.1},
    "scheduler": {"name": "CosineAnnealingLR", "T_max": 5, "eta_min": 1e-3, "verbose": false},
    "epochs": 5
  })");
  const auto recipe = roster::read_recipe(file.path);
  CHECK(recipe.epochs == 5);
  CHECK(recipe.batch_size == 128);
  CHECK(*recipe.optimizer->as<roster::SGD>()->lr == 0.1);
  std::vector<roster::plain_group> groups{{.lr = 0.1}};
  auto scheduler = roster::create(recipe.scheduler, groups);
  CHECK(scheduler.schedule().as<roster::CosineAnnealingLR>()->config().eta_min == 1e-3);
}

TEST_CASE("All that is wrong with a recipe is told at once", "[json][message]") {
  CHECK(
      recipe_refusal(R"({"optimiser": {}, "scheduler": {"name": "StepLR", "step_size": "30", "gamma": 0}, "epochs": 0,
                           "seed": 1.5, "seed": 2})") ==
      "7 problems\n"
      "  optimiser is no field of a recipe, which has optimizer, scheduler, epochs, batch_size and seed; did you mean "
      "optimizer?\n"
      "  scheduler.step_size is \"30\", expected an integer, at least 1\n"
      "  scheduler.gamma is 0.0, expected a real number, above 0\n"
      "  epochs is 0, expected an integer, at least 1 and at most 1e+06\n"
      "  seed is 1.5, expected an integer, at least 0\n"
      "  seed is given twice\n"
      "  optimizer is missing, expected a value");
  CHECK(recipe_refusal(R"({"optimizer": {}, "scheduler": "StepLR"})") ==
        "scheduler is \"StepLR\", expected an object with the name of a scheduler");
  CHECK(recipe_refusal(R"({"optimizer": {}, "scheduler": {"name": "stepLR", "step_size": 1}})") ==
        "scheduler.name is \"stepLR\", expected the name of a scheduler (LambdaLR, MultiplicativeLR, StepLR, "
        "MultiStepLR, "
        "ConstantLR, LinearLR, ExponentialLR, PolynomialLR, CosineAnnealingLR, CosineAnnealingWarmRestarts, CyclicLR, "
        "OneCycleLR, ReduceLROnPlateau, SWALR, SequentialLR, ChainedScheduler); did you mean StepLR?");
  CHECK(recipe_refusal("[]") == "is [], expected an object");
  CHECK(recipe_refusal("").starts_with("is no JSON: at line 1, column 1: "));
  CHECK(recipe_refusal(std::string(2'000'000, ' ')) == "is larger than 1 MiB");
}
