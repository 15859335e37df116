# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
#
# The network front end in user space (see tests/vm/netfront): it sends netback
# what Linux's own front end never sends.

# net_front NAME: runs the script on stdin. What it said is in /run/case/front-NAME.
net_front() {
	local log=/run/case/front-$1
	# Each slot of the rings takes a page that gntalloc counts.
	echo 32768 >/sys/module/xen_gntalloc/parameters/limit
	if ! (trap - ERR && netfront >"$log" 2>"$log.err"); then
		cat "$log.err"
		fail "$1: $(tail -n 1 "$log.err")"
	fi
}

# net_outcomes NAME: "TAG OUTCOME" of every frame that it was asked for.
net_outcomes() { sed -n 's/^outcome //p' "/run/case/front-$1" | sort; }
