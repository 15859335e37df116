# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
#
# perf and bpftrace, from a root of their own (see harness/tracers.py): $tracer
# COMMAND... runs one. Their /run is dom0's.

_tracers=/run/tracers
# No function, which would have its process id when it runs in the background.
tracer="chroot $_tracers/root"

tracers_mount() {
	local drive=/dev/drives/tracers dir
	if ! mountpoint -q $_tracers/root; then
		[ -b $drive ] || fail "this machine has no drive with perf and bpftrace"
		mkdir -p $_tracers/{lower,upper,work,root}
		mountpoint -q $_tracers/lower || mount -t squashfs -o ro $drive $_tracers/lower
		mount -t overlay -o "lowerdir=$_tracers/lower,upperdir=$_tracers/upper,workdir=$_tracers/work" tracers $_tracers/root
		mkdir -p $_tracers/root/{dev,proc,sys,run,tmp}
		mountpoint -q /sys/kernel/tracing || mount -t tracefs tracefs /sys/kernel/tracing
		for dir in dev proc sys; do mount --rbind /$dir $_tracers/root/$dir; done
		mount --bind /run $_tracers/root/run
	fi
}
