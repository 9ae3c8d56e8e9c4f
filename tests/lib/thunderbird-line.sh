# shellcheck shell=bash
# Another line of Thunderbird beside the installed one, from the same Debian. Source it after common.sh.

# fetch_thunderbird LINE: unpacks Debian's package of that line (for example 140) below artifacts/ and sets thunderbird_program. What it needs
# besides is installed; the installed Thunderbird stays as it is.
fetch_thunderbird() {
  local line=$1 version
  as_root apt-get update -qq >/dev/null 2>&1
  version=$(apt-cache madison thunderbird | awk -F' *[|] *' -v line="$line" '$2 ~ "^1:" line "\\." { print $2; exit }')
  [ -n "$version" ] || fail "Debian's sources here have no thunderbird $line; they have: $(apt-cache madison thunderbird | awk -F' *[|] *' '{ print $2 }' | xargs)"
  local folder="$root/artifacts/thunderbird-$line"
  thunderbird_program="$folder/unpacked/usr/lib/thunderbird/thunderbird"
  if [ "$(cat "$folder/version" 2>/dev/null)" != "$version" ] || [ ! -x "$thunderbird_program" ]; then
    say "Unpacking: thunderbird $version"
    rm -rf "$folder"
    mkdir -p "$folder"
    (cd "$folder" && apt-get download -qq "thunderbird=$version" 2>/dev/null && dpkg-deb -x ./*.deb unpacked && rm ./*.deb) ||
      fail "thunderbird $version could not be fetched."
    printf '%s\n' "$version" >"$folder/version"
  fi
  need_what_it_needs "$version"
  [ -x "$thunderbird_program" ] || fail "thunderbird $version has no $thunderbird_program"
}

# The first of each package's alternatives that is not installed yet.
need_what_it_needs() {
  local package
  for package in $(apt-cache show "thunderbird=$1" | sed -n 's/^Depends: //p' | tr ',' '\n' | sed -E 's/[|(].*//; s/ //g'); do
    if ! dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed'; then
      missing_packages+=("$package")
    fi
  done
  install_missing
}
