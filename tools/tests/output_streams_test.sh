#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Where the output goes: a full disk, closed descriptors, a terminal.
set -euo pipefail

dom0ctl=$1
failed=0
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$work/sys/module"
export DOM0CTL_SYSFS_ROOT=$work/sys XENSTORED_PATH=$work/none LC_ALL=C
unset NO_COLOR

expect() {
	[ "$2" = "$3" ] && return
	printf '%s: expected "%s", is "%s"\n' "$1" "$3" "$2" >&2
	failed=1
}

full="dom0ctl: cannot write the output: No space left on device; check where the output goes"
for words in --version --help status "status --json"; do
	# shellcheck disable=SC2086 # words are arguments
	expect "$words on a full disk" "$("$dom0ctl" $words 2>&1 >/dev/full || echo $?)" "$full
1"
done
closed="dom0ctl: cannot write the output: Bad file descriptor; check where the output goes"
expect "without standard output" "$("$dom0ctl" status 2>&1 >&- || echo $?)" "$closed
1"
expect "without anything" "$("$dom0ctl" status <&- >&- 2>&-; echo $?)" 1

# On a terminal, and only there.
on_terminal() {
	env SHELL=/bin/sh "$@" script -qec "'$dom0ctl' status" /dev/null </dev/null | tr -d '\r' | grep -c $'\x1b' || true
}
expect "lines with colours on a terminal" "$(on_terminal TERM=xterm)" 1
expect "with NO_COLOR" "$(on_terminal TERM=xterm NO_COLOR=1)" 0
expect "with an empty NO_COLOR" "$(on_terminal TERM=xterm NO_COLOR=)" 1
expect "on a dumb terminal" "$(on_terminal TERM=dumb)" 0
expect "in a pipe" "$(TERM=xterm "$dom0ctl" status | grep -c $'\x1b' || true)" 0
exit "$failed"
