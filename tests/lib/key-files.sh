#!/usr/bin/env bash
# key-files.sh HOST FOLDER: every PKCS#12 file below FOLDER is refused under a wrong passphrase, for that reason and without a trace,
# and imported under one of the passphrases that its authors use.
set -uo pipefail
host=$1 folder=$2 failed=0 count=0
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
import() { printf '%s\n' "$2" >"$home/passphrase"; "$host" --home "$home/store" keys import "$1" --password-file "$home/passphrase" 2>&1; }
keys() { "$host" --home "$home/store" --json keys list | grep -c '"origin"'; }

while IFS= read -r file; do
  count=$((count + 1))
  rm -rf "$home/store"
  refused=$(import "$file" "certainly not this one")
  if [ $? -ne 3 ] || [[ $refused != *passphrase-wrong* ]] || [ "$(keys)" -ne 0 ]; then
    echo "$file: a wrong passphrase is not refused as such: $refused"
    failed=1
  fi
  for passphrase in no.secret nss; do
    said=$(import "$file" "$passphrase") && break
  done
  if [ "$(keys)" -eq 0 ]; then
    echo "$file: not imported: $said"
    failed=1
  fi
done < <(find "$folder" -iname '*.p12' -o -iname '*.pfx' | sort)
echo "$count files"
[ "$count" -gt 0 ] && exit $failed
