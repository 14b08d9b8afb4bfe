#include "launch.hpp"

#include <charconv>
#include <cstddef>
#include <string_view>
#include <system_error>

#include "roster/input/detail/concat.hpp"
#include "roster/input/detail/text.hpp"
#include "roster/input/place.hpp"

namespace train {
namespace {

using roster::problem_kind;
using roster::detail::concat;
using roster::detail::to_text;

constexpr int most_processes = 65'536;
constexpr int default_port = 29'500;  // torchrun's

/// The variables of a launcher; null: it has none for this.
struct launcher {
  const char* rank;
  const char* size;
  const char* local_rank;
  const char* local_size = nullptr;  // processes on this host
  const char* hosts = nullptr;
  std::string sets_them;     // how a problem with one of these ends
  std::string sets_address;  // how a problem with MASTER_ADDR ends
  bool is_torchrun = false;  // or a person, who sets torchrun's variables
};

bool is_set(const environment& variables, const char* name) { return variables(name) != nullptr; }

/// Digits only: no sign, no blank, nothing after them.
std::optional<std::uint32_t> read_integer(std::string_view text) {
  std::uint32_t number = 0;
  const auto* const end = text.data() + text.size();
  if (text.find_first_not_of("0123456789") != text.npos) return {};
  if (const auto [read, failed] = std::from_chars(text.data(), end, number); failed != std::errc{} || read != end) {
    return {};
  }
  return number;
}

/// Whether srun started this process. A batch script and the shell of salloc see SLURM's variables, too: they have no
/// step, or one of the numbers that SLURM keeps for such steps (slurm.h: SLURM_MAX_NORMAL_STEP_ID).
bool is_slurm_task(const environment& variables) {
  if (const auto* const step = variables("SLURM_STEP_ID")) return read_integer(step).value_or(0) < 0xffff'fff0;
  return is_set(variables, "SLURM_PROCID") && !is_set(variables, "SLURM_JOB_ID");
}

std::optional<launcher> find_mpi_or_slurm(const environment& variables) {
  const auto either = [&](const char* a, const char* b) { return is_set(variables, a) || is_set(variables, b); };
  if (either("OMPI_COMM_WORLD_RANK", "OMPI_COMM_WORLD_SIZE")) {
    return launcher{.rank = "OMPI_COMM_WORLD_RANK",
                    .size = "OMPI_COMM_WORLD_SIZE",
                    .local_rank = "OMPI_COMM_WORLD_LOCAL_RANK",
                    .local_size = "OMPI_COMM_WORLD_LOCAL_SIZE",
                    .sets_them = "; mpirun sets it",
                    .sets_address = "; mpirun: -x MASTER_ADDR=HOST"};
  }
  const bool slurm = is_slurm_task(variables);
  // srun --mpi=pmi2 sets PMI_RANK and PMI_SIZE as well, but not MPICH's variables of this host
  if (either("PMI_RANK", "PMI_SIZE") && (!slurm || either("MPI_LOCALRANKID", "MPI_LOCALNRANKS"))) {
    return launcher{.rank = "PMI_RANK",
                    .size = "PMI_SIZE",
                    .local_rank = "MPI_LOCALRANKID",
                    .local_size = "MPI_LOCALNRANKS",
                    .sets_them = "; mpiexec sets it",
                    .sets_address = "; mpiexec: -genv MASTER_ADDR HOST"};
  }
  if (!slurm) return {};
  const auto of_step = [&](const char* step, const char* job) { return is_set(variables, step) ? step : job; };
  return launcher{.rank = "SLURM_PROCID",
                  .size = of_step("SLURM_STEP_NUM_TASKS", "SLURM_NTASKS"),
                  .local_rank = "SLURM_LOCALID",
                  .hosts = of_step("SLURM_STEP_NUM_NODES", "SLURM_NNODES"),
                  .sets_them = "; srun sets it",
                  .sets_address =
                      "; before srun: export MASTER_ADDR=$(scontrol show hostnames "
                      "\"$SLURM_JOB_NODELIST\" | head -n 1)"};
}

/// torchrun comes first: under `srun torchrun`, SLURM's variables count torchrun's processes, not those they start.
std::optional<launcher> find_launcher(const environment& variables) {
  auto other = find_mpi_or_slurm(variables);
  const bool rank = is_set(variables, "RANK"), size = is_set(variables, "WORLD_SIZE");
  if (!rank && !size) return other;
  std::string by = "; torchrun sets it, or by hand: RANK, WORLD_SIZE, MASTER_ADDR and MASTER_PORT";
  if (other && rank != size) by += concat({"; or unset ", rank ? "RANK" : "WORLD_SIZE", " to use ", other->rank});
  return launcher{.rank = "RANK",
                  .size = "WORLD_SIZE",
                  .local_rank = "LOCAL_RANK",
                  .sets_them = by,
                  .sets_address = by,
                  .is_torchrun = true};
}

/// Reads variables, and reports those that are missing or wrong.
class reader {
 public:
  reader(const environment& variables, const roster::place& here) : variables_(variables), here_(here) {}

