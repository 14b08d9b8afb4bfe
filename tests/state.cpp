// The code and the output of docs/state.md. readme.cmake checks that no line of C++ is missing here.
#include <catch2/catch_test_macros.hpp>
#include <filesystem>
#include <iostream>
#include <sstream>
#include <string>
#include <vector>

#include "roster/files.hpp"
#include "roster/roster.hpp"
#include "support/refusal.hpp"
#include "support/temporary_folder.hpp"

namespace state_tests {

/// The block of the document that begins with ```KIND and holds `words`.
std::string block(const std::string& kind, const std::string& words) {
  const auto document =
      roster::read_whole(std::filesystem::path(ROSTER_PARITY_FOLDER) / "../../docs/state.md", 1 << 20);
  const auto begin = document.rfind("```" + kind + "\n", document.find(words)) + kind.size() + 4;
  return document.substr(begin, document.find("```", begin) - begin);
}

TEST_CASE("The document about states shows a whole one", "[state]") {
  const test::temporary_folder folder;
  const auto before = std::filesystem::current_path();
  std::filesystem::current_path(folder.path);
  std::vector<roster::plain_group> groups{{.lr = 0.1}};
  auto scheduler = roster::make<"SequentialLR">(
      groups,
      {.schedulers = {roster::LinearLR{.start_factor = 0.5, .total_iters = 2}, roster::CosineAnnealingLR{.T_max = 10}},
       .milestones = {2}});
  for (int epoch = 0; epoch < 3; ++epoch) scheduler.step();
  roster::write_state("scheduler.json", scheduler.state_dict());
  std::filesystem::current_path(before);
  CHECK(roster::read_whole(folder.path / "scheduler.json", 1 << 20) == block("json", "\"scheduler\""));
}

TEST_CASE("The document about states shows what differs", "[state][message]") {
  const auto of = [](std::int64_t T_max) {
    return roster::SequentialLR{.schedulers = {roster::LinearLR{}, roster::CosineAnnealingLR{.T_max = T_max}},
                                .milestones = {2}};
  };
  std::vector<roster::plain_group> groups{{.lr = 0.1}};
  const auto state = roster::create(roster::default_registry::entry(of(10)), groups).state_dict();
  auto scheduler = roster::create(roster::default_registry::entry(of(20)), groups);
  CHECK(test::refusal([&] { scheduler.load_state_dict(state); }) + "\n" == block("", "state_dict: schedulers[1]"));

  std::ostringstream printed;
  auto* const kept = std::cerr.rdbuf(printed.rdbuf());
  for (const auto& one : scheduler.load_state_dict(state, roster::config_may_differ)) {
    std::cerr << one.sentence() << '\n';  // "schedulers[1].T_max was 10, is 20"
  }
  std::cerr.rdbuf(kept);
  CHECK(printed.str() == "schedulers[1].T_max was 10, is 20\n");
}

}  // namespace state_tests
