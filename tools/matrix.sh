# shellcheck shell=sh disable=SC2154 # sourced by ./dev for `matrix`

# Each row: the Debian release (here: this machine), the compiler, the preset, and the C++ standards that both the
# compiler and that release's CMake support.
matrix_rows='here    g++        release    20 23
here    clang++-19 core       20 23
trixie  g++        release    20 23 26
trixie  clang++-19 release    20 23 26
testing g++        release    20 23 26
testing g++        reflection 26
testing clang++    release    20 23 26'

# cell LOG STATUS: prints the result of ./dev test: how many tests passed, or what went wrong
cell() {
  warnings=$(grep -c 'warning:' "$1" || true) # from the compiler or the linker
  summary=$(grep -E '^[0-9]+% tests passed' "$1" || true) # 99% tests passed, 2 tests failed out of 344
  if [ -z "$summary" ]; then echo "not built"
  else
    tests=${summary##* }
    failed=${summary#*passed, } failed=${failed%% *}
    if [ "$failed" != 0 ]; then printf '%s of %s failed' "$failed" "$tests"
    elif [ "$2" != 0 ]; then printf 'failed'
    else printf '%s' "$tests"; fi
    [ "$warnings" = 0 ] || printf ', %s warnings' "$warnings"
    echo
  fi
}

# matrix [WORD...]: runs all tests on each row, or only on rows with all of the words, and prints a table
matrix() {
  mkdir -p build/matrix
  say "the logs are in build/matrix"
  table=build/matrix/table.md worst=0
  {
    echo '| system | compiler | LibTorch | Boost | C++20 | C++23 | C++26 |'
    echo '|---|---|---|---|---|---|---|'
  } >$table
  while read -r release compiler preset standards; do
    for word; do case " $release $compiler $preset " in *" $word "*) ;; *) continue 2 ;; esac; done
    cells=
    for standard in 20 23 26; do
      case " $standards " in *" $standard "*) ;; *) cells="$cells – |"; continue ;; esac
      log=build/matrix/$release-$compiler-$preset-$standard.log
      say "$release, $compiler, $preset, C++$standard"
      on='' builds=build
      [ "$release" = here ] || on="--on $release" builds=build/$release
      status=0
      # shellcheck disable=SC2086 # no word, or two
      CXX=$compiler PRESET=$preset CXX_STANDARD=$standard ./dev $on test </dev/null >"$log" 2>&1 || status=$?
      [ $status = 0 ] || { worst=1; say "failed: see $log"; }
      cells="$cells $(cell "$log" $status) |"
      tested_on=$(cat "$builds/$preset-$compiler-c++$standard/tested_on.txt" 2>/dev/null ||
        echo "| $release | $compiler | | |")
    done
    [ "$preset" != reflection ] || tested_on=$(echo "$tested_on" | sed 's/| GCC [^ ]*/&, reflection/')
    echo "$tested_on$cells" >>$table
  done <<END
$matrix_rows
END
  [ "$(wc -l <$table)" -gt 2 ] || die "no row has all of these words: $*"
  cat $table
  return $worst
}
