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
	case $* in
	"limit list")
		printf '%s\n' "DOMID  NAME   DISK  WAITING  LIMITS" \
			"1      noisy  all   0        read_bps=4M" \
			"                             total_bps=20M" \
			"1      noisy  xvda  0        read_bps=4M" \
			"2      quiet  all   0        none" \
			"3      -      all   0        none"
		;;
	"csum list")
		printf '%s\n' "VIF     GUEST  MODE  HOOK" "vif1.0  noisy  off   netback" \
			"vif1.1  noisy  off   netback" "vif3.0  3      off   netback" "eth0    -      off   netfront"
		;;
	"irq quota get")
		printf '%s\n' "DOMID  NAME      USED  QUOTA          REFUSED" "0      Domain-0  130   512 (default)  0" \
			"1      noisy     108   108            7" "3      -         8     512 (default)  0"
		;;
	"limit get noisy") printf '%s\n' "read_bps   max" "waiting    0" "disk xvda  no limit" "disk xvdb  read_bps=4M" ;;
	*) return 1 ;;
	esac
}

expect "csum irq limit status " dom0ctl ""
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
expect "--write-bps --write-bps-burst --write-bps-peak --write-iops --write-iops-burst --write-iops-peak " dom0ctl limit set noisy --w
settings=$("$dom0ctl" limit set --help | grep -oE -- '--(read|write|total|iops)-[a-z-]+' | sort -u | sed 's/^--//; s/$/=/' | tr -- '-\n' '_ ')
expect "$settings" dom0ctl limit set noisy ""
expect "$settings" dom0ctl limit set noisy read_bps = 5 ""
expect "$settings" dom0ctl limit set --json noisy ""
expect "$settings" dom0ctl limit set noisy --disk xvda ""
expect "total_iops= total_iops_burst= total_iops_peak= " dom0ctl limit set noisy total_i
expect "max " dom0ctl limit set noisy read_bps =
expect "max " dom0ctl limit set noisy read_bps_peak = m
expect "auto " dom0ctl limit set noisy read_iops_burst =
expect "0 " dom0ctl limit set noisy iops_size =
expect "auto " dom0ctl limit set noisy --read-bps-burst ""
expect "0 " dom0ctl limit set noisy --iops-size = ""
expect "noisy quiet " dom0ctl limit set --disk xvda ""
for command in set get clear; do
	expect "xvda xvdb " dom0ctl limit "$command" noisy --disk ""
	expect "xvdb " dom0ctl limit "$command" noisy --disk xvdb
done
expect " " dom0ctl limit get --disk ""
expect "get list set " dom0ctl csum ""
for command in set get list; do
	expect "$(options csum "$command")" dom0ctl csum "$command" -
done
for command in set get; do
	expect "--default 3 all eth0 noisy vif1.0 vif1.1 vif3.0 " dom0ctl csum "$command" ""
	expect "vif1.0 vif1.1 vif3.0 " dom0ctl csum "$command" v
done
expect " " dom0ctl csum get noisy ""
expect " " dom0ctl csum get --default ""
expect "bad= gso= mode= " dom0ctl csum set noisy ""
expect "bad= gso= mode= " dom0ctl csum set --default ""
expect "bad= gso= mode= " dom0ctl csum set vif1.0 mode = off ""
# The words that the binary takes are those that it names when it refuses one.
for key in mode gso bad; do
	words=$({ "$dom0ctl" csum set all "$key=" 2>&1 || true; } | sed 's/.*it is one of //; s/,//g' | tr ' ' '\n' | sort | tr '\n' ' ')
	expect "$words" dom0ctl csum set noisy "$key" =
done
expect "complete " dom0ctl csum set noisy mode = c
expect "pool quota status top " dom0ctl irq ""
expect "get set " dom0ctl irq quota ""
expect "get set " dom0ctl irq pool ""
for command in status top "quota set" "quota get" "pool set" "pool get"; do
	# shellcheck disable=SC2086 # command is words
	expect "$(options irq $command)" dom0ctl irq $command -
done
expect "--all --default Domain-0 noisy " dom0ctl irq quota set ""
expect "noisy " dom0ctl irq quota set n
expect "Domain-0 default max noisy " dom0ctl irq quota set noisy ""
expect "default max " dom0ctl irq quota set --all ""
expect "max " dom0ctl irq quota set --default ""
expect "--default Domain-0 noisy " dom0ctl irq quota get ""
expect "Domain-0 noisy " dom0ctl irq quota get noisy ""
expect " " dom0ctl irq quota get --default ""
expect " " dom0ctl irq pool get ""
# The settings that the binary takes are those that it names when it does not.
settings=$({ "$dom0ctl" irq pool set x=1 2>&1 || true; } | sed 's/.*the settings are //; s/,//g' | tr ' ' '\n' | sort | sed 's/$/=/' | tr '\n' ' ')
expect "$settings" dom0ctl irq pool set ""
expect "$settings" dom0ctl irq pool set reserve_max = 5 ""
expect " " dom0ctl irq pool set reserve_max = ""
expect "max " dom0ctl irq pool set default_quota = ""
expect "reserve_max= reserve_min= " dom0ctl irq pool set r
exit "$failed"
