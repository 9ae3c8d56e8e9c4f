# shellcheck shell=bash
# Shared by the scripts of this folder and by tests/run.sh: messages, packages, building. Source it; it runs nothing by itself.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
host_executable="$root/artifacts/host/smime-bridge"
extension_package="$root/artifacts/smime-bridge.xpi"

say() { printf '%s\n' "$*"; }

fail() {
  printf '%s\n' "$*" >&2
  exit 1
}

as_root() {
  if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo "$@"; fi
}

# Debian's programs for administrators are not on everybody's path.
PATH="$PATH:/usr/local/sbin:/usr/sbin:/sbin"

# need TOOL PACKAGE...: notes the packages that TOOL comes from when it is not there.
missing_tools=()
missing_packages=()
need() {
  local tool=$1
  shift
  if ! command -v "$tool" >/dev/null; then
    missing_tools+=("$tool")
    missing_packages+=("$@")
  fi
}

# need_file FILE PACKAGE: the same for a file.
need_file() {
  if [ ! -e "$1" ]; then
    missing_tools+=("$1")
    missing_packages+=("$2")
  fi
}

# Installs what was noted and makes sure that it is there now.
install_missing() {
  [ ${#missing_packages[@]} -gt 0 ] || return 0
  say "Installing: ${missing_packages[*]}"
  command -v apt-get >/dev/null ||
    fail "Missing: ${missing_tools[*]}. They cannot be installed here, because there is no apt-get. Install them and start again."
  if [ "$(id -u)" -ne 0 ] && ! { command -v sudo >/dev/null && sudo -v; }; then
    fail "Missing: ${missing_tools[*]}. Installing them needs root or sudo: apt-get install ${missing_packages[*]}"
  fi
  install_packages || fail "apt-get could not install: ${missing_packages[*]} (needed for: ${missing_tools[*]})"
  local tool
  for tool in "${missing_tools[@]}"; do
    case $tool in
      /*) [ -e "$tool" ] || fail "Missing after the installation: $tool" ;;
      *) command -v "$tool" >/dev/null || fail "Missing after the installation: $tool" ;;
    esac
  done
  missing_tools=()
  missing_packages=()
}

# apt without questions and without starting services: the mail servers are used with a configuration of our own only.
install_packages() {
  local policy=/usr/sbin/policy-rc.d placed='' result=0
  if [ ! -e $policy ]; then
    printf '#!/bin/sh\nexit 101\n' | as_root tee $policy >/dev/null && as_root chmod 755 $policy && placed=yes
  fi
  printf 'postfix postfix/main_mailer_type select Local only\npostfix postfix/mailname string localhost\n' |
    as_root debconf-set-selections || true
  {
    as_root apt-get update -qq &&
      as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing_packages[@]}"
  } >"${TMPDIR:-/tmp}/smime-bridge-apt.$$.log" 2>&1 || result=$?
  [ -z "$placed" ] || as_root rm -f $policy
  if [ $result -ne 0 ]; then
    tail -n 20 "${TMPDIR:-/tmp}/smime-bridge-apt.$$.log" >&2
  fi
  rm -f "${TMPDIR:-/tmp}/smime-bridge-apt.$$.log"
  if [ $result -eq 0 ] && [ -d /run/systemd/system ]; then
    disable_new_services
  fi
  return $result
}

# What was installed for a trial must not run as a service after the next start of the machine.
disable_new_services() {
  local name
  for name in postfix dovecot-imapd; do
    case " ${missing_packages[*]} " in
      *" $name "*) as_root systemctl disable --quiet --now "${name%-imapd}" || true ;;
    esac
  done
}

need_dotnet() {
  command -v dotnet >/dev/null || fail "Missing: dotnet. Install the .NET 10 SDK (https://dot.net) and start again."
  dotnet --list-sdks | grep -q '^10\.' || fail "Missing: the .NET 10 SDK; dotnet is here, but only: $(dotnet --list-sdks | tr '\n' ' ')"
}

# Node 20.19 or newer: the one of the machine, or one from the npm registry that stays inside artifacts/.
need_node() {
  need node nodejs
  need npm npm
  install_missing
  if node_is_new_enough; then return 0; fi
  say "Installing: a newer Node below artifacts/ (the machine's is $(node --version))"
  npm install --silent --no-save --no-package-lock --prefix "$root/artifacts/node" node@22 >/dev/null ||
    fail "Node $(node --version) is too old, and npm could not fetch a newer one. Needed: 20.19 or newer."
  PATH="$root/artifacts/node/node_modules/node/bin:$PATH"
  node_is_new_enough || fail "Node 20.19 or newer is needed."
}

node_is_new_enough() {
  node -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 20 || (a === 20 && b >= 19) ? 0 : 1)'
}

# What Native AOT links with.
need_compiler() {
  need gcc gcc libc6-dev
  need_file /usr/include/zlib.h zlib1g-dev
}

# A Thunderbird that is driven, and its mail servers.
need_mail() {
  need thunderbird thunderbird
  need openssl openssl
  need dovecot dovecot-imapd
  need_file /usr/lib/dovecot/pop3 dovecot-pop3d
  need postfix postfix
}

need_display_in_memory() {
  need Xvfb xvfb
  need xdotool xdotool
  need import imagemagick
}

# build_host LOG
build_host() {
  # Restored apart: with a runtime named, restoring would write that runtime into the lock files of all projects.
  if ! { dotnet restore "$root/host/Bridge.Host" --locked-mode -v q &&
    dotnet publish "$root/host/Bridge.Host" --no-restore -c Release -r linux-x64 -o "$root/artifacts/host" -v q; } >"$1" 2>&1; then
    tail -n 30 "$1" >&2
    fail "The host could not be built; the whole output is in $1"
  fi
  [ -x "$host_executable" ] || fail "The build left no $host_executable"
}

build_extension() {
  node "$root/installer/pack-xpi.mjs" "$extension_package" >/dev/null || fail "The add-on could not be packed."
}
