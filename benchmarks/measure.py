"""What compile_cost.py and start_up.py share: the compiler of the build, times of processes, tables."""

import argparse
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile


def arguments(about):
    parser = argparse.ArgumentParser(description=about)
    parser.add_argument("compiler", type=pathlib.Path, help="the file that CMake wrote: a word of the command a line")
    parser.add_argument("--brief", action="store_true", help="only whether all of it still works")
    return parser.parse_args()


class Cost:
    """What processes took: lists of user seconds and of peak memory."""

    def __init__(self):
        self.seconds, self.megabytes = [], []

    def add(self, usage):
        self.seconds.append(usage.ru_utime)
        self.megabytes.append(usage.ru_maxrss / 1024)

    def time(self):
        return statistics.median(self.seconds)

    def memory(self):
        return statistics.median(self.megabytes)


def run(command):
    """Runs it to its end, and returns its resource usage, with that of its children."""
    process = subprocess.Popen(command, env={**os.environ, "CCACHE_DISABLE": "1"})
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.exit(f"failed: {' '.join(map(str, command))}")
    return usage


class Compiler:
    def __init__(self, file):
        self.command = file.read_text().splitlines()
        self.has_libtorch = "-DHAS_LIBTORCH" in self.command
        self.folder = pathlib.Path(tempfile.mkdtemp())

    def __enter__(self):
        return self

    def __exit__(self, *_):
        shutil.rmtree(self.folder)

    def compile(self, name, text, flags, cost=None):
        """The object file of a source."""
        source, made = self.folder / f"{name}.cpp", self.folder / f"{name}.o"
        source.write_text(text)
        usage = run([*self.command, *flags, "-c", "-o", made, source])
        if cost:
            cost.add(usage)
        return made

    def link(self, name, objects):
        run([*self.command, "-O2", "-o", self.folder / name, *objects])
        return self.folder / name


def sizes(file):
    """Bytes of code and constants, of initialised data, of zeroed data."""
    table = subprocess.run(["size", file], check=True, capture_output=True, text=True).stdout
    return [int(number) for number in table.splitlines()[1].split()[:3]]


def spread(numbers):
    """Half the interquartile range, as a part of the median."""
    if len(numbers) < 2 or not statistics.median(numbers):
        return ""
    first, middle, third = statistics.quantiles(numbers, n=4, method="inclusive")
    return f" ±{100 * (third - first) / 2 / middle:.0f}%"


def print_table(rows):
    rows = [rows[0], ["---"] + ["---:"] * (len(rows[0]) - 1), *rows[1:]]
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    for row in rows:
        cells = [text.ljust(width) if i == 0 else text.rjust(width) for i, (text, width) in enumerate(zip(row, widths))]
        print("| " + " | ".join(cells) + " |")
    print(flush=True)


def print_aim(aim, reached, detail=""):
    verdict = "Reached" if reached else "Missed"
    print(f"Aim: {aim}. **{verdict}{'**: ' + detail + '.' if detail else '.**'}\n", flush=True)
