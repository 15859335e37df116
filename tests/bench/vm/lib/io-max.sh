# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
#
# The rival: cgroup v2 io.max on the kthreads of blkback.

rival_group=/sys/fs/cgroup/rival

# io_max_ready THREADS DISK...: puts the kthreads whose names begin with THREADS
# into a cgroup of their own; DISK are what their vbds stand on.
io_max_ready() {
	local threads=$1 disk pid
	shift
	echo +io >/sys/fs/cgroup/cgroup.subtree_control
	mkdir -p $rival_group
	at_end io_max_end
	io_max_numbers=()
	for disk; do io_max_numbers+=("$(<"/sys/block/$(basename "$disk")/dev")"); done
	for pid in $(ps -eo pid=,comm= | awk -v t="$threads" 'index($2, t) == 1 { print $1 }'); do
		echo "$pid" >$rival_group/cgroup.procs
	done
	[ -n "$(<$rival_group/cgroup.procs)" ] || fail "there is no kthread $threads* to put into a cgroup"
}

# io_max_set KEY VALUE, as io_max_set wbps 1000000: on each of the disks.
io_max_set() {
	local number
	for number in "${io_max_numbers[@]}"; do echo "$number $1=$2" >$rival_group/io.max; done
}

io_max_end() {
	local pid
	[ -d $rival_group ] || return 0
	for pid in $(<$rival_group/cgroup.procs); do echo "$pid" >/sys/fs/cgroup/cgroup.procs; done
	rmdir $rival_group
}
