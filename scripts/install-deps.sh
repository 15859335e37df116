#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Installs the Debian packages of scripts/packages/GROUP.list that are missing.
#
#   install-deps.sh GROUP...
#
# Anybody but root gets the one command to type instead, and exit code 1.
set -euo pipefail
# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"

groups() { (cd "$TOP/scripts/packages" && printf '%s\n' *.list | sed 's/\.list$//' | paste -sd ' '); }

[ $# -gt 0 ] || die "usage: install-deps.sh GROUP...; groups: $(groups)"
wanted=()
for group; do
	list=$TOP/scripts/packages/$group.list
	[[ $group != */* && -f $list ]] || die "no package group $group; groups: $(groups)"
	while read -r package _; do
		[[ -z $package || $package == \#* ]] || wanted+=("$package")
	done <"$list"
done
[ ${#wanted[@]} -gt 0 ] || exit 0

command -v dpkg-query >/dev/null ||
	die "this is no Debian system; install what scripts/packages/ lists by your own means"
# dpkg-query complains of unknown packages, which are missing like the others.
installed=$(dpkg-query -W -f '${db:Status-Status} ${Package}\n' "${wanted[@]}" 2>/dev/null |
	sed -n 's/^installed //p' || true)
mapfile -t missing < <(comm -23 <(printf '%s\n' "${wanted[@]}" | sort -u) <(sort -u <<<"$installed"))
[ ${#missing[@]} -gt 0 ] || exit 0

if [ "$(id -u)" != 0 ]; then
	note "packages are missing; install them as root, then go on:"
	note "  apt-get update && apt-get install -y --no-install-recommends ${missing[*]}"
	exit 1
fi

export DEBIAN_FRONTEND=noninteractive
apt=(apt-get -q -o DPkg::Lock::Timeout=600)

# run_apt ARGUMENT...: what apt and dpkg have to say fills a log; a line now and
# then shows that they are at it, and the end of the log what went wrong.
log=$TOP/build/install-deps.log
run_apt() {
	local pid began=$SECONDS
	mkdir -p "${log%/*}"
	"${apt[@]}" "$@" >"$log" 2>&1 </dev/null &
	pid=$!
	while kill -0 "$pid" 2>/dev/null; do
		sleep 1
		[ $(((SECONDS - began) % 15)) != 14 ] ||
			note "  $((SECONDS - began)) s: $(tail -n 1 "$log" | cut -c 1-70)"
	done
	wait "$pid" && return
	tail -n 15 "$log" >&2
	return 1
}

# update: a machine that has just booted may be at it itself, and for this lock
# apt-get does not wait.
update() {
	local try
	for try in {1..20}; do
		run_apt update && return
		grep -q 'Could not get lock' "$log" || return 1
		note "  somebody else updates the package lists; trying again ($try)"
		sleep 15
	done
	return 1
}

# unknown: some missing package has no candidate in the lists of today.
unknown() {
	local package
	for package in "${missing[@]}"; do
		apt-cache show "$package" >/dev/null 2>&1 || return 0
	done
	return 1
}

note "installing ${#missing[@]} packages: ${missing[*]}"
# A list of a day ago may name versions that the mirror no longer has.
if [ -z "$(find /var/lib/apt/lists -maxdepth 1 -name '*_Packages*' -mtime -1 -print -quit 2>/dev/null)" ] || unknown; then
	update || note "note: apt-get update failed; trying with the lists there are"
fi
run_apt install -y --no-install-recommends "${missing[@]}" ||
	die "apt-get could not install: ${missing[*]}; see its message above and $log"
