"""What Roster costs to compile: user seconds, memory, code. Prints Markdown. Needs nothing but Python and `size`.

    python3 benchmarks/compile_cost.py build/release/benchmarks/compiler.txt
"""

import pathlib

from measure import Compiler, Cost, arguments, print_aim, print_table, sizes, spread

HERE = pathlib.Path(__file__).resolve().parent
GROUPS = "void use(std::string_view name, std::vector<roster::plain_group>& groups) {\n"
CREATE = '  auto made = roster::create(name, groups, {{"step_size", 30}});\n  made.step();\n'
ON_SGD = """#include <torch/torch.h>
void use(torch::optim::SGD& optimizer) { optimizer.step(); }
"""
CREATE_ON_SGD = """#include <torch/torch.h>
#include <roster/libtorch.hpp>
#include <roster/roster.hpp>
void use(std::string_view name, torch::optim::SGD& optimizer) {
  optimizer.step();
  roster::create(name, optimizer, {{"step_size", 30}}).step();
}
"""
ROSTER = "#include <roster/roster.hpp>\n"
ALL_SYSTEMS = "#include <roster/all_schedulers.hpp>\n"
CREATE_ANY = CREATE.replace("roster::create", "roster::all_registry::create")

LIBRARY = "#define ROSTER_LIBRARY extern\n"
STATE = "  const auto state = made.state_dict();\n  made.load_state_dict(state);\n"

# What a file contains, its text, the flags that it is compiled with, and what to reach: seconds and kilobytes of code.
FILES = [
    ("`#include <roster/registry.hpp>`", "#include <roster/registry.hpp>\n", "-O0", (0.2, None)),
    ("`#include <roster/roster.hpp>`, nothing used", ROSTER, "-O0", (1.0, None)),
    (
        '`make<"StepLR">` on plain groups',
        ROSTER + GROUPS + '  (void)name;\n  roster::make<"StepLR">(groups, {.step_size = 30}).step();\n}\n',
        "-O0",
        (1.5, None),
    ),
    ("`create` on plain groups", ROSTER + GROUPS + CREATE + "}\n", "-O0", (3, 250)),
    ("the same at `-O2`", ROSTER + GROUPS + CREATE + "}\n", "-O2", (None, 100)),
    ("the same with `roster::library`", LIBRARY + ROSTER + GROUPS + CREATE + "}\n", "-O0", (1.5, None)),
    ("`create`, `state_dict` and `load_state_dict`", ROSTER + GROUPS + CREATE + STATE + "}\n", "-O0", (4, 350)),
    ("the same with `roster::library`", LIBRARY + ROSTER + GROUPS + CREATE + STATE + "}\n", "-O0", (None, None)),
]
FILES_OF_LIBTORCH = [
    ("`#include <torch/torch.h>` and an SGD, without Roster", ON_SGD, "-O0", (None, None)),
    ("the same with `create` on the SGD", CREATE_ON_SGD, "-O0", (None, None)),
]


def all_systems(compiler, repetitions):
    """What the schedulers of other systems cost a file that can create all of them."""
    sources = [(ROSTER + GROUPS + CREATE + "}\n", "-O0"), (ALL_SYSTEMS + GROUPS + CREATE_ANY + "}\n", "-O0")]
    (default, default_code), (every, every_code) = measured(compiler, sources, repetitions)
    listed = pathlib.Path(HERE.parent / "include/roster/schedulers").glob("*/*.hpp")
    names = [file for file in listed if "static constexpr std::string_view name" in file.read_text()]
    print("## To compile the schedulers of all systems\n\n`create` with `roster::default_registry` and with")
    print(f"`roster::all_registry`, which has {len(names)} more schedulers.\n")
    print_table(
        [["registry", "time", "memory", "code"]]
        + [["default", *cells(default, default_code)], ["all systems", *cells(every, every_code)]]
    )
    each = (every.time() - default.time()) / len(names) * 1000
    size = (every_code - default_code) / len(names) / 1000
    print_aim("a scheduler costs at most 40 ms and 5 KB", each <= 40 and size <= 5, f"{each:.0f} ms and {size:.1f} KB")