  /// The integer, from `first` to `last`; nullopt if it is not set, or wrong. `why` explains the limits; `by` is how
  /// the problem ends: who sets the variable.
  std::optional<int> integer(const char* name, int first, int last, std::string_view why, std::string_view by) const {
    const auto* const text = variables_(name);
    if (!text) return {};
    const auto number = read_integer(text);
    if (number && *number >= static_cast<std::uint32_t>(first) && *number <= static_cast<std::uint32_t>(last)) {
      return static_cast<int>(*number);
    }
    report(number ? problem_kind::out_of_range : problem_kind::wrong_type, name, range(first, last, why), by);
    return {};
  }
  std::optional<int> needed_integer(const char* name, int first, int last, std::string_view why,
                                    std::string_view by) const {
    if (!variables_(name)) report(problem_kind::missing, name, range(first, last, why), by);
    return integer(name, first, last, why, by);
  }

  /// Python's True or False, as torchrun writes them.
  bool truth(const char* name, std::string_view by) const {
    const auto* const text = variables_(name);
    if (!text || std::string_view(text) == "False") return false;
    if (std::string_view(text) != "True") report(problem_kind::wrong_type, name, "True or False", by);
    return true;
  }

  /// A host's name, IPv4 or IPv6 address.
  std::string host(const char* name, std::string_view by) const {
    const auto* const given = variables_(name);
    const std::string text = given ? given : "";
    // "%" is for the interface of a link-local address
    constexpr auto allowed = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.:%";
    const auto colon = text.find(':');
    const bool fits = !text.empty() && text.size() <= 253 && text.find_first_not_of(allowed) == text.npos;
    const bool has_port = fits && colon != text.npos && colon == text.rfind(':');
    if (!fits || has_port) {
      const auto* const without = has_port ? " without a port" : "";
      report(given ? problem_kind::rule : problem_kind::missing, name,
             concat({"the name or address of rank 0's host", without}), by);
    }
    return text;
  }

  /// Names of network interfaces, with commas between. Linux allows 15 bytes without blanks and slashes.
  std::vector<std::string> interfaces(const char* name) const {
    const auto* const given = variables_(name);
    if (!given) return {};
    std::vector<std::string> all;
    bool fit = true;
    for (std::string_view rest = given;;) {
      const auto comma = rest.find(',');
      const auto one = rest.substr(0, comma);
      fit = fit && !one.empty() && one.size() <= 15 && one.find_first_of(" \t\n\v\f\r/") == one.npos;
      all.emplace_back(one);
      if (comma == rest.npos) break;
      rest.remove_prefix(comma + 1);
    }
    constexpr auto expected = "a network interface, or several with commas: eth0,eth1";
    if (!fit) report(problem_kind::rule, name, expected, "; or unset it");
    return all;
  }

