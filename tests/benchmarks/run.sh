#!/usr/bin/env bash
# Measures the host as shipped against openssl, gpgsm and NSS, side by side in one run, with keys and messages of its own.
# Exits with 1 when a target is missed by more than the measured noise. Takes some minutes; best on a machine that does
# nothing else.
#
#   tests/benchmarks/run.sh [--large] [--rounds N] [--certificates N] [--only SUITE,...] [--write-docs]
#
#   --large          100 MB messages too
#   --rounds N       rounds for large messages (default 5; small ones get three times as many)
#   --certificates N certificates in the large keystore (default 1000000)
#   --only           operations primitives pipe memory lookups harvest
#   --write-docs     put the figures into docs/performance.md
#
# BRIDGE_HOST_EXE names a published host that is measured instead of building one. The figures for programs go to
# artifacts/benchmarks/benchmarks.json.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$here/../../installer/lib/common.sh"
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_CLI_UI_LANGUAGE=en

results="$root/artifacts/benchmarks"
mkdir -p "$results"
options=()
for option in "$@"; do
  case $option in
    --write-docs) options+=(--docs "$root/docs/performance.md") ;;
    -h | --help) sed -n '2,16s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"; exit 0 ;;
    *) options+=("$option") ;;
  esac
done

need_dotnet
need_compiler
need openssl openssl
need gpgsm gpgsm
need cmsutil libnss3-tools
need /usr/bin/time time
install_missing

if [ -z "${BRIDGE_HOST_EXE:-}" ]; then
  build_host "$results/publish.log"
  BRIDGE_HOST_EXE=$host_executable
fi
project="$here/Bridge.Benchmarks"
if ! { dotnet restore "$project" --locked-mode -v q &&
  dotnet publish "$project" --no-restore -c Release -r linux-x64 -o "$results/bin" -v q; } >"$results/build.log" 2>&1; then
  tail -n 30 "$results/build.log" >&2
  fail "The benchmarks could not be built; the whole output is in $results/build.log"
fi
exec "$results/bin/smime-bridge-benchmarks" --host "$BRIDGE_HOST_EXE" --json "$results/benchmarks.json" "${options[@]}"
