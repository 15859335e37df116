# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
#
# The front end in user space (see tests/vm/blkfront): it asks of blkback what
# Linux's own front end never asks.

# What its shell commands may use.
export throttle_class throttle_parameters
export -f set_limit get_limit throttle_stat is_holding

# front NAME: runs the script on stdin. What it said is in /run/case/front-NAME.
front() { _run_front blkfront "$1"; }

# _run_front PROGRAM NAME
_run_front() {
	local log=/run/case/front-$2
	# Each request, and each slot of a network ring, takes pages that gntalloc counts.
	echo 32768 >/sys/module/xen_gntalloc/parameters/limit
	if ! (trap - ERR && $1 >"$log" 2>"$log.err"); then
		cat "$log.err"
		fail "$2: $(tail -n 1 "$log.err")"
	fi
}

# front_statuses NAME: "TAG STATUS" of every request that was answered, by tag.
front_statuses() { awk '$4 ~ /^q=/ { print $2, $3 }' "/run/case/front-$1" | sort; }

# front_disk NAME MEGABYTES: a disk in memory that answers each request before
# it takes the next one, so that answers come in the order in which requests
# left blkback. It knows discard.
front_disk() {
	local dir=/sys/kernel/config/nullb/front-$1 name
	[ -d /sys/module/null_blk ] || modprobe null_blk nr_devices=0
	if [ ! -d "$dir" ]; then
		mkdir "$dir"
		echo "$2" >"$dir/size"
		echo 1 >"$dir/memory_backed"
		echo 1 >"$dir/discard"
		echo 1 >"$dir/no_sched"
		echo 0 >"$dir/irqmode"
		# Without queues, where the kernel still knows how.
		echo 0 >"$dir/queue_mode"
		echo 1 >"$dir/power"
	fi
	name=/dev/front-$1
	[ -b "$name" ] || name=/dev/nullb$(<"$dir/index")
	echo "$name"
}

# erase_disk MEGABYTES: a disk in memory that knows secure erase, which no emulated
# drive does (see tests/vm/modules), until the case ends. erased NAME is a number of its.
erase_disk() {
	insmod /project/test-modules/secure-erase-disk.ko megabytes="$1"
	at_end rmmod secure_erase_disk
	wait_until 10 "/dev/erase0 to appear" test -b /dev/erase0
}
erased() { cat "/sys/module/secure_erase_disk/parameters/$1"; }
export -f erased

# remember NAME VALUE, grown NAME VALUE BY: for scripts that compare counters.
remember() { echo "$2" >"/run/case/remembered-$1"; }
grown() {
	local before
	before=$(<"/run/case/remembered-$1")
	[ $(($2 - before)) = "$3" ] || {
		echo "$1 went from $before to $2 and not up by $3" >&2
		return 1
	}
}
export -f remember grown

# Grants that were still mapped when the front end took its pages back; the
# kernel says so from now on.
watch_grants() {
	echo 'func gnttab_add_deferred +p' >/sys/kernel/debug/dynamic_debug/control
	at_end "echo 'func gnttab_add_deferred -p' >/sys/kernel/debug/dynamic_debug/control"
}
grants_left() { messages | grep -c 'deferring g.e.' || true; }

# No disk of the front end's is left, nor a thread, nor a user of blkback.
# expect_fronts_gone USERS: how many users it had before.
expect_fronts_gone() {
	wait_until 20 "the kthreads of dom0's own disks to end" _no_threads 0
	wait_until 20 "the vbds of dom0 to go" _no_vbds 0
	wait_until 20 "dom0 to leave $throttle_class" _no_class_device 0
	wait_until 20 "blkback's users to go" _blkback_users "$1"
}
_blkback_users() { [ "$(refcount xen_blkback)" = "$1" ]; }
