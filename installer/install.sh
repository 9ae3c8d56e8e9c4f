#!/usr/bin/env bash
# Installs S/MIME Bridge for your own Thunderbird: the host into your home, its registration with Thunderbird, and the add-on
# as a file to add in Thunderbird's Add-ons Manager.
#
#   installer/install.sh                     installs or updates
#       --profile FOLDER                     also places the add-on into this Thunderbird profile (Thunderbird closed)
#
# Needs the .NET 10 SDK. Nothing is written outside of your home, except for missing packages, which apt installs.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib/common.sh"
. "$(dirname "${BASH_SOURCE[0]}")/lib/places.sh"

usage() { sed -n '2,8s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"; }

profile=''
while [ $# -gt 0 ]; do
  case $1 in
    --profile)
      [ $# -ge 2 ] || { usage >&2; exit 2; }
      profile=$2
      shift
      ;;
    -h | --help) usage; exit 0 ;;
    *) usage >&2; exit 2 ;;
  esac
  shift
done
[ -z "$profile" ] || [ -f "$profile/prefs.js" ] || fail "$profile is not a Thunderbird profile: it has no prefs.js."

need_dotnet
need_compiler
install_missing
need_node

mkdir -p "$root/artifacts"
say "Building the host and the add-on"
build_host "$root/artifacts/build-host.log"
build_extension

install_program "$root/artifacts/host" "$extension_package"
"$installed_host" install
if [ -n "$profile" ]; then
  place_in_profile "$profile"
  say "Placed the add-on into $profile. Thunderbird asks at its next start whether to enable it."
else
  say "Now add the add-on: in Thunderbird, Tools > Add-ons and Themes > the cog > Install Add-on From File…"
  say "    $installed_extension"
fi
say "To check the installation: $installed_host doctor"
