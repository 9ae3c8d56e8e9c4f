#!/usr/bin/env bash
# Measures the host as shipped against openssl, gpgsm and NSS, side by side in one run, with keys and messages of its own.
# Exits with 1 when a target is missed by more than the measured noise. Takes some ten minutes and 5 GB of disk for a
# while; best on a machine that does nothing else.
#
#   tests/benchmarks/run.sh [--quick] [--thunderbird] [--rounds N] [--only SUITE,...] [--write-docs]
#   tests/benchmarks/run.sh --inner [ARGUMENT...]
#
#   --quick          nothing larger than 25 MB, 10,000 certificates, 2,000 messages: for a look in between
#   --thunderbird    the real Thunderbird too (five minutes more); its figures are kept and shown by later runs as well
#   --rounds N       rounds for large messages (default 5; small ones get three times as many)
#   --certificates N certificates in the large keystore (default 1000000)
#   --only           operations primitives pipe memory lookups growth harvest; "none" with --thunderbird for that alone
#   --write-docs     put the figures into docs/performance.md and the plots into docs/performance/
#   --inner          the stages of the host, each for itself, by BenchmarkDotNet; what follows goes to it
#
# BRIDGE_HOST_EXE names a published host that is measured instead of building one. The figures for programs go to
# artifacts/benchmarks/benchmarks.json and artifacts/benchmarks/thunderbird.json.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$here/../../installer/lib/common.sh"
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_CLI_UI_LANGUAGE=en

results="$root/artifacts/benchmarks"
mkdir -p "$results"
need_dotnet
if [ "${1:-}" = --inner ]; then
  shift
  cd "$results"
  exec dotnet run -c Release --project "$here/Bridge.Benchmarks.Inner" -- "$@"
fi

options=()
thunderbird=
for option in "$@"; do
  case $option in
    --write-docs) options+=(--docs "$root/docs/performance.md") ;;
    --thunderbird) thunderbird=yes ;;
    -h | --help) sed -n '2,21s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"; exit 0 ;;
    *) options+=("$option") ;;
  esac
done

need_compiler
need openssl openssl
need gpgsm gpgsm
need cmsutil libnss3-tools
need certutil libnss3-tools
need pk12util libnss3-tools
need /usr/bin/time time
need prlimit util-linux
if [ -n "$thunderbird" ]; then
  need_mail
  need_display_in_memory
  need zip zip
fi
install_missing

if [ -z "${BRIDGE_HOST_EXE:-}" ]; then
  build_host "$results/publish.log"
  BRIDGE_HOST_EXE=$host_executable
fi
if [ -n "$thunderbird" ]; then
  need_node
  build_extension
  node "$here/thunderbird/timings.mjs" --host "$BRIDGE_HOST_EXE" --extension "$extension_package" --json "$results/thunderbird.json"
fi
project="$here/Bridge.Benchmarks"
if ! { dotnet restore "$project" --locked-mode -v q &&
  dotnet publish "$project" --no-restore -c Release -r linux-x64 -o "$results/bin" -v q; } >"$results/build.log" 2>&1; then
  tail -n 30 "$results/build.log" >&2
  fail "The benchmarks could not be built; the whole output is in $results/build.log"
fi
exec "$results/bin/smime-bridge-benchmarks" --host "$BRIDGE_HOST_EXE" --json "$results/benchmarks.json" \
  --thunderbird "$results/thunderbird.json" "${options[@]}"
