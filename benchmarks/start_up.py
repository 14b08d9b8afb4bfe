"""What a registry costs before main: initialisers, relocations, writable bytes, time. Prints Markdown.

A registry of types with Roster, against objects that register themselves in a global map, a file each, and against a
chain of `if`, which has nothing but the types themselves. Needs nothing but Python and binutils.
"""

import os
import statistics
import subprocess

from measure import Compiler, arguments, print_aim, print_table, spread

ANIMAL = """#pragma once
struct animal {
  virtual ~animal() = default;
  virtual int legs() const = 0;
};
"""
REGISTRATION = """#pragma once
#include "animal.hpp"
using maker = animal* (*)();
struct registration {
  registration(const char* name, maker make);
};
animal* make(const char* name);
"""
MAP = """#include <string>
#include <unordered_map>
#include "registration.hpp"
static std::unordered_map<std::string, maker>& all() {
  static std::unordered_map<std::string, maker> map;
  return map;
}
registration::registration(const char* name, maker make) { all().emplace(name, make); }
animal* make(const char* name) {
  const auto found = all().find(name);
  return found == all().end() ? nullptr : found->second();
}
"""
# In both programs: without arguments, main does nothing.
MAIN = """int main(int count, char** words) {
  if (count < 2) return 0;
  const auto* made = make(words[1]);
  return made ? made->legs() : 1;
}
"""


def type_of(i):
    return f"struct Animal{i} : animal {{\n  int legs() const override {{ return {i % 7}; }}\n}};\n"


def with_roster(compiler, count):
    names = ", ".join(f"Animal{i}" for i in range(count))
    text = f"""#include <roster/registry.hpp>
#include "animal.hpp"
{"".join(type_of(i) for i in range(count))}
inline constexpr auto animals = boost::hana::tuple_t<{names}>;
animal* make(std::string_view name) {{
  return roster::registry<animals>::visit(
      name, []<class T>(std::type_identity<T>) -> animal* {{ return new T; }}, []() -> animal* {{ return nullptr; }});
}}
{MAIN}"""
    return compiler.link("roster", [compiler.compile("roster", text, ["-O2"])])


def chain_of_ifs(compiler, count):
    chain = "".join(f'  if (name == "Animal{i}") return new Animal{i};\n' for i in range(count))
    text = f"""#include <string_view>
#include "animal.hpp"
{"".join(type_of(i) for i in range(count))}
animal* make(std::string_view name) {{
{chain}  return nullptr;
}}
{MAIN}"""
    return compiler.link("ifs", [compiler.compile("ifs", text, ["-O2"])])


def self_registered(compiler, count):
    objects = [
        compiler.compile("map", MAP, ["-O2"]),
        compiler.compile("main", '#include "registration.hpp"\n' + MAIN, ["-O2"]),
    ]
    for i in range(count):
        text = f"""#include "registration.hpp"
namespace {{
{type_of(i)}
const registration registered("Animal{i}", [] () -> animal* {{ return new Animal{i}; }});
}}
"""
        objects.append(compiler.compile(f"animal_{i}", text, ["-O2"]))
    return compiler.link("self_registered", objects)


def section_sizes(program):
    lines = subprocess.run(["readelf", "-SW", program], check=True, capture_output=True, text=True).stdout.splitlines()
    words = [line.split("]")[-1].split() for line in lines]  # name, type, address, offset, size, …
    return {each[0]: int(each[4], 16) for each in words if len(each) > 5 and each[0].startswith(".")}


def relocations(program):
    table = subprocess.run(["readelf", "-rW", program], check=True, capture_output=True, text=True).stdout
    return sum("R_" in line for line in table.splitlines())


def facts_of(program):
    sections = section_sizes(program)
    return sections.get(".init_array", 0) // 8, relocations(program), sections[".data"] + sections[".bss"]


def microseconds(program):
    """CPU time from start to end."""
    _, _, usage = os.wait4(os.posix_spawn(program, [program], os.environ), 0)
    return (usage.ru_utime + usage.ru_stime) * 1e6


def main():
    given = arguments(__doc__)
    count, runs = (8, 5) if given.brief else (128, 1000)
    with Compiler(given.compiler) as compiler:
        for name, text in (("animal.hpp", ANIMAL), ("registration.hpp", REGISTRATION)):
            (compiler.folder / name).write_text(text)
        programs = {
            "a chain of `if`": chain_of_ifs(compiler, count),
            "Roster": with_roster(compiler, count),
            "self-registration": self_registered(compiler, count),
        }
        facts = {name: facts_of(program) for name, program in programs.items()}
        times = {name: [] for name in programs}
        for _ in range(runs):  # in turn, because the machine's pace changes
            for name, program in programs.items():
                times[name].append(microseconds(program))

    print(f"## Before main\n\nA program with {count} types and a main that does nothing: functions that run before it")
    print("(entries of .init_array), relocations, bytes that stay writable (.data and .bss), and the CPU time from start")
    print(f"to end. The chain of `if` has what the types themselves cost: their virtual functions. Median of {runs:,} runs.\n")
    print_table(
        [["program", "initialisers", "relocations", "writable", "time"]]
        + [
            [name, f"{facts[name][0]:,}", f"{facts[name][1]:,}", f"{facts[name][2]:,} B"]
            + [f"{statistics.median(times[name]):.0f} µs{spread(times[name])}"]
            for name in programs
        ]
    )
    for i, what in ((0, "initialiser"), (2, "writable byte")):
        more = facts["Roster"][i] - facts["a chain of `if`"][i]
        print_aim(f"Roster adds no {what}", more <= 0, f"{more} more" if more > 0 else "")


main()
