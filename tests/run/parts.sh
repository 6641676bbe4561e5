# The parts of ./test, one function each. A part writes JUnit files into $results; summary.py adds them up.

results=$PWD/build/test-results
coverage=$PWD/build/executed-statements
workers=$(nproc)
waiting_workers=$((workers + 1)) # for programs that wait for a database as much as they compute
fuzz_seconds=15
fuzz_seed=1 # 0: another one each time
tidy= # the process, while it runs
times=()

start_results() {
  mkdir -p build
  rm -rf "$results" "$coverage"
  mkdir -p "$results"
}

heading() { printf '\n== %s\n' "$*"; }

timed() {
  local began=$SECONDS
  "$@"
  local status=$?
  times+=("$(printf '%4d s  %s' $((SECONDS - began)) "${1#run_}")")
  return $status
}

print_times() {
  heading "Where the time went"
  printf '%s\n' "${times[@]}"
}

# One failure of something that writes no results itself.
fail() { echo "fail $1: $2" | python3 tests/run/record.py "$results/$1.xml" "$1"; }

# --- what the parts need ---------------------------------------------------------------------------------------------

# prepare PART…
prepare() {
  timed install_packages || return 1
  if [[ " $* " =~ \ (unit|store|e2e|content-examples)\  ]]; then timed build_release || return 1; fi
  if [[ " $* " =~ \ (store|e2e|asan|tsan)\  ]]; then start_postgres || return 1; fi
}

install_packages() { tools/setup.sh test; }

build_release() {
  heading "Build"
  cmake --preset test >build/configure.log || { cat build/configure.log; return 1; }
  ninja -C build
}

# One PostgreSQL for everything; each test makes a database of its own in it.
start_postgres() {
  [[ -n ${HERALD_TEST_POSTGRES_URL:-} ]] && return 0
  postgres_directory=$(mktemp -d /tmp/herald-postgres.XXXXXX)
  HERALD_TEST_POSTGRES_URL=$(tests/support/postgres.sh start "$postgres_directory" $$) || return 1
  export HERALD_TEST_POSTGRES_URL
}

stop_everything() {
  [[ -z $tidy ]] || kill "$tidy"
  [[ -n ${postgres_directory:-} ]] || return 0
  tests/support/postgres.sh stop "$postgres_directory" >/dev/null
  rm -rf "$postgres_directory"
  postgres_directory=
}

# --- the parts -------------------------------------------------------------------------------------------------------

# run_ctest BUILD_FOLDER PREFIX LABEL [ctest arguments…]: the GoogleTest programs of one kind. Each program writes its own
# results; ctest's file tells of those that crashed before they could.
run_ctest() {
  local folder=$1 prefix=$2 label=$3
  shift 3
  local own=$results/$prefix-raw
  mkdir -p "$own"
  GTEST_OUTPUT=xml:$own/ HERALD_STATEMENT_COVERAGE=$coverage \
    ctest --test-dir "$folder" -L "$label" --output-on-failure --output-junit "$results/ctest-$prefix.xml" "$@"
  local file
  for file in "$own"/*.xml; do
    [[ -e $file ]] && mv "$file" "$results/$prefix-$(basename "$file")"
  done
  rmdir "$own"
}

run_unit() {
  heading "Unit tests"
  run_ctest build unit unit -j "$workers"
}

run_store() {
  heading "Store tests, on both databases"
  run_ctest build store store -j "$waiting_workers"
}

examples_file=tests/data/content-examples.json

prepare_content_examples() {
  mkdir -p build && install_packages && cmake --preset test >build/configure.log && ninja -C build content_examples
}

run_content_examples() {
  heading "The worked examples of the content rules"
  local lines=build/content-examples.lines
  rm -f "$lines"
  build/tests/content_examples "$examples_file" --lines "$lines"
  # 0: all passed, 1: some failed; anything else means that the program itself could not go on.
  local status=$?
  ((status <= 1)) || echo "fail content_examples: ended with status $status" >>"$lines"
  python3 tests/run/record.py "$results/content-examples.xml" content-examples <"$lines" >/dev/null
}

run_e2e() {
  heading "End-to-end tests, on both databases"
  prepare_clients || { fail "e2e-set-up" "the official clients could not be installed"; return; }
  HERALD_STATEMENT_COVERAGE=$coverage .venv/bin/python -m pytest tests/e2e -c tests/e2e/pytest.ini \
    -n 2 --dist loadgroup --junit-xml="$results/e2e.xml" "${pytest_arguments[@]}"
  # 0: all passed, 1: some failed; anything else means that pytest itself could not go on.
  local status=$?
  ((status <= 1)) || fail "pytest" "ended with status $status"
}

prepare_clients() {
  local wanted have
  wanted=$(sha256sum tests/e2e/requirements.txt)
  have=$(cat .venv/installed 2>/dev/null)
  if [[ $wanted != "$have" ]]; then
    /usr/bin/python3 -m venv --clear .venv && .venv/bin/pip install -q --disable-pip-version-check -r tests/e2e/requirements.txt || return 1
    echo "$wanted" >.venv/installed
  fi
  if [[ ! tests/e2e/node/node_modules/.package-lock.json -nt tests/e2e/node/package-lock.json ]]; then
    (cd tests/e2e/node && npm ci --no-audit --no-fund --loglevel=error) || return 1
  fi
  local jar=tests/e2e/java/target/official-java-client.jar
  if [[ ! $jar -nt tests/e2e/java/pom.xml || ! $jar -nt tests/e2e/java/src/main/java/SendAndRead.java ]]; then
    (cd tests/e2e/java && mvn -q -B package) || return 1
  fi
}

run_style() {
  heading "Style"
  python3 tests/run/style.py "$results/style.xml"
  local file
  git ls-files --cached --others --exclude-standard -- 'src/*.cc' 'src/*.h' 'tests/*.cc' 'tests/*.h' 'bench/*.cc' 'bench/*.h' 'tools/*.cc' |
    while read -r file; do
      [[ -f $file ]] || continue
      if clang-format-16 --dry-run -Werror "$file" 2>/dev/null; then
        echo "pass $file"
      else
        echo "fail $file: clang-format-16 -i $file would change it"
      fi
    done | python3 tests/run/record.py "$results/format.xml" format
}

# The command line is left out of both: it is thin, and its tests are the ones that need everything built.
run_asan() { run_sanitized asan '(unit|store)_(?!app$)'; }
# The rooms that have threads of their own; the stages above them live on the loop, and the sanitizer would be told nothing new.
run_tsan() { run_sanitized tsan 'unit_(base|http)|store_(db|workers|services)'; }

# clang's sanitizers name the functions of a stack with this; their own program for it is in no package that is needed.
named_by=allow_addr2line=1:external_symbolizer_path=/usr/bin/addr2line

# run_sanitized PRESET PATTERN: the test programs whose name begins so (a Perl expression), built with a sanitizer.
run_sanitized() {
  heading "With the $1 build"
  cmake --preset "$1" >"build/configure-$1.log" || { fail "$1" "cmake failed"; return; }
  local programs
  programs=$(ninja -C "build-$1" -t targets all | sed -n 's/^\(\(unit\|store\)_[a-z_]*\): phony$/\1/p' | grep -P "^($2)" | sort -u)
  # shellcheck disable=SC2086
  ninja -C "build-$1" $programs || { fail "$1" "the build failed"; return; }
  # A test that waits for a hang on purpose is slow here; what took long is seen in the release build.
  ASAN_OPTIONS=$named_by:detect_leaks=1:abort_on_error=0 UBSAN_OPTIONS=$named_by:print_stacktrace=1:halt_on_error=1 \
    TSAN_OPTIONS=halt_on_error=1:second_deadlock_stack=1:suppressions=$PWD/tests/run/tsan.supp HERALD_TEST_QUICK=1 \
    run_ctest "build-$1" "$1" 'unit|store' -R "^($(paste -sd '|' <<<"$programs"))\$" -j "$waiting_workers"
}

# Each target looks for an input that breaks its parser, starting from the inputs kept in the repository. For the few
# seconds of a whole run it looks in the same places each time, so that a commit does not fail for what another brought
# in; who gives it time (--fuzz-seconds) looks elsewhere each time. Built as the tests of run_asan are, and with them.
run_fuzz() {
  heading "Fuzzing"
  cmake --preset fuzz >build/configure-fuzz.log || { fail "fuzz" "cmake failed"; return; }
  local targets
  targets=$(ninja -C build-asan -t targets all | sed -n 's/^\(fuzz_[a-z_]*\): phony$/\1/p' | sort -u)
  # shellcheck disable=SC2086
  ninja -C build-asan $targets || { fail "fuzz" "the build failed"; return; }
  # One core each.
  printf '%s\n' $targets | xargs -P "$workers" -I{} bash -c 'fuzz_one "$@"' _ {} "$fuzz_seconds" "$fuzz_seed" |
    python3 tests/run/record.py "$results/fuzz.xml" fuzz
}

# fuzz_one TARGET SECONDS SEED
fuzz_one() {
  local target=$1 seconds=$2 seed=$3
  local corpus=build-asan/corpus/$target kept=tests/fuzz/corpus/${target#fuzz_} program
  mkdir -p "$corpus"
  program=$(find build-asan -type f -name "$target" -perm -u+x | head -1)
  local folders=("$corpus")
  [[ -d $kept ]] && folders+=("$kept")
  if ASAN_OPTIONS=$named_by UBSAN_OPTIONS=$named_by "$program" -seed="$seed" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 -print_final_stats=0 -verbosity=0 \
    -artifact_prefix=build-asan/ "${folders[@]}" >"build-asan/$target.log" 2>&1; then
    echo "pass $target"
  else
    tail -30 "build-asan/$target.log" >&2
    echo "fail $target: see build-asan/$target.log"
  fi
}
export -f fuzz_one
export named_by

# clang-tidy over what changed since it last passed; on a clean clone over everything.
run_tidy() {
  heading "clang-tidy"
  [[ -n $tidy ]] || begin_tidy
  wait "$tidy"
  tidy=
  cat build/tidy.log
  [[ -e $results/tidy.xml ]] || fail "tidy" "it ended without results"
}

# In the background, with what the other parts leave of the processors: the end-to-end tests wait more than they compute.
begin_tidy() {
  (
    renice -n 19 -p "$BASHPID" >/dev/null
    [[ -f build-asan/compile_commands.json ]] || cmake --preset asan || { fail "tidy" "cmake failed"; exit; }
    ninja -C build-asan herald_embed CMakeFiles/herald_base.dir/cmake_pch.hxx.pch >/dev/null ||
      { fail "tidy" "the generated sources failed"; exit; }
    exec python3 tests/run/tidy.py "$results/tidy.xml" build-asan "$workers"
  ) >build/tidy.log 2>&1 &
  tidy=$!
}

check_statement_coverage() {
  heading "Statements that no test has executed"
  python3 tests/run/statements.py "$coverage" "$results/statements.xml"
}
