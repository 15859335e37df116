# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
#
# /dev/xen/blkthrottle, through throttle-ioctl (see tests/vm/programs), and dom0's
# own disks to try it on.

# memory_disks COUNT: disks of 4 MiB until the case ends; sets own_disk, their names.
memory_disks() {
	local i dir folders=()
	[ -d /sys/module/null_blk ] || modprobe null_blk nr_devices=0
	for ((i = 0; i < $1; i++)); do folders+=("/sys/kernel/config/nullb/own$i"); done
	mkdir "${folders[@]}"
	at_end rmdir "${folders[@]}"
	own_disk=()
	for dir in "${folders[@]}"; do
		echo 4 >"$dir/size"
		echo 1 >"$dir/memory_backed"
		echo 1 >"$dir/power"
		# Some kernels name the disk after the folder, others number it.
		if [ -b "/dev/${dir##*/}" ]; then own_disk+=("${dir##*/}"); else own_disk+=("nullb$(<"$dir/index")"); fi
	done
}

# throttle_as_text DOMID [DEVID]: all that sysfs says, as throttle-ioctl get prints it.
throttle_as_text() {
	local folder head="$1 ${2:--}" knob
	folder=$(throttle_folder "$@")
	sed "s/^/$head /" "$folder/stat" "$folder/latency_hist"
	for knob in {read,write,total}_{bps,iops}{,_burst,_peak} iops_size; do
		echo "$head $knob $(<"$folder/$knob")"
	done
}

# expect_same_numbers DOMID...: the ioctl and sysfs agree, of the domains and all
# their disks. Nobody may be using them.
expect_same_numbers() {
	local domid dir
	for domid; do
		throttle_as_text "$domid"
		for dir in $(vbds_of "$domid"); do throttle_as_text "$domid" "${dir##*-}"; done
	done | sort >/run/case/from-sysfs
	for domid; do throttle-ioctl get "$domid"; done | grep -v ' \(time\|since\)_ns ' | sort >/run/case/from-ioctl
	diff /run/case/from-sysfs /run/case/from-ioctl >/run/case/numbers.diff ||
		fail "sysfs and the ioctl differ: $(grep '^[<>]' /run/case/numbers.diff | head -n 2 | tr '\n' ' ')"
}

# events_start NAME ARGUMENT...: a reader of events in the background, whose lines
# go to /run/case/events-NAME; the device is open at the return.
events_start() {
	local name=$1
	shift
	throttle-ioctl events "$@" >"/run/case/events-$name" 2>&1 &
	reader=$!
	wait_until 10 "the reader $name to open the device" grep -q ready "/run/case/events-$name"
}

# events_of NAME: "type domid devid knob value" of what it has read.
events_of() { awk '/^[0-9]/ { print $2, $3, $4, $5, $6 }' "/run/case/events-$1"; }

# events_have NAME "TYPE DOMID ...": has it read such an event?
events_have() { grep -qxF -- "$2" <(events_of "$1"); }
