#!/usr/bin/env bash
# Removes what installer/install.sh has put into your home, and nothing else.
#
#   installer/uninstall.sh                   removes the host, its registration and the add-on's file
#       --profile FOLDER                     also removes the add-on from this Thunderbird profile (Thunderbird closed)
#       --purge                              also deletes your keys and certificates, after asking
#
# Your keys and certificates stay unless you ask for --purge.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib/common.sh"
. "$(dirname "${BASH_SOURCE[0]}")/lib/places.sh"

usage() { sed -n '2,9s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"; }

profile=''
purge=''
while [ $# -gt 0 ]; do
  case $1 in
    --profile)
      [ $# -ge 2 ] || { usage >&2; exit 2; }
      profile=$2
      shift
      ;;
    --purge) purge=yes ;;
    -h | --help) usage; exit 0 ;;
    *) usage >&2; exit 2 ;;
  esac
  shift
done

if [ -x "$installed_host" ]; then
  "$installed_host" uninstall
fi
remove_program
[ -z "$profile" ] || remove_from_profile "$profile"
if [ -n "$purge" ]; then
  purge_keystore
elif [ -d "$keystore_folder" ]; then
  say "Your keys and certificates stay in $keystore_folder."
fi
say "Removed. If you added the add-on by hand, remove it in Thunderbird's Add-ons Manager as well."