def types_for_registry(count):
    fields = "std::int64_t step_size = 1;\n  double gamma = 0.1;\n  bool late = false;"
    types = "".join(f"struct Decay{i} {{\n  {fields}\n}};\n" for i in range(count))
    names = ", ".join(f"Decay{i}" for i in range(count))
    return f"""#include <cstdint>
#include <roster/registry.hpp>
{types}
inline constexpr auto list = boost::hana::tuple_t<{names}>;
using registry = roster::registry<list>;
template <class T> void called();
bool find(std::string_view name) {{ return registry::find(name).has_value(); }}
void visit(std::string_view name) {{
  registry::visit(name, [](auto type) {{ called<typename decltype(type)::type>(); }}, [] {{}});
}}
"""


# The same schedulers of three fields, once as Roster reads them and once by hand.


def created_with_roster(count):
    types = "".join(
        f"""struct Decay{i} {{
  roster::required<std::int64_t> step_size;
  double gamma = 0.1;
  bool late = false;
  static constexpr roster::rule rules[] = {{{{"step_size", "epochs", roster::at_least(1)}},
                                           {{"gamma", "a factor", roster::above(0)}},
                                           {{"late", "whether it waits"}}}};
  double next(roster::group g, roster::epoch t) const {{
    return t % step_size == 0 && !late ? g.lr * gamma : g.lr + {i};
  }}
}};
"""
        for i in range(count)
    )
    names = ", ".join(f"Decay{i}" for i in range(count))
    return f"""{ROSTER}{types}
inline constexpr auto list = boost::hana::tuple_t<{names}>;
void use(std::string_view name, std::vector<roster::plain_group>& groups) {{
  roster::scheduler_registry<list>::create(name, groups, {{{{"step_size", 30}}}}).step();
}}
"""


def created_by_hand(count):
    types = "".join(
        f"""class Decay{i} : public scheduler {{
 public:
  using scheduler::scheduler;
  void read(const arguments& given) {{
    reader in("Decay{i}", given);
    in.read("step_size", step_size, {{.least = 1, .required = true}});
    in.read("gamma", gamma, {{.least = 0, .above = true}});
    in.read("late", late);
    in.finish({{"step_size", "gamma", "late"}});
  }}

 private:
  double lr(double now, double, std::int64_t t) const override {{
    return t % step_size == 0 && !late ? now * gamma : now + {i};
  }}
  std::int64_t step_size = 1;
  double gamma = 0.1;
  bool late = false;
}};
"""
        for i in range(count)
    )
    chain = "".join(f'  if (name == "Decay{i}") return make<Decay{i}>(of, given);\n' for i in range(count))
    return f"""#include "{HERE}/by_hand.hpp"
#include <map>
#include <memory>
using namespace by_hand;
using arguments = std::map<std::string, argument>;
{types}
template <class Scheduler>
std::unique_ptr<scheduler> make(groups& of, const arguments& given) {{
  auto made = std::make_unique<Scheduler>(of);
  made->read(given);
  made->start();
  return made;
}}
std::unique_ptr<scheduler> create(std::string_view name, groups& of, const arguments& given) {{
{chain}  throw std::invalid_argument("unknown scheduler " + std::string(name));
}}
void use(std::string_view name, groups& of) {{ create(name, of, {{{{"step_size", 30}}}})->step(); }}
"""


def measured(compiler, sources, repetitions):
    """A Cost and the bytes of code and data for each (text, flags); all in turn, because the machine's pace changes."""
    costs, code = [Cost() for _ in sources], [0] * len(sources)
    for _ in range(repetitions):
        for i, (text, flags) in enumerate(sources):
            code[i] = sum(sizes(compiler.compile("source", text, [flags, "-g0"], costs[i]))[:2])
    return list(zip(costs, code))


def cells(cost, code):
    return [
        f"{cost.time():.2f} s{spread(cost.seconds)}",
        f"{cost.memory():.0f} MB",
        f"{code / 1000:.0f} KB" if code > 1000 else "–",
    ]


