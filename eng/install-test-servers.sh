#!/usr/bin/env bash
# Installs the servers that the tests start for real. Does nothing when their binaries are there; leaves no service running.
set -euo pipefail

# binary -> Debian package, one line each
servers=(
  'prometheus prometheus'
  'prometheus-alertmanager prometheus-alertmanager'
)

readonly policy=/usr/sbin/policy-rc.d
policy_is_ours=false

fail() {
  echo "install-test-servers: $1" >&2
  exit 1
}

as_root() {
  if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo -n "$@"; fi
}

missing_packages() {
  local row
  for row in "${servers[@]}"; do
    command -v "${row%% *}" > /dev/null || echo "${row##* }"
  done
}

apt_install() {
  as_root env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=600 install -y --no-install-recommends "$@"
}

# Debian starts a service on installing it unless this file says no (exit code 101).
forbid_services() {
  if [ -e "$policy" ]; then return; fi
  printf '#!/bin/sh\nexit 101\n' | as_root tee "$policy" > /dev/null
  policy_is_ours=true
  as_root chmod 755 "$policy"
}

allow_services() {
  if [ "$policy_is_ours" = true ]; then as_root rm -f "$policy"; fi
}

# For a machine whose own policy lets services start. Only what a package of ours brought just now is stopped.
stop_service() {
  if [ -d /run/systemd/system ]; then
    as_root systemctl disable --now "$1.service" > /dev/null 2>&1 || true
  elif [ -x "/etc/init.d/$1" ]; then
    as_root "/etc/init.d/$1" stop > /dev/null 2>&1 || true
  fi
}

mapfile -t packages < <(missing_packages)
if [ "${#packages[@]}" -eq 0 ]; then exit 0; fi

command -v apt-get > /dev/null ||
  fail "this system has no apt-get; install ${packages[*]} by hand and put the binaries on the PATH."
[ "$(id -u)" -eq 0 ] || sudo -n true 2> /dev/null ||
  fail "installing ${packages[*]} needs root, and sudo asks for a password; run this script as root once."

echo "install-test-servers: installing ${packages[*]}"
trap allow_services EXIT
forbid_services
if ! apt_install "${packages[@]}"; then
  echo "install-test-servers: trying again with a fresh package index"
  as_root apt-get -o DPkg::Lock::Timeout=600 update || fail "the package index cannot be read; is there a network?"
  apt_install "${packages[@]}" || fail "apt-get could not install ${packages[*]}; its reason is above."
fi

for package in "${packages[@]}"; do stop_service "$package"; done
[ -z "$(missing_packages)" ] || fail "apt-get succeeded, but $(missing_packages | xargs) brought no binary to the PATH."
