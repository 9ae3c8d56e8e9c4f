#!/usr/bin/env bash
# Try S/MIME Bridge without touching anything of yours: a throw-away home with a demonstration CA, two people (Alice and
# Bob), a mail server on loopback, the host and the add-on. Thunderbird opens as Alice, with a signed mail of Bob's.
#
#   installer/try.sh                 opens Thunderbird and cleans up when it is closed
#   installer/try.sh --headless      plays the story itself and says what it observed; exit code 0 if all of it was seen
#       --out FOLDER                 where screenshots and messages go (--headless; default: a new folder in /tmp)
#       --keep                       leaves the throw-away home in place
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib/common.sh"

usage() { sed -n '2,9s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"; }

headless=''
arguments=()
while [ $# -gt 0 ]; do
  case $1 in
    --headless) headless=yes ;;
    --keep) arguments+=(--keep) ;;
    --out)
      [ $# -ge 2 ] || { usage >&2; exit 2; }
      arguments+=(--out "$2")
      shift
      ;;
    -h | --help) usage; exit 0 ;;
    *) usage >&2; exit 2 ;;
  esac
  shift
done

if [ -z "$headless" ] && [ -z "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
  say "There is no display to open Thunderbird on: playing the story in memory, as with --headless." >&2
  headless=yes
fi

need_dotnet
need_compiler
need_mail
[ -z "$headless" ] || need_display_in_memory
install_missing
need_node
if [ "$(id -u)" -ne 0 ]; then
  sudo -v || fail "Postfix can only be started by root; sudo is needed for its throw-away instance."
fi

mkdir -p "$root/artifacts"
say "Building the host and the add-on"
build_host "$root/artifacts/build-host.log"
build_extension

arguments+=(--host "$host_executable" --extension "$extension_package")
if [ -n "$headless" ]; then
  exec node "$root/tests/thunderbird/run.mjs" --story "${arguments[@]}"
else
  exec node "$root/tests/thunderbird/open.mjs" "${arguments[@]}"
fi
