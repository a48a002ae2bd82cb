# shellcheck shell=bash
# SPDX-FileCopyrightText: 2026 The Trove-GLib authors
# SPDX-License-Identifier: LGPL-2.1-or-later

# What the scripts in this folder share; sourced, from anywhere.

top=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)

# Debian's own programs, whatever else is first on the caller's path: a Python from elsewhere does
# not see Debian's PyGObject, nor a Meson from elsewhere Debian's Python.
export PATH=/usr/sbin:/usr/bin:/sbin:/bin
export LC_ALL=C.UTF-8
unset PYTHONHOME PYTHONPATH

die() {
  echo "$(basename -- "$0"): $*" >&2
  exit 1
}

as_root() {
  if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo -- "$@"; fi
}

# quiet LOG COMMAND…: what the command prints goes to LOG, and its end is shown when it fails.
quiet() {
  local log=$1 status=0
  shift
  "$@" >>"$log" 2>&1 </dev/null || status=$?
  if [ "$status" -ne 0 ]; then
    echo "failed: $*"
    tail -n 40 -- "$log" | sed 's/^/  | /'
    echo "  (all of it: $log)"
  fi
  return "$status"
}

# packages_of GROUP…: the names in these groups of the list.
packages_of() {
  awk -v groups=" $* " '
    { sub(/#.*/, "") }
    /^\[/ { wanted = index(groups, " " substr($1, 2, length($1) - 2) " "); next }
    NF && wanted { print $1 }' "$top/build-aux/packages"
}

apt_install() {
  local apt=(as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -y -o DPkg::Lock::Timeout=300)

  # A source that cannot be reached may not be one of those needed: the installation decides.
  "${apt[@]}" update || true
  "${apt[@]}" install --no-install-recommends --no-remove "$@"
}

# install_packages GROUP…: installs what is missing, and touches nothing when all is there.
install_packages() {
  local wanted missing log
  mapfile -t wanted < <(packages_of "$@")
  [ "${#wanted[@]}" -gt 0 ] || die "no packages in: $*"

  command -v dpkg-query >/dev/null || die "not a Debian system; it needs the like of: ${wanted[*]}"
  mapfile -t missing < <(
    comm -23 <(printf '%s\n' "${wanted[@]}" | sort) \
      <(dpkg-query -W -f '${db:Status-Status} ${Package}\n' "${wanted[@]}" 2>/dev/null |
        sed -n 's/^installed //p' | sort -u)
  )
  [ "${#missing[@]}" -gt 0 ] || return 0

  echo "Installing: ${missing[*]}"
  log=$(mktemp)
  # Once more when it failed: a mirror that was just being updated is the usual reason.
  quiet "$log" apt_install "${missing[@]}" || {
    sleep 5
    quiet "$log" apt_install "${missing[@]}"
  } || die "could not install the packages"
  rm -f -- "$log"
}
