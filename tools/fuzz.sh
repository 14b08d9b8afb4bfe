# shellcheck shell=sh disable=SC2154 # sourced by ./dev for `fuzz`
# Feeds random inputs to the fuzz targets (tests/fuzz). The inputs that reach new code are kept in build/fuzz/corpus.

fuzz_targets='recipes_json recipes_yaml states overrides keywords names'

# fuzz_one TARGET ARGUMENT...: runs libFuzzer and prints one line about the run. Fails on a finding.
fuzz_one() {
  target=$1
  shift
  mkdir -p "$folder/corpus/$target" "$folder/found"
  log=$folder/$target.log status=0
  "$folder/tests/fuzz/fuzz_$target" -dict="$folder/seeds/dictionary" -timeout=10 -rss_limit_mb=2048 -max_len=1024 \
    -print_final_stats=1 -artifact_prefix="$folder/found/$target-" "$@" \
    "$folder/corpus/$target" "$folder/seeds/$target" "tests/fuzz/corpus/$target" >"$log" 2>&1 || status=$?
  if [ $status = 0 ]; then
    awk -v target="$target" '
      $2 == "DONE" { coverage = $4 }
      $1 == "stat::number_of_executed_units:" { executions = $2 }
      $1 == "stat::average_exec_per_sec:" { speed = $2 }
      END { printf "%-14s %9d executions, %6d per second, coverage %d\n", target, executions, speed, coverage }' "$log"
  else
    grep -aE -A 2 '^FOUND|ERROR:|runtime error' "$log" | head -n 20 || true
    reproducer=$(sed -n 's/.*Test unit written to //p' "$log")
    say "$target: found $reproducer; run it again with $folder/tests/fuzz/fuzz_$target $reproducer"
  fi
  return $status
}

# fuzz [TARGET] [ARGUMENT...]
fuzz() {
  chosen=$fuzz_targets
  case ${1--} in
    -*) ;;
    *)
      case " $fuzz_targets " in *" $1 "*) ;; *) die "unknown target '$1', expected one of: $fuzz_targets" ;; esac
      chosen=$1
      shift
      ;;
  esac
  built=fuzz_seeds
  for target in $chosen; do built="$built fuzz_$target"; done
  # shellcheck disable=SC2086 # a list of words
  build $built
  [ $# -gt 0 ] || set -- -max_total_time=30
  "$folder/tests/fuzz/fuzz_seeds" "$folder/seeds"
  worst=0
  for target in $chosen; do fuzz_one "$target" "$@" || worst=1; done
  return $worst
}
