# shellcheck shell=bash
# Where the installed parts lie, and how they get there and away again. Source it after common.sh.

addon_id='smime-bridge@smime-bridge.example'
data_home=${XDG_DATA_HOME:-$HOME/.local/share}
keystore_folder=${SMIME_BRIDGE_HOME:-$data_home/smime-bridge}
program_folder=$HOME/.local/lib/smime-bridge
command_link=$HOME/.local/bin/smime-bridge
installed_host=$program_folder/smime-bridge
installed_extension=$program_folder/smime-bridge.xpi
# Names every file that was installed; only these are ever removed.
installed_files=$program_folder/installed-files

# install_program HOST-FOLDER EXTENSION: puts the new files beside the old ones first, so that a running host is not disturbed
# and a failure leaves the old installation as it was.
install_program() {
  local new=$program_folder.new
  [ ! -e "$program_folder" ] || [ -f "$installed_files" ] ||
    fail "$program_folder exists and was not installed by this script; nothing was changed."
  rm -rf "$new"
  mkdir -p "$new"
  cp "$1/smime-bridge" "$new/"
  find "$1" -maxdepth 1 -name '*.so' -exec cp {} "$new/" \;
  cp "$2" "$new/smime-bridge.xpi"
  (cd "$new" && find . -maxdepth 1 -type f -printf '%f\n' | sort >installed-files)
  remove_program
  mv "$new" "$program_folder"
  mkdir -p "$(dirname "$command_link")"
  if [ ! -e "$command_link" ] || [ -L "$command_link" ]; then
    ln -sfn "$installed_host" "$command_link"
  fi
  say "Installed the host in $program_folder"
}

# Removes exactly what install_program has put there.
remove_program() {
  if [ -L "$command_link" ] && [ "$(readlink "$command_link")" = "$installed_host" ]; then
    rm -f "$command_link"
  fi
  [ -f "$installed_files" ] || return 0
  local name
  while read -r name; do
    rm -f "$program_folder/$name"
  done <"$installed_files"
  rm -f "$installed_files"
  rmdir "$program_folder" 2>/dev/null || say "Left $program_folder in place: there are files in it that were not installed by this script."
}

# profile_in_use PROFILE: Thunderbird holds a lock while it runs with a profile.
profile_in_use() {
  [ -L "$1/lock" ] && kill -0 "$(readlink "$1/lock" | sed 's/.*+//')" 2>/dev/null
}

place_in_profile() {
  ! profile_in_use "$1" || fail "Thunderbird is running with $1. Close it and start again."
  mkdir -p "$1/extensions"
  cp "$installed_extension" "$1/extensions/$addon_id.xpi"
}

remove_from_profile() {
  ! profile_in_use "$1" || fail "Thunderbird is running with $1. Close it and start again."
  rm -f "$1/extensions/$addon_id.xpi"
}

# Deletes keys and certificates, if the user says so in words.
purge_keystore() {
  if [ ! -d "$keystore_folder" ]; then
    say "There is no keystore in $keystore_folder."
    return 0
  fi
  say "This deletes $keystore_folder: your private keys too. Encrypted mail that you have no other copy of the key for"
  say "can then never be read again."
  local answer=''
  read -r -p 'Type "delete my keys" to go on: ' answer || true
  if [ "$answer" = 'delete my keys' ]; then
    rm -rf "$keystore_folder"
    say "Deleted $keystore_folder"
  else
    say "Not deleted."
  fi
}
