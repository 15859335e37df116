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

# set_disk_limit DOMID DEVID KNOB VALUE, as set_disk_limit 3 51712 write_bps 4000000
set_disk_limit() { echo "$4" >"$(throttle_folder "$1" "$2")/$3"; }

# throttle_folder DOMID [DEVID]: where the knobs of a domain, or of one disk, are.
throttle_folder() {
	if [ $# = 1 ]; then
		echo "$throttle_class/dom$1"
	else
		echo "/sys/bus/xen-backend/devices/vbd-$1-$2/throttle"
	fi
}

# clear_knob FILE: no limit, whatever kind of knob it is.
clear_knob() {
	case $1 in
	*_burst) echo auto ;;
	*iops_size) echo 0 ;;
	*) echo max ;;
	esac >"$1" 2>/dev/null || true
}

# clear_limits: of all domains and disks, and the defaults.
clear_limits() {
	local knob
	for knob in $throttle_class/dom*/{{read,write,total}_*,iops_size} \
		/sys/bus/xen-backend/devices/vbd-*/throttle/{{read,write,total}_*,iops_size} \
		$throttle_parameters/default_*; do
		[ ! -e "$knob" ] || case $(<"$knob") in
		max | auto | 0) ;;
		*) clear_knob "$knob" ;;
		esac
	done
}

# is_holding DOMID: does it have requests waiting?
is_holding() {
	local reads writes
	reads=$(throttle_stat "$1" read_waiting_ios)
	writes=$(throttle_stat "$1" write_waiting_ios)
	[ $((reads + writes)) -gt 0 ]
}
