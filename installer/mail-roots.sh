#!/usr/bin/env bash
# Regenerates the mail roots that the host carries from NSS's builtin module (Debian package libnss3).
# usage: installer/mail-roots.sh [MODULE [SOURCE]]
set -euo pipefail
cd "$(dirname "$0")/.."
module=${1:-$(find /usr/lib -name libnssckbi.so -print -quit)}
[ -n "$module" ] || { echo "libnssckbi.so not found: install libnss3, or name the module" >&2; exit 1; }
source=${2:-"Debian libnss3 $(dpkg-query -W -f '${Version}' libnss3)"}
dotnet run installer/mail-roots.cs -- "$module" host/Bridge.Keystore/Anchors/mozilla-mail-roots.txt "$source"
