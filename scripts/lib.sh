# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
#
# What the scripts share: messages, the place of the caches, and which
# installed kernel a series stands for. Sourced, never run.

# What the scripts read of other programs is in one language, and sorted in one way.
export LC_ALL=C.UTF-8
unset LANGUAGE

# Absolute path of the project.
# shellcheck disable=SC2034 # for those who source this
TOP=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

# The kernel series that patches/ has a series file for; newest last.
supported_series() {
	local f
	for f in "$TOP"/patches/*/series; do
		[ -e "$f" ] && basename "$(dirname "$f")"
	done | sort -V
}

note() { printf '%s\n' "$*" >&2; }

# die MESSAGE: one line that says what is wrong and what to do.
die() {
	printf '%s: %s\n' "$(basename "$0")" "$*" >&2
	exit 1
}

# one_at_a_time FILE WHAT: waits for others who hold FILE; ours until the script ends.
one_at_a_time() {
	local lock
	exec {lock}>"$1"
	flock -n "$lock" || {
		note "waiting for another $2"
		flock "$lock"
	}
}

# Where downloads and built images live between runs, outside the tree.
cache_dir() {
	printf '%s\n' "${DOM0PACK_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/dom0-pack}"
}

# kernel_release SERIES: the newest installed amd64 header package of a series,
# as `uname -r` would print it. Flavours (cloud, rt) are for those who name
# them with KVER=. Fails silently when there is none.
kernel_release() {
	local d
	for d in /usr/src/linux-headers-"$1"[.-]*-amd64; do
		case $d in
		*-cloud-amd64 | *-rt-amd64) continue ;;
		esac
		[ -e "$d/Makefile" ] && printf '%s\n' "${d#/usr/src/linux-headers-}"
	done | sort -V | tail -n 1
}

# series_of RELEASE: 6.1.0-56-amd64 -> 6.1
series_of() {
	local rest=${1#*.}
	printf '%s.%s\n' "${1%%.*}" "${rest%%[!0-9]*}"
}

# tree_files: the project's files, one a line: new ones too, but not what is
# ignored. A file that is deleted and not yet committed is none; a tree without
# git has only its files.
tree_files() {
	(
		cd "$TOP" || exit
		{
			git -c safe.directory="$TOP" ls-files --cached --others --exclude-standard -- . 2>/dev/null ||
				find . -path ./build -prune -o -type f -printf '%P\n'
		} | sort -u | while read -r f; do [ ! -f "$f" ] || printf '%s\n' "$f"; done
	)
}
