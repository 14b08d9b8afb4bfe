#include "completion.hpp"

namespace tools {
namespace {

std::string options_of(const CLI::App& command) {
  std::string words;
  for (const auto* option : command.get_options()) {
    for (const auto& name : option->get_lnames()) words += (words.empty() ? "--" : " --") + name;
    for (const auto& name : option->get_snames()) words += (words.empty() ? "-" : " -") + name;
  }
  return words;
}

}  // namespace

std::string bash_completion(const CLI::App& app, const std::vector<std::string_view>& names) {
  std::string commands, cases, all_names;
  for (const auto name : names) all_names += (all_names.empty() ? "" : " ") + std::string(name);
  for (const auto* command : app.get_subcommands([](const CLI::App*) { return true; })) {
    commands += (commands.empty() ? "" : " ") + command->get_name();
    cases += "    " + command->get_name() + ") words=\"" + options_of(*command) + "\" ;;\n";
  }
  return R"(# Completion of roster for bash: source <(roster completion)
_roster() {
  local current=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} words=
  if [ "$COMP_CWORD" = 1 ]; then
    mapfile -t COMPREPLY < <(compgen -W ")" +
         commands + " " + options_of(app) + R"(" -- "$current")
    return
  fi
  case $before in
    --format) mapfile -t COMPREPLY < <(compgen -W "csv json" -- "$current"); return ;;
  esac
  case ${COMP_WORDS[1]} in
)" + cases +
         R"(  esac
  case $current in
    -*) mapfile -t COMPREPLY < <(compgen -W "$words" -- "$current") ;;
    *)
      if [ "${COMP_WORDS[1]}" = describe ]; then
        mapfile -t COMPREPLY < <(compgen -W ")" +
         all_names + R"(" -- "$current")
      else
        mapfile -t COMPREPLY < <(compgen -f -- "$current")
      fi
      ;;
  esac
}
complete -o filenames -F _roster roster
)";
}

}  // namespace tools
