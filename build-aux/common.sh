# shellcheck shell=bash
# SPDX-FileCopyrightText: 2026 The Trove-GLib authors
# SPDX-License-Identifier: LGPL-2.1-or-later

# Functions for the scripts in this folder, which source this file. They work from any folder.

top=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)

# Debian's own programs, even if others are first on the caller's path: another Python does not find Debian's PyGObject,
# and another Meson does not find Debian's Python.
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

# quiet LOG COMMAND…: writes the output of the command to LOG, and prints its end if the command fails.
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

# packages_of GROUP…: prints the packages in these groups of the list.
packages_of() {
  awk -v groups=" $* " '
    { sub(/#.*/, "") }
    /^\[/ { wanted = index(groups, " " substr($1, 2, length($1) - 2) " "); next }
    NF && wanted { print $1 }' "$top/build-aux/packages"
}

apt_install() {
  local apt=(as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -y -o DPkg::Lock::Timeout=300)

  # An unreachable package source may not be needed. If it is, the installation fails.
  "${apt[@]}" update || true
  "${apt[@]}" install --no-install-recommends --no-remove "$@"
}

# install_packages GROUP…: installs missing packages, and does nothing if none is missing.
install_packages() {
  local wanted missing log
  mapfile -t wanted < <(packages_of "$@")
  [ "${#wanted[@]}" -gt 0 ] || die "no packages in: $*"

  command -v dpkg-query >/dev/null || die "not a Debian system; it needs the like of: ${wanted[*]}"
  mapfile -t missing < <(
    comm -23 <(printf "%s\n" "${wanted[@]}" | sort -u) \
      <(dpkg-query -W -f '${db:Status-Status} ${Package}\n' "${wanted[@]}" 2>/dev/null |
        sed -n 's/^installed //p' | sort -u)
  )
  [ "${#missing[@]}" -gt 0 ] || return 0

  echo "Installing: ${missing[*]}"
  log=$(mktemp)
  # Tries again after a failure, which is usually due to a mirror that was being updated.
  quiet "$log" apt_install "${missing[@]}" || {
    sleep 5
    quiet "$log" apt_install "${missing[@]}"
  } || die "could not install the packages"
  rm -f -- "$log"
}
