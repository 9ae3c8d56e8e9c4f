# shellcheck shell=bash
# Runs parts of the tests and adds up what they counted themselves. A part that leaves no count has failed. Source it.

passed=0
failed=0
failures=()

# add PART PASSED FAILED LOG [REMARK]
add() {
  passed=$((passed + $2))
  failed=$((failed + $3))
  say "   $1: $2 passed, $3 failed${5:+ ($5)}"
  [ "$3" -eq 0 ] || say "   see $4"
}

# note PART LOG PATTERN: what failed, to be said again at the end, where it is looked for first.
note() {
  local line
  while IFS= read -r line; do failures+=("$1: $(sed -E 's/^ +//' <<<"$line" | cut -c1-300)"); done < <(grep -E -A 2 "$3" "$2" | grep -v '^--$' | head -n 60)
}

count_failure() {
  failed=$((failed + 1))
  failures+=("$1")
  say "   FAILED: $1"
}

# check NAME COMMAND...: one test, passed if the command ends well.
check() {
  local name=$1 log="$results/$1.log"
  shift
  if "$@" >"$log" 2>&1; then
    add "$name" 1 0 "$log"
  else
    tail -n 20 "$log"
    note "$name" "$log" .
    add "$name" 0 1 "$log"
  fi
}

# run_test_project PROJECT: the built test executable; "Total: 3, Errors: 0, Failed: 0, Skipped: 0" is its own summary.
run_test_project() {
  local name log executable summary total errors bad skipped remark=''
  name=$(basename "$1" .csproj)
  log="$results/$name.log"
  executable="$(dirname "$1")/bin/Release/net10.0/$name"
  if [ ! -x "$executable" ]; then
    count_failure "$name: not built"
    return
  fi
  "$executable" -noColor >"$log" 2>&1
  local code=$?
  summary=$(grep -E "Total: [0-9]+, Errors: " "$log" | tail -n 1)
  if [ -z "$summary" ]; then
    tail -n 20 "$log"
    count_failure "$name: ended without a summary, exit code $code; see $log"
    return
  fi
  total=$(number_after "Total" "$summary")
  errors=$(number_after "Errors" "$summary")
  bad=$(number_after "Failed" "$summary")
  skipped=$(number_after "Skipped" "$summary")
  [ "$skipped" -eq 0 ] || remark="$skipped skipped"
  if [ $code -ne 0 ] && [ $((errors + bad)) -eq 0 ] || [ "$total" -eq 0 ]; then
    count_failure "$name: exit code $code, $total tests; see $log"
    return
  fi
  [ $((errors + bad)) -eq 0 ] || note "$name" "$log" '\[FAIL\]|\[ERROR\]|Failure\]'
  add "$name" $((total - bad - skipped)) $((errors + bad)) "$log" "$remark"
}

# number_after NAME TEXT
number_after() { sed -E "s/.*$1: ([0-9]+).*/\1/" <<<"$2"; }

# count_tap PART LOG: what node --test wrote.
count_tap() {
  local good bad
  good=$(sed -n 's/^# pass //p' "$2" | tail -n 1)
  bad=$(sed -n 's/^# fail //p' "$2" | tail -n 1)
  if [ -z "$good" ] || [ "$good" -eq 0 ] && [ "$bad" -eq 0 ]; then
    tail -n 20 "$2"
    count_failure "$1: ended without a count; see $2"
    return
  fi
  [ "$bad" -eq 0 ] || note "$1" "$2" '^ *not ok'
  add "$1" "$good" "$bad" "$2"
}

# count_closing_line PART LOG: "3 passed, 0 failed" as the last line.
count_closing_line() {
  local line
  line=$(tail -n 1 "$2")
  if [[ $line =~ ^([0-9]+)\ passed,\ ([0-9]+)\ failed$ ]] && [ $((BASH_REMATCH[1] + BASH_REMATCH[2])) -gt 0 ]; then
    [ "${BASH_REMATCH[2]}" -eq 0 ] || note "$1" "$2" '^ *FAILED'
    add "$1" "${BASH_REMATCH[1]}" "${BASH_REMATCH[2]}" "$2"
  else
    count_failure "$1: ended without a count; see $2"
  fi
}

# count_corpora LOG JSON: failures that docs/deviations.md names, each with its reason there, are printed but not counted.
count_corpora() {
  if [ ! -s "$2" ]; then
    tail -n 20 "$1"
    count_failure "corpora: the runner left no results; see $1"
    return
  fi
  grep -E '^[A-Za-z0-9.-]+: [0-9]+ of [0-9]+' "$1" | sed 's/^/     /'
  local good=0 bad=0 known=0 outcome id
  local deviations="$root/docs/deviations.md"
  while read -r outcome id; do
    if [ "$outcome" = passed ]; then
      good=$((good + 1))
    elif [ "$outcome" = failed ] && [ -f "$deviations" ] && grep -qF "\`$id\`" "$deviations"; then
      known=$((known + 1))
    elif [ "$outcome" = failed ]; then
      bad=$((bad + 1))
      [ $bad -gt 20 ] || grep -F "$id [" "$1" | head -n 1 | cut -c1-200
    fi
  done < <(python3 -c 'import json, sys
for case in json.load(open(sys.argv[1])): print(case["outcome"], case["id"])' "$2")
  add corpora $good $bad "$1" "$known written down as deviations"
}

# Prints what failed and the closing line, and ends.
finish() {
  trap - EXIT
  if [ ${#failures[@]} -gt 0 ]; then
    say "== failed"
    printf '   %s\n' "${failures[@]}"
  fi
  say "$passed passed, $failed failed"
  if [ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]; then exit 0; else exit 1; fi
}
