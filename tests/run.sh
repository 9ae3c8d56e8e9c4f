#!/usr/bin/env bash
# Installs what the tests need, builds, and runs them. The last line is "N passed, N failed"; the exit code is 0 only if
# everything ran and nothing failed.
#
#   tests/run.sh [--thunderbird LINE] [PART...]     parts: unit interop extension thunderbird corpora (default: all of them, in this order), pictures
#
#   --thunderbird 140          plays the part thunderbird in another line that Debian carries, unpacked below artifacts/; the installed one stays
#
#   unit         every .NET test project, also those that drive the published executable
#   interop      messages exchanged with openssl, gpgsm and NSS
#   extension    lint, types and tests of the add-on
#   thunderbird  the real Thunderbird against a mail server of its own
#   corpora      outside test cases, when they lie in ../shared/corpora
#   pictures     makes the README's pictures in docs/images anew, in the real Thunderbird
#
# Logs, screenshots and messages: artifacts/test-results
set -uo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$here/../installer/lib/common.sh"
. "$here/lib/count.sh"
. "$here/lib/thunderbird-line.sh"
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_CLI_UI_LANGUAGE=en

line=''
if [ "${1:-}" = --thunderbird ] && [[ ${2:-} =~ ^[0-9]+$ ]]; then
  line=$2
  shift 2
fi
parts=("$@")
[ ${#parts[@]} -gt 0 ] || parts=(unit interop extension thunderbird corpora)
for part in "${parts[@]}"; do
  case $part in
    unit | interop | extension | thunderbird | corpora | pictures) ;;
    *) sed -n '2,17s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" >&2; exit 2 ;;
  esac
done
wants() { case " ${parts[*]} " in *" $1 "*) return 0 ;; *) return 1 ;; esac; }

results="$root/artifacts/test-results"
rm -rf "$results"
mkdir -p "$results"

install_tools() {
  need_dotnet
  need_compiler
  need openssl openssl
  if wants unit; then
    need sqlite3 sqlite3
    need strace strace
    need /usr/bin/time time
    need prlimit util-linux
    need dbus-daemon dbus-daemon
    need dbus-send dbus-bin
    need gnome-keyring-daemon gnome-keyring
    need secret-tool libsecret-tools
    need argon2 argon2
    need pinentry-tty pinentry-tty
  fi
  if wants unit || wants thunderbird; then
    need softhsm2-util softhsm2
    need pkcs11-tool opensc
  fi
  if wants unit || wants interop || wants thunderbird; then
    need gpgsm gpgsm
    need gpg-agent gpg-agent
    need certutil libnss3-tools
    need pk12util libnss3-tools
    need cmsutil libnss3-tools
  fi
  if wants thunderbird || wants pictures; then
    need_mail
    need_display_in_memory
    need strace strace
    need zip zip
    need unzip unzip
  fi
  if wants corpora && [ -d "$root/../shared/corpora" ]; then need python3 python3; fi
  install_missing
  if wants extension || wants thunderbird || wants pictures; then need_node; fi
  if wants thunderbird && [ -n "$line" ]; then fetch_thunderbird "$line"; fi
}

build_all() {
  say "== building"
  cd "$root" || exit 1
  if wants unit || wants interop; then
    dotnet build Bridge.sln -c Release -v q >"$results/build.log" 2>&1 || {
      grep -E 'error|warning' "$results/build.log" | sort -u | head -n 20
      fail "The build failed; see $results/build.log"
    }
  fi
  build_host "$results/publish.log"
  if wants thunderbird || wants pictures; then build_extension; fi
  export BRIDGE_HOST_EXE="$host_executable"
}

run_unit() {
  local project
  # Figures that a run is judged by (kills and losses, times at scale) are shown at the end.
  export BRIDGE_FIGURES="$results/figures.txt"
  for project in "$root"/tests/*/*.Tests.csproj; do
    case $project in
      */interop/*) ;;
      *) run_test_project "$project" ;;
    esac
  done
  if [ -f "$BRIDGE_FIGURES" ]; then sed 's/^/   /' "$BRIDGE_FIGURES"; fi
}

run_interop() { run_test_project "$root/tests/interop/Bridge.Interop.Tests.csproj"; }

run_extension() {
  cd "$root" || return
  check npm-ci npm ci --no-audit --no-fund
  check lint npm run --silent lint
  check types npm run --silent types
  local log="$results/extension.log"
  node --test --test-reporter=tap tests/extension/*.test.mjs >"$log" 2>&1
  count_tap extension "$log"
}

run_thunderbird() {
  cd "$root" || return
  [ -e node_modules/axe-core ] || check npm-ci npm ci --no-audit --no-fund
  node "$root/tests/thunderbird/run.mjs" --host "$host_executable" --extension "$extension_package" \
    ${line:+--thunderbird "$thunderbird_program"} --out "$results/thunderbird" 2>&1 | tee "$results/thunderbird.log"
  count_closing_line thunderbird "$results/thunderbird.log"
}

run_pictures() {
  node "$root/tests/thunderbird/run.mjs" --host "$host_executable" --extension "$extension_package" \
    --out "$results/pictures" --pictures "$root/docs/images" 2>&1 | tee "$results/pictures.log"
  count_closing_line pictures "$results/pictures.log"
}

run_corpora() {
  local folder="$root/../shared/corpora"
  if [ ! -d "$folder" ]; then
    say "   corpora: the outside cases are not here; nothing to run"
    return
  fi
  check key-files "$root/tests/lib/key-files.sh" "$host_executable" "$folder/open"
  python3 "$folder/run.py" --host "$host_executable" --verbose --json "$results/corpora.json" >"$results/corpora.log" 2>&1
  count_corpora "$results/corpora.log" "$results/corpora.json"
}

# Whatever ends this script early has failed, and the last line says so.
trap 'count_failure "ended early"; finish' EXIT
install_tools
build_all
for part in "${parts[@]}"; do
  say "== $part"
  "run_$part"
done
finish
