// The door for recipes and states in files: a user without LibTorch includes only this for them.
#include "roster/files.hpp"

#include <catch2/catch_test_macros.hpp>
#include <string>
#include <vector>

#include "support/temporary_folder.hpp"

namespace door_files_tests {

TEST_CASE("files.hpp reads a recipe, changes it and makes its scheduler", "[files]") {
  const test::temporary_folder folder;
  const auto file = folder.file("recipe.yaml",
                                "optimizer: {name: SGD, lr: 0.5, momentum: 0.9}\n"
                                "scheduler:\n"
                                "  name: SequentialLR\n"
                                "  milestones: [1]\n"
                                "  schedulers:\n"
                                "    - {name: ConstantLR, factor: 0.5}\n"
                                "    - {name: StepLR, step_size: 1}\n");
  const std::vector<std::string> overrides{"scheduler.schedulers[1].gamma=0.25", "optimizer.lr=1"};
  const auto recipe = roster::read_recipe(file, overrides);
  auto groups = roster::groups_of(*recipe.optimizer);
  const auto lr = [&] { return *groups[0].as<roster::SGD>()->lr; };
  CHECK(groups.size() == 1);
  CHECK(groups[0].as<roster::SGD>()->momentum == 0.9);
  auto scheduler = roster::create(recipe.scheduler, groups);
  CHECK(lr() == 0.5);
  scheduler.step();
  CHECK(lr() == 1.0);
  scheduler.step();
  CHECK(lr() == 0.25);
}

TEST_CASE("files.hpp reports the problems of a recipe with line and column", "[files][message]") {
  const test::temporary_folder folder;
  const auto file = folder.file("recipe.yaml",
                                "optimizer: {name: SGD, lr: \"0,1\"}\n"
                                "scheduler: {name: StepLR, step_size: 0}\n");
  try {
    (void)roster::read_recipe(file);
    FAIL("read");
  } catch (const roster::error& error) {
    CHECK(std::string(error.what()) == file.string() + ": 2 problems\n  " + file.string() +
                                           ":1:24: optimizer.lr is \"0,1\", expected a real number of at least 0\n  " +
                                           file.string() +
                                           ":2:27: scheduler.step_size is 0, expected an integer of at least 1");
  }
}

TEST_CASE("files.hpp saves a state to a file and resumes from it", "[files]") {
  const test::temporary_folder folder;
  const auto file = folder.path / "scheduler.json";
  std::vector<roster::plain_group> groups{{.lr = 1.0}}, fresh{{.lr = 1.0}};
  auto saved = roster::make<"StepLR">(groups, {.step_size = 1, .gamma = 0.5});
  saved.step();
  roster::write_state(file, saved.state_dict());
  auto resumed = roster::make<"StepLR">(fresh, {.step_size = 1, .gamma = 0.5});
  resumed.load_state_dict(roster::read_state(file));
  CHECK(fresh == groups);
  CHECK(resumed.last_epoch() == 1);
}

}  // namespace door_files_tests
