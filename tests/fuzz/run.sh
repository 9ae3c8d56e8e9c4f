#!/usr/bin/env bash
# Fuzzes the layers that take bytes from outside: builds the targets, instruments the product in a copy of its own, makes
# the seeds, and lets afl-fuzz work on every target at once.
#
#   tests/fuzz/run.sh [SECONDS] [TARGET...]     default: 600 seconds, every target
#
#   targets: frames json ber cms mime pkcs12 crl ocsp
#
# Needs afl-fuzz (Debian: afl++). Prints a table of executions, crashes, hangs and peak memory. Every input that afl-fuzz
# kept as a crash or hang is run again alone; only those that fail then too are findings, and the exit code is 1.
# Found corpora stay in artifacts/fuzz/state and are taken up by the next run.
set -uo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
sharpfuzz_version=2.3.0
every=(frames json ber cms mime pkcs12 crl ocsp)

seconds=${1:-600}
[ $# -gt 0 ] && shift
targets=("$@")
[ ${#targets[@]} -gt 0 ] || targets=("${every[@]}")
[[ $seconds =~ ^[0-9]+$ ]] || { sed -n '2,11s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" >&2; exit 2; }
for target in "${targets[@]}"; do
  [[ " ${every[*]} " == *" $target "* ]] || { sed -n '2,11s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" >&2; exit 2; }
done
command -v afl-fuzz >/dev/null || { echo "afl-fuzz is missing: apt-get install afl++" >&2; exit 2; }

place="$root/artifacts/fuzz"
work="$place/state"
export BRIDGE_FUZZ_VECTORS="$root/tests/vectors/fuzz"

prepare() {
  mkdir -p "$work"
  [ -x "$place/tool/sharpfuzz" ] ||
    dotnet tool install --tool-path "$place/tool" SharpFuzz.CommandLine --version "$sharpfuzz_version" >"$place/tool.log" 2>&1 || return
  rm -rf "$place/plain" "$place/instrumented" "$place/seeds"
  dotnet build "$here/Bridge.Fuzz.csproj" -c Release -v q -nologo >"$place/build.log" 2>&1 || return
  cp -r "$here/bin/Release/net10.0" "$place/plain"
  dotnet "$place/plain/Bridge.Fuzz.dll" seeds "$place/seeds" || return
  cp -r "$place/plain" "$place/instrumented"
  local library
  for library in Bridge.Protocol Bridge.Smime Bridge.Keystore; do
    "$place/tool/sharpfuzz" "$place/instrumented/$library.dll" >>"$place/tool.log" || return
  done
}

# A clock on the wall would call an input slow because the machine is busy: the target itself measures its work, and this
# limit only ends what would never end.
fuzz() {
  local target=$1 input="$place/seeds/$1"
  [ -d "$work/$target/default/queue" ] && input=-
  AFL_SKIP_BIN_CHECK=1 AFL_SKIP_CPUFREQ=1 AFL_NO_AFFINITY=1 AFL_NO_UI=1 AFL_I_DONT_CARE_ABOUT_MISSING_CRASHES=1 AFL_FAST_CAL=1 \
    DOTNET_GCHeapHardLimit=0x40000000 DOTNET_TieredPGO=0 \
    afl-fuzz -i "$input" -o "$work/$target" -t 60000 -m none -V "$seconds" -- \
    dotnet "$place/instrumented/Bridge.Fuzz.dll" "$target" >"$work/$target.log" 2>&1 &
  pids[$target]=$!
}

peak_below() {
  local process child highest=0 own
  for process in "$@"; do
    own=$(awk '/^VmHWM/ { print int($2 / 1024) }' "/proc/$process/status" 2>/dev/null)
    [ "${own:-0}" -gt "$highest" ] && highest=$own
    for child in $(cat "/proc/$process/task/"*/children 2>/dev/null); do
      own=$(peak_below "$child")
      [ "$own" -gt "$highest" ] && highest=$own
    done
  done
  echo "$highest"
}

watch() {
  local target alive=1 now
  while [ "$alive" = 1 ]; do
    sleep 5
    alive=0
    for target in "${targets[@]}"; do
      kill -0 "${pids[$target]}" 2>/dev/null || continue
      alive=1
      now=$(peak_below "${pids[$target]}")
      [ "$now" -gt "${peaks[$target]:-0}" ] && peaks[$target]=$now
    done
  done
}

stat_of() { awk -F' *: *' -v name="$2" '$1 == name { print $2 }' "$work/$1/default/fuzzer_stats" 2>/dev/null; }

# Runs what was kept again, alone and without instrumentation.
again() {
  local target=$1 file failed=0
  for file in "$work/$target"/default*/crashes/id* "$work/$target"/default*/hangs/id*; do
    [ -f "$file" ] || continue
    DOTNET_GCHeapHardLimit=0x40000000 timeout 120 dotnet "$place/plain/Bridge.Fuzz.dll" "$target" "$file" >>"$work/$target.findings" 2>&1 || failed=$((failed + 1))
  done
  echo "$failed"
}

declare -A pids peaks
prepare || { echo "Preparing failed; see $place/*.log" >&2; exit 2; }
for target in "${targets[@]}"; do fuzz "$target"; done
watch
wait

status=0
printf '%-8s %12s %8s %8s %7s %6s %9s %9s\n' target executions paths seconds crashes hangs peak-MiB findings
for target in "${targets[@]}"; do
  rm -f "$work/$target.findings"
  findings=$(again "$target")
  [ "$findings" = 0 ] && [ -n "$(stat_of "$target" execs_done)" ] || status=1
  printf '%-8s %12s %8s %8s %7s %6s %9s %9s\n' "$target" "$(stat_of "$target" execs_done)" "$(stat_of "$target" corpus_count)" \
    "$(stat_of "$target" run_time)" "$(stat_of "$target" saved_crashes)" "$(stat_of "$target" saved_hangs)" "${peaks[$target]:-0}" "$findings"
done
exit "$status"
