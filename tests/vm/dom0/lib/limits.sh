# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
#
# The throttle's knobs and counters, through sysfs.

# set_limit DOMID KNOB VALUE, as set_limit 3 write_bps 4000000
set_limit() { echo "$3" >"$throttle_class/dom$1/$2"; }

get_limit() { echo "$(<"$throttle_class/dom$1/$2")"; }

# throttle_stat DOMID NAME
throttle_stat() {
	local name value
	while read -r name value; do
		[ "$name" != "$2" ] || { echo "$value" && return; }
	done <"$throttle_class/dom$1/stat"
	return 1
}

clear_limits() {
	local knob
	for knob in $throttle_class/dom*/{read,write}_{bps,iops}; do
		[ ! -e "$knob" ] || echo max >"$knob" 2>/dev/null || true
	done
	for knob in $throttle_parameters/default_{read,write}_{bps,iops}; do
		[ ! -e "$knob" ] || echo max >"$knob" 2>/dev/null || true
	done
}

# is_holding DOMID: does it have requests waiting?
is_holding() {
	local reads writes
	reads=$(throttle_stat "$1" read_waiting_ios)
	writes=$(throttle_stat "$1" write_waiting_ios)
	[ $((reads + writes)) -gt 0 ]
}
