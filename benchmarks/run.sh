# shellcheck shell=sh # sourced by ./dev for `bench`
# Runs all benchmarks, in Python too where it has PyTorch, and writes benchmarks/results.md.

bench_programs='lookup create step schedulers'

# bench_each FOLDER ARGUMENT...: the C++ programs, with Google Benchmark's arguments
bench_each() {
  programs=$1
  shift
  for bench in $bench_programs; do
    [ ! -x "$programs/bench_$bench" ] || "$programs/bench_$bench" "$@"
  done
}

# bench_brief FOLDER: whether all of it still works; the figures mean nothing
bench_brief() {
  bench_each "$1" --benchmark_repetitions=1 --benchmark_min_time=0.0001
  python3 benchmarks/compile_cost.py "$1/compiler.txt" --brief
  python3 benchmarks/start_up.py "$1/compiler.txt" --brief
}

# bench_all FOLDER: everything, into benchmarks/results.md
bench_all() {
  python=${PYTHON:-python3} times=$1/python.txt versions=$1/python_versions.txt
  rm -f "$times" "$versions"
  if "$python" -c 'import pydantic, torch' 2>/dev/null; then
    say "measuring Python"
    "$python" benchmarks/python_baseline.py "$versions" >"$times"
  else
    say "no columns for Python: $python has no PyTorch or no pydantic (on Debian: apt-get install python3-torch \
python3-pydantic, then PYTHON=/usr/bin/python3 ./dev bench)"
    echo 'no PyTorch' >"$versions"
    : >"$times"
  fi
  {
    cat <<END
# Benchmarks

Written by \`./dev bench\` on $(date -u +%Y-%m-%d), from commit $(git rev-parse --short HEAD). The machine is shared: a
spread of more than a few percent says that it was busy.

* $(sed -n 's/^model name[^:]*: *//p' /proc/cpuinfo | sort -u | head -1), $(nproc) cores
* $(cat "$1/versions.txt")
* $(cat "$versions")

A cell is the median CPU time, with half the interquartile range after ±; in front of it how many times Roster's it is
(above 1: Roster is faster). All contenders of a table run in turn, in random order, in 21 short repetitions; Python runs
for itself.

END
    bench_each "$1" --python="$times"
    say "measuring compilers"
    python3 benchmarks/compile_cost.py "$1/compiler.txt"
    python3 benchmarks/start_up.py "$1/compiler.txt"
  } >"$1/results.md"
  mv "$1/results.md" benchmarks/results.md
  say "wrote benchmarks/results.md; what is missed:"
  grep -F '**Missed**' benchmarks/results.md >&2 || say nothing
}
