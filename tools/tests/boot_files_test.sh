#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# What is installed for boot and udev: systemd and udev take it without a word, and
# a wrong one would be found. Each calls the tool with words that it knows.
#
#   boot_files_test.sh DOM0CTL UNITS RULES
set -euo pipefail

dom0ctl=$1 units=$2 rules=$3
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0
fail() {
	printf '%s\n' "$*" >&2
	failed=1
}

# The words after the tool's name are those of a command that there is.
while read -r words; do
	words=${words%% \$*} # what udev or systemd fills in
	case $words in
	*--device) words+=" dom5" ;;
	esac
	# shellcheck disable=SC2086 # words are arguments
	[[ $("$dom0ctl" $words --help) == *"Usage: dom0ctl ${words%% -*}"* ]] ||
		fail "the tool does not know: $words"
	seen=1
done < <(sed -nE 's,^(Exec[A-Za-z]+=|.*RUN\+=.*)/[^ ]*/dom0ctl ([^"]*)"?$,\2,p' "$units"/*.service "$rules")
[ -n "${seen:-}" ] || fail "nothing calls the tool"

if command -v systemd-analyze >/dev/null; then
	# The tool as it was built is where the units have it.
	cp "$units"/*.service "$work"
	sed -i "s,=/[^ ]*/dom0ctl ,=$dom0ctl ," "$work"/*.service
	said=$(systemd-analyze verify --man=no "$work"/*.service 2>&1) || fail "systemd: $said"
	[[ $said != *dom0ctl* ]] || fail "systemd: $said"
	# The control.
	sed 's/^Type=/Frob=/; s,^ExecStart=.*,ExecStart=/nonexistent,' "$work/dom0ctl.service" >"$work/wrong.service"
	said=$(systemd-analyze verify --man=no "$work/wrong.service" 2>&1) &&
		fail "systemd-analyze takes what is wrong"
	[[ $said == *Frob* ]] || fail "systemd-analyze does not say what is wrong: $said"
else
	echo "systemd-analyze is missing: the units are not verified"
fi

# Only root can have udev read rules that are not installed, and only in a
# namespace of its own.
udev_says() {
	# shellcheck disable=SC2016 # the inner shell expands it
	unshare --mount sh -c 'mount -t tmpfs none /run/udev/rules.d 2>/dev/null ||
		{ mount -t tmpfs none /run && mkdir -p /run/udev/rules.d; }
		cp "$1" /run/udev/rules.d/60-dom0ctl.rules && udevadm test /sys/class/net/lo 2>&1' - "$1" |
		grep -F 60-dom0ctl || true
}
if command -v udevadm >/dev/null && [ -e /sys/class/net/lo ] && unshare --mount true 2>/dev/null &&
	sed 's/GOTO="dom0ctl_end"/FROB="x"/' "$rules" >"$work/wrong.rules" &&
	[[ $(udev_says "$work/wrong.rules") == *FROB* ]]; then
	said=$(udev_says "$rules" | grep -v "Reading rules file" || true)
	[ -z "$said" ] || fail "udev: $said"
else
	echo "udevadm cannot be had to read rules here: they are not verified"
fi
exit "$failed"