 private:
  void report(problem_kind kind, const char* name, std::string_view expected, std::string_view by) const {
    const auto* const text = variables_(name);
    std::string given = "missing";
    if (text) given = *text == '\0' ? "empty" : to_text(std::string_view(text));
    here_.member(name).report(kind, concat({"is ", given, ", expected ", expected, by}));
  }

  /// "an integer from 0 to 3 (WORLD_SIZE is 4)"
  static std::string range(int first, int last, std::string_view why) {
    const auto from = std::to_string(first), to = std::to_string(last);
    return first == last ? concat({from, why}) : concat({"an integer from ", from, " to ", to, why});
  }

  const environment& variables_;
  const roster::place& here_;
};

/// The highest rank, if the variable `name` has that many processes.
struct rank_limit {
  int last = most_processes - 1;
  std::string why;  // " (WORLD_SIZE is 4)"

  rank_limit(const char* name, std::optional<int> size) {
    if (!size) return;
    last = *size - 1;
    why = concat({" (", name, " is ", std::to_string(*size), ")"});
  }
};

launch read(const launcher& from, const environment& variables, const roster::place& here) {
  const reader read(variables, here);
  launch made;
  const auto size = read.needed_integer(from.size, 1, most_processes, "", from.sets_them);
  const rank_limit ranks(from.size, size);
  made.size = size.value_or(most_processes);
  made.rank = read.needed_integer(from.rank, 0, ranks.last, ranks.why, from.sets_them).value_or(0);

  std::optional<bool> one_host = false;  // as far as the launcher says; nullopt if what it says is wrong
  auto local_ranks = ranks;
  if (from.local_size) {
    const auto local = read.integer(from.local_size, 1, made.size, ranks.why, from.sets_them);
    if (local) local_ranks = rank_limit(from.local_size, local);
    one_host = local == size;
    if (!size || (!local && is_set(variables, from.local_size))) one_host = {};
  } else if (from.hosts) {
    const auto hosts = read.integer(from.hosts, 1, most_processes, "", from.sets_them);
    one_host = hosts == 1;
    if (!hosts && is_set(variables, from.hosts)) one_host = {};
  }
  made.local_rank = read.integer(from.local_rank, 0, local_ranks.last, local_ranks.why, from.sets_them);

  const bool alone = size == 1;
  if (is_set(variables, "MASTER_ADDR") || (!alone && one_host == false)) {
    made.address = read.host("MASTER_ADDR", from.sets_address);
  } else if (one_host == true) {
    made.address = "127.0.0.1";
  }
  const std::string port_by = from.is_torchrun ? from.sets_them : "; or unset it to use 29500";
  const auto port = from.is_torchrun && !alone ? read.needed_integer("MASTER_PORT", 1, 65'535, "", port_by)
                                               : read.integer("MASTER_PORT", 1, 65'535, "", port_by);
  made.port = static_cast<std::uint16_t>(port.value_or(from.is_torchrun ? 0 : default_port));
  if (from.is_torchrun) {
    constexpr auto by = "; torchrun sets it";
    constexpr int most_restarts = 1'000'000'000;
    made.launcher_has_store = read.truth("TORCHELASTIC_USE_AGENT_STORE", by);
    made.restarts = read.integer("TORCHELASTIC_RESTART_COUNT", 0, most_restarts, "", by).value_or(0);
    made.may_restart = read.integer("TORCHELASTIC_MAX_RESTARTS", 0, most_restarts, "", by).value_or(0) > 0;
  }
  made.interfaces = read.interfaces("GLOO_SOCKET_IFNAME");
  return made;
}

}  // namespace

std::optional<launch> read_launch(const environment& variables) {
  const auto from = find_launcher(variables);
  if (!from) return {};
  return roster::checked("environment", [&](const roster::place& here) { return read(*from, variables, here); });
}

}  // namespace train
