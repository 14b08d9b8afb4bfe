#include "train/ranks/launch.hpp"

#include <catch2/catch_message.hpp>
#include <catch2/catch_test_macros.hpp>
#include <cstdlib>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "support/refusal.hpp"

// Only REQUIRE: LibTorch has its own CHECK.
namespace launch_tests {

using train::launch;
using variables = std::map<std::string, std::string>;

std::optional<launch> read(const variables& all) {
  return train::read_launch([&](const char* name) {
    const auto found = all.find(name);
    return found == all.end() ? nullptr : found->second.c_str();
  });
}
std::string refusal(const variables& all) {
  return test::refusal([&] { read(all); });
}
/// `more` replaces what is in `all`.
variables with(variables all, const variables& more) {
  for (const auto& [name, value] : more) all[name] = value;
  return all;
}
variables without(variables all, const std::vector<std::string>& names) {
  for (const auto& name : names) all.erase(name);
  return all;
}

const std::string torchrun_sets = "; torchrun sets it, or by hand: RANK, WORLD_SIZE, MASTER_ADDR and MASTER_PORT";

const variables by_hand{{"RANK", "1"}, {"WORLD_SIZE", "4"}, {"MASTER_ADDR", "node1"}, {"MASTER_PORT", "1234"}};
// What the launchers set, as far as it matters: torchrun of PyTorch 2.14, Open MPI 4.1, MPICH 4.0, SLURM 23.11
const variables torchrun = with(by_hand, {{"LOCAL_RANK", "1"},
                                          {"LOCAL_WORLD_SIZE", "2"},
                                          {"GROUP_RANK", "0"},
                                          {"TORCHELASTIC_RESTART_COUNT", "2"},
                                          {"TORCHELASTIC_MAX_RESTARTS", "3"},
                                          {"TORCHELASTIC_RUN_ID", "none"},
                                          {"TORCHELASTIC_USE_AGENT_STORE", "True"}});
const variables open_mpi{{"OMPI_COMM_WORLD_RANK", "3"},
                         {"OMPI_COMM_WORLD_SIZE", "4"},
                         {"OMPI_COMM_WORLD_LOCAL_RANK", "3"},
                         {"OMPI_COMM_WORLD_LOCAL_SIZE", "4"},
                         {"PMIX_RANK", "3"}};
const variables mpich{
    {"PMI_RANK", "1"}, {"PMI_SIZE", "2"}, {"PMI_FD", "8"}, {"MPI_LOCALRANKID", "1"}, {"MPI_LOCALNRANKS", "2"}};
const variables slurm{{"SLURM_JOB_ID", "3998"},      {"SLURM_STEP_ID", "0"}, {"SLURM_PROCID", "5"},
                      {"SLURM_NTASKS", "8"},         {"SLURM_NNODES", "1"},  {"SLURM_LOCALID", "5"},
                      {"SLURM_STEP_NUM_TASKS", "8"}, {"SLURM_NODEID", "0"},  {"SLURM_STEP_NUM_NODES", "1"}};
const variables batch_script{{"SLURM_JOB_ID", "3998"},
                             {"SLURM_PROCID", "0"},
                             {"SLURM_NTASKS", "8"},
                             {"SLURM_NNODES", "2"},
                             {"SLURM_LOCALID", "0"}};

TEST_CASE("A process that no launcher started has no launch", "[launch]") {
  for (const auto& all : {
           variables{},
           variables{{"MASTER_ADDR", "node1"}},
           variables{{"MASTER_ADDR", ""}, {"MASTER_PORT", "x"}},
           variables{{"LOCAL_RANK", "1"}, {"TORCHELASTIC_USE_AGENT_STORE", "maybe"}},
           variables{{"GLOO_SOCKET_IFNAME", ""}},
           variables{{"PMIX_RANK", "1"}},
           variables{{"SLURM_NTASKS", "8"}},  // srun reads it as an option
           batch_script,
           with(slurm, {{"SLURM_STEP_ID", "4294967290"}}),  // the shell of salloc
           with(slurm, {{"SLURM_STEP_ID", "4294967291"}}),
       }) {
    REQUIRE(read(all) == std::nullopt);
  }
}

TEST_CASE("What each launcher sets becomes the same kind of launch", "[launch]") {
  const std::vector<std::pair<variables, launch>> table{
      {by_hand, {.rank = 1, .size = 4, .address = "node1", .port = 1234}},
      {torchrun,
       {.rank = 1,
        .size = 4,
        .address = "node1",
        .port = 1234,
        .local_rank = 1,
        .launcher_has_store = true,
        .restarts = 2,
        .may_restart = true}},
      {with(torchrun, {{"TORCHELASTIC_USE_AGENT_STORE", "False"},
                       {"TORCHELASTIC_RESTART_COUNT", "0"},
                       {"TORCHELASTIC_MAX_RESTARTS", "0"}}),
       {.rank = 1, .size = 4, .address = "node1", .port = 1234, .local_rank = 1}},
      {open_mpi, {.rank = 3, .size = 4, .address = "127.0.0.1", .port = 29500, .local_rank = 3}},
      {with(open_mpi, {{"MASTER_ADDR", "10.0.0.1"}, {"MASTER_PORT", "5"}}),
       {.rank = 3, .size = 4, .address = "10.0.0.1", .port = 5, .local_rank = 3}},
      {with(open_mpi,
            {{"OMPI_COMM_WORLD_LOCAL_SIZE", "2"}, {"OMPI_COMM_WORLD_LOCAL_RANK", "1"}, {"MASTER_ADDR", "node1"}}),
       {.rank = 3, .size = 4, .address = "node1", .port = 29500, .local_rank = 1}},
      {mpich, {.rank = 1, .size = 2, .address = "127.0.0.1", .port = 29500, .local_rank = 1}},
      {with(without(mpich, {"MPI_LOCALRANKID", "MPI_LOCALNRANKS"}), {{"MASTER_ADDR", "a.b"}}),
       {.rank = 1, .size = 2, .address = "a.b", .port = 29500}},
      {slurm, {.rank = 5, .size = 8, .address = "127.0.0.1", .port = 29500, .local_rank = 5}},
      {with(slurm, {{"SLURM_STEP_NUM_NODES", "2"}, {"SLURM_LOCALID", "1"}, {"MASTER_ADDR", "c1"}}),
       {.rank = 5, .size = 8, .address = "c1", .port = 29500, .local_rank = 1}},
      // A container that is given only these
      {{{"SLURM_PROCID", "1"}, {"SLURM_NTASKS", "2"}, {"MASTER_ADDR", "c1"}},
       {.rank = 1, .size = 2, .address = "c1", .port = 29500}},
  };
  for (const auto& [given, expected] : table) {
    REQUIRE(refusal(given) == "");
    REQUIRE(read(given) == expected);
  }
}

TEST_CASE("The launcher that is nearest to the process counts", "[launch]") {
  const launch as_by_hand{.rank = 1, .size = 4, .address = "node1", .port = 1234};
  for (const auto& outer : {open_mpi, mpich, slurm, batch_script}) {
    REQUIRE(read(with(outer, by_hand)) == as_by_hand);  // srun torchrun
  }
  // mpirun starts its helpers with srun, one on each host
  const auto one_each = with(slurm, {{"SLURM_PROCID", "0"}, {"SLURM_STEP_NUM_TASKS", "2"}});
  for (const auto& mpi : {open_mpi, mpich}) {
    for (const auto& outer : {slurm, batch_script, one_each}) REQUIRE(read(with(outer, mpi)) == read(mpi));
  }
  // srun --mpi=pmi2
  REQUIRE(read(with(slurm, {{"PMI_RANK", "5"}, {"PMI_SIZE", "8"}, {"PMI_FD", "6"}})) == read(slurm));
  // Of a step that has fewer tasks than the job, on one of its hosts
  const auto part = with(slurm, {{"SLURM_NTASKS", "16"}, {"SLURM_NNODES", "2"}});
  REQUIRE(read(part) == read(slurm));
  // An older SLURM, without the variables of the step
  REQUIRE(read(without(slurm, {"SLURM_STEP_NUM_TASKS", "SLURM_STEP_NUM_NODES"})) == read(slurm));
  // torchrun's other variables do not count under another launcher
  REQUIRE(read(with(open_mpi, {{"LOCAL_RANK", "x"}, {"TORCHELASTIC_USE_AGENT_STORE", "True"}})) == read(open_mpi));
}

TEST_CASE("One process needs neither address nor port", "[launch]") {
  REQUIRE(read({{"RANK", "0"}, {"WORLD_SIZE", "1"}}) == launch{});
  REQUIRE(read({{"RANK", "0"}, {"WORLD_SIZE", "1"}, {"MASTER_ADDR", "::1"}, {"MASTER_PORT", "1"}}) ==
          launch{.address = "::1", .port = 1});
  REQUIRE(read({{"PMI_RANK", "0"}, {"PMI_SIZE", "1"}}) == launch{.port = 29500});
  REQUIRE(refusal({{"RANK", "1"}, {"WORLD_SIZE", "1"}, {"MASTER_PORT", "0"}}) ==
          "environment: 2 problems\n  RANK is \"1\", expected 0 (WORLD_SIZE is 1)" + torchrun_sets +
              "\n  MASTER_PORT is \"0\", expected an integer from 1 to 65535" + torchrun_sets);
}

TEST_CASE("The environment of this process can be read", "[launch]") {
  REQUIRE(setenv("RANK", "0", 1) == 0);
  REQUIRE(setenv("WORLD_SIZE", "1", 1) == 0);
  const auto found = train::read_launch(std::getenv);
  unsetenv("RANK");
  unsetenv("WORLD_SIZE");
  REQUIRE(found.has_value());
  REQUIRE(found->size == 1);
}

TEST_CASE("All of a launch's variables that are missing are reported", "[launch][message]") {
  const std::string place = "expected the name or address of rank 0's host";
  const std::vector<std::pair<variables, std::string>> table{
      {{{"RANK", "1"}},
       "3 problems\n  WORLD_SIZE is missing, expected an integer from 1 to 65536" + torchrun_sets +
           "\n  MASTER_ADDR is missing, " + place + torchrun_sets +
           "\n  MASTER_PORT is missing, expected an integer from 1 to 65535" + torchrun_sets},
      {{{"WORLD_SIZE", "4"}},
       "3 problems\n  RANK is missing, expected an integer from 0 to 3 (WORLD_SIZE is 4)" + torchrun_sets +
           "\n  MASTER_ADDR is missing, " + place + torchrun_sets +
           "\n  MASTER_PORT is missing, expected an integer from 1 to 65535" + torchrun_sets},
      // A habit of batch scripts, for programs that take SLURM's rank
      {with(slurm, without(by_hand, {"RANK"})), "RANK is missing, expected an integer from 0 to 3 (WORLD_SIZE is 4)" +
                                                    torchrun_sets + "; or unset WORLD_SIZE to use SLURM_PROCID"},
      {with(mpich, without(by_hand, {"WORLD_SIZE"})), "WORLD_SIZE is missing, expected an integer from 1 to 65536" +
                                                          torchrun_sets + "; or unset RANK to use PMI_RANK"},
      {without(open_mpi, {"OMPI_COMM_WORLD_RANK"}),
       "OMPI_COMM_WORLD_RANK is missing, expected an integer from 0 to 3 (OMPI_COMM_WORLD_SIZE is 4); mpirun sets it"},
      {without(mpich, {"PMI_SIZE"}), "PMI_SIZE is missing, expected an integer from 1 to 65536; mpiexec sets it"},
      {without(slurm, {"SLURM_PROCID"}),
       "SLURM_PROCID is missing, expected an integer from 0 to 7 (SLURM_STEP_NUM_TASKS is 8); srun sets it"},
      {without(slurm, {"SLURM_STEP_NUM_TASKS", "SLURM_NTASKS"}),
       "SLURM_NTASKS is missing, expected an integer from 1 to 65536; srun sets it"},
      {with(open_mpi, {{"OMPI_COMM_WORLD_LOCAL_SIZE", "2"}, {"OMPI_COMM_WORLD_LOCAL_RANK", "1"}}),
       "MASTER_ADDR is missing, " + place + "; mpirun: -x MASTER_ADDR=HOST"},
      {without(mpich, {"MPI_LOCALNRANKS"}), "MASTER_ADDR is missing, " + place + "; mpiexec: -genv MASTER_ADDR HOST"},
      {with(slurm, {{"SLURM_STEP_NUM_NODES", "2"}}),
       "MASTER_ADDR is missing, " + place +
           "; before srun: export MASTER_ADDR=$(scontrol show hostnames \"$SLURM_JOB_NODELIST\" | head -n 1)"},
      {without(slurm, {"SLURM_STEP_NUM_NODES", "SLURM_NNODES"}),
       "MASTER_ADDR is missing, " + place +
           "; before srun: export MASTER_ADDR=$(scontrol show hostnames \"$SLURM_JOB_NODELIST\" | head -n 1)"},
  };
  for (const auto& [given, expected] : table) REQUIRE(refusal(given) == "environment: " + expected);
}

TEST_CASE("A variable that is wrong is reported with what came and what was expected", "[launch][message]") {
  const std::string rank = "an integer from 0 to 3 (WORLD_SIZE is 4)", size = "an integer from 1 to 65536",
                    port = "an integer from 1 to 65535", host = "the name or address of rank 0's host",
                    interfaces = "a network interface, or several with commas: eth0,eth1";
  struct fault {
    std::string name, given, shown, expected;
  };
  std::vector<fault> all;
  const auto add = [&](const std::string& name, const std::string& expected, const std::vector<std::string>& given) {
    for (const auto& one : given) all.push_back({name, one, one.empty() ? "empty" : "\"" + one + "\"", expected});
  };
  const std::vector<std::string> no_integers{
      "", " ", "x", "-1", "+1", "1 ", " 1", "0x1", "1.0", "1e0", "4294967296", "99999999999999999999999", "1,", "one"};
  for (const auto& one : {std::pair("RANK", rank), std::pair("WORLD_SIZE", size), std::pair("LOCAL_RANK", rank),
                          std::pair("MASTER_PORT", port)}) {
    add(one.first, one.second, no_integers);
  }
  add("RANK", rank, {"4", "65536", "4294967295", "2147483648"});
  add("LOCAL_RANK", rank, {"4"});
  add("WORLD_SIZE", size, {"0", "65537", "2147483648"});
  add("MASTER_PORT", port, {"0", "65536", "70000"});
  add("MASTER_ADDR", host,
      {"", " ", "node 1", "node1 ", "http://node1", "[::1]", "a,b", "größe", "node1/", "$HOST", "tcp://node1"});
  add("MASTER_ADDR", host + " without a port", {"node1:29500", "127.0.0.1:1", "node1:"});
  add("GLOO_SOCKET_IFNAME", interfaces,
      {"", " ", "eth0,", ",eth0", "eth0,,eth1", "eth0, eth1", "a/b", "sixteen-letters-", "eth0 eth1"});
  add("TORCHELASTIC_USE_AGENT_STORE", "True or False", {"", "true", "1", "TRUE", "True ", "no"});
  for (const auto* name : {"TORCHELASTIC_RESTART_COUNT", "TORCHELASTIC_MAX_RESTARTS"}) {
    add(name, "an integer from 0 to 1000000000", {"", "-1", "x", "1000000001"});
  }
  for (const auto& one : all) {
    auto expected = "environment: " + one.name + " is " + one.shown + ", expected " + one.expected;
    if (one.name == "GLOO_SOCKET_IFNAME") {
      expected += "; or unset it";
    } else {
      expected += one.name.starts_with("TORCHELASTIC") ? "; torchrun sets it" : torchrun_sets;
    }
    const auto limits = one.name == "WORLD_SIZE" ? variables{{"RANK", "0"}, {"LOCAL_RANK", "0"}} : variables{};
    REQUIRE(refusal(with(with(torchrun, limits), {{one.name, one.given}})) == expected);
  }
}

TEST_CASE("A wrong variable of mpirun, mpiexec or srun is reported", "[launch][message]") {
  const std::vector<std::pair<variables, std::string>> table{
      {with(open_mpi, {{"OMPI_COMM_WORLD_RANK", "4"}, {"MASTER_PORT", "0"}, {"MASTER_ADDR", ""}}),
       "3 problems\n"
       "  OMPI_COMM_WORLD_RANK is \"4\", expected an integer from 0 to 3 (OMPI_COMM_WORLD_SIZE is 4); mpirun sets it\n"
       "  MASTER_ADDR is empty, expected the name or address of rank 0's host; mpirun: -x MASTER_ADDR=HOST\n"
       "  MASTER_PORT is \"0\", expected an integer from 1 to 65535; or unset it to use 29500"},
      {with(open_mpi, {{"OMPI_COMM_WORLD_LOCAL_SIZE", "5"}}),
       "OMPI_COMM_WORLD_LOCAL_SIZE is \"5\", expected an integer from 1 to 4 (OMPI_COMM_WORLD_SIZE is 4); mpirun sets "
       "it"},
      {with(mpich, {{"MPI_LOCALRANKID", "2"}}),
       "MPI_LOCALRANKID is \"2\", expected an integer from 0 to 1 (MPI_LOCALNRANKS is 2); mpiexec sets it"},
      {with(slurm, {{"SLURM_STEP_NUM_NODES", "0"}, {"SLURM_LOCALID", "8"}}),
       "2 problems\n"
       "  SLURM_STEP_NUM_NODES is \"0\", expected an integer from 1 to 65536; srun sets it\n"
       "  SLURM_LOCALID is \"8\", expected an integer from 0 to 7 (SLURM_STEP_NUM_TASKS is 8); srun sets it"},
  };
  for (const auto& [given, expected] : table) REQUIRE(refusal(given) == "environment: " + expected);
}

TEST_CASE("A variable is shown on one line, and cut", "[launch][message]") {
  REQUIRE(refusal(with(by_hand, {{"RANK", "1\n\x1b[31m"}})) ==
          "environment: RANK is \"1\\x0a\\x1b[31m\", expected an integer from 0 to 3 (WORLD_SIZE is 4)" +
              torchrun_sets);
  REQUIRE(refusal(with(by_hand, {{"MASTER_ADDR", std::string(5000, 'a')}})) ==
          "environment: MASTER_ADDR is \"" + std::string(60, 'a') +
              "…\", expected the name or address of rank 0's host" + torchrun_sets);
}

TEST_CASE("Hosts and interfaces have the names that systems allow", "[launch]") {
  for (const auto* host : {"localhost", "node-1.cluster_2.example", "10.0.0.1", "::1", "fe80::1%eth0", "2001:db8::7"}) {
    REQUIRE(read(with(by_hand, {{"MASTER_ADDR", host}}))->address == host);
  }
  const auto interfaces = [](const char* given) {
    return read(with(slurm, {{"GLOO_SOCKET_IFNAME", given}}))->interfaces;
  };
  REQUIRE(interfaces("eth0") == std::vector<std::string>{"eth0"});
  REQUIRE(interfaces("enp1s0f0np0,ib0,br-1.2") == std::vector<std::string>{"enp1s0f0np0", "ib0", "br-1.2"});
}

}  // namespace launch_tests
