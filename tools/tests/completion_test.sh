#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# The completion offers what the binary's help tells of, and guests by name.
set -euo pipefail

dom0ctl=$1
# shellcheck source=../completions/dom0ctl.bash
. "$(dirname "$0")/../completions/dom0ctl.bash"
failed=0

# What is offered after these words; the last one is being typed.
offered() {
	COMP_WORDS=("$@")
	COMP_CWORD=$(($# - 1))
	COMPREPLY=()
	_dom0ctl
	printf '%s\n' "${COMPREPLY[@]}" | sort -u | tr '\n' ' '
}

expect() {
	local want=$1 got
	shift
	got=$(offered "$@")
	if [ "$got" != "$want" ]; then
		printf 'after "%s": offered "%s", expected "%s"\n' "$*" "$got" "$want" >&2
		failed=1
	fi
}

# Options that the help of a command tells of, and that go with every command.
options() {
	{
		"$dom0ctl" "$@" --help | sed -n '/^Options:/,$p' | grep -oE -- '--[a-z-]+'
		printf '%s\n' --json
	} | sort -u | tr '\n' ' '
}

# Stands in for the tool that asks the host.
dom0ctl() {
	[ "$*" = "limit list" ] || return 1
	printf 'DOMID  NAME   READ_BPS\n1      noisy  max\n2      quiet  max\n3      -      max\n'
}

expect "limit status " dom0ctl ""
expect "status " dom0ctl s
expect "apply clear get list set " dom0ctl limit ""
expect "noisy quiet " dom0ctl limit set ""
expect "quiet " dom0ctl limit get q
expect "--all noisy quiet " dom0ctl limit clear ""
for command in set get list clear apply; do
	expect "$(options limit "$command")" dom0ctl limit "$command" -
done
expect "$(options status)" dom0ctl status -
expect "max " dom0ctl limit set noisy --read-bps m
expect "--write-bps --write-iops " dom0ctl limit set noisy --w
exit "$failed"