def files(compiler, repetitions, brief):
    rows = FILES[:1] if brief else FILES + (FILES_OF_LIBTORCH if compiler.has_libtorch else [])
    found = measured(compiler, [(text, flags) for _, text, flags, _ in rows], repetitions)
    print("## To compile\n\nA file at `-O0`, unless the row says otherwise, without debug information: user")
    print(f"seconds, the compiler's peak memory, and bytes of code and data. Median of {repetitions}, no cache.\n")
    lines, missed = [], []
    for (what, _, _, (seconds, kilobytes)), (cost, code) in zip(rows, found):
        slow = seconds is not None and cost.time() > seconds
        big = kilobytes is not None and code > 1000 * kilobytes
        aim = ", ".join(f"{aim} {unit}" for aim, unit in ((seconds, "s"), (kilobytes, "KB")) if aim is not None)
        lines.append([what, *cells(cost, code), aim + ": missed" * (slow or big)])
        missed += [what] * (slow or big)
    print_table([["a file with", "time", "memory", "code", "to reach"], *lines])
    print_aim("each file reaches what its row says", not missed, f"{len(missed)} of {len(rows)} rows")
    if len(rows) > len(FILES):
        beyond = found[-1][0].time() - found[-2][0].time()
        print_aim("`create` on an SGD costs at most 3 s beyond LibTorch's own headers", beyond <= 3, f"{beyond:.2f} s")


def registries(compiler, repetitions, counts):
    found = measured(compiler, [(types_for_registry(count), "-O0") for count in counts], repetitions)
    print("## To compile a registry\n\n`find` and `visit` on a registry of so many types of three fields, at `-O0`.\n")
    print_table([["types", "time", "memory", "code"]] + [[f"{c:,}"] + cells(*f) for c, f in zip(counts, found)])
    if len(counts) > 1:
        each = [
            (found[i][0].time() - found[i - 1][0].time()) / (counts[i] - counts[i - 1]) * 1000
            for i in range(1, len(counts))
        ]
        between = ", ".join(f"{each[i - 1]:.2f} ms from {counts[i - 1]:,} to {counts[i]:,}" for i in range(1, len(counts)))
        print_aim("a type costs at most 5 ms", max(each) <= 5, between)


def creates(compiler, repetitions, counts, levels):
    print("## To compile `create`\n\nA program that creates one of so many schedulers of its own by name, each of three")
    print("fields: with Roster, and with a chain of `if` and `by_hand.hpp`, which reads the same arguments, checks the")
    print("same limits and returns a `std::unique_ptr` (and has no states, configs, values or suggestions).\n")
    for level in levels:
        sources = [(text(count), level) for count in counts for text in (created_with_roster, created_by_hand)]
        found = measured(compiler, sources, repetitions)
        print_table(
            [[f"schedulers, at `{level}`", "Roster", "memory", "code", "by hand", "memory", "code"]]
            + [[str(c), *cells(*found[2 * i]), *cells(*found[2 * i + 1])] for i, c in enumerate(counts)]
        )
        for name, column in (("Roster", found[0::2]), ("by hand", found[1::2])):
            for i in range(1, len(counts)):
                more = counts[i] - counts[i - 1]
                time = (column[i][0].time() - column[i - 1][0].time()) / more
                code = (column[i][1] - column[i - 1][1]) / more
                between = f"from {counts[i - 1]} to {counts[i]}"
                print(f"* {name}, {between}: {1000 * time:.0f} ms and {code / 1000:.1f} KB for each scheduler more")
        print(flush=True)


def main():
    given = arguments(__doc__)
    with Compiler(given.compiler) as compiler:
        repetitions = 1 if given.brief else 3
        files(compiler, repetitions, given.brief)
        registries(compiler, repetitions, [16] if given.brief else [16, 64, 256, 1024])
        if not given.brief:
            all_systems(compiler, repetitions)
        creates(compiler, repetitions, [16] if given.brief else [16, 32, 64], ["-O0"] if given.brief else ["-O0", "-O2"])


main()
