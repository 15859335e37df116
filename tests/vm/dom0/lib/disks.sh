# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
#
# Disks to give away: pieces of the machine's scratch drive, or of the drive
# that the emulator holds to a known speed.

scratch_drive=/dev/drives/scratch
slow_drive=/dev/drives/slow

# disk NAME MEGABYTES [scratch|slow|memory]: prints a block device of that size.
# The same name gives the same piece again. On the instruction-counted clock it
# has to be memory: there time leaps whenever all are idle, also while the host
# serves a drive, and a request seems to take half a minute.
disk() {
	local name=$1 sectors=$(($2 * 2048)) kind=${3:-scratch} drive start next
	if [ "$kind" = memory ]; then
		_memory_disk "$name" "$2"
		return
	fi
	if [ ! -e "/dev/mapper/$name" ]; then
		drive=$scratch_drive
		[ "$kind" = scratch ] || drive=$slow_drive
		[ -b $drive ] || fail "this machine has no $kind drive"
		mkdir -p /run/disks
		next=/run/disks/$kind
		(
			# Guests may be made at the same time.
			flock 9
			start=$(cat "$next" 2>/dev/null || echo 0)
			dmsetup create --noudevsync "$name" --table "0 $sectors linear $drive $start"
			dmsetup mknodes "$name" >/dev/null 2>&1 || true
			echo $((start + sectors)) >"$next"
		) 9>"$next.lock"
	fi
	echo "/dev/mapper/$name"
}

# grow_disk NAME MEGABYTES: a disk of the scratch drive gets so much more at its
# end, in use or not.
grow_disk() {
	local name=$1 more=$(($2 * 2048)) next=/run/disks/scratch sectors start
	sectors=$(($(blockdev --getsz "/dev/mapper/$name")))
	start=$(<$next)
	{
		dmsetup table "$name"
		echo "$sectors $more linear $scratch_drive $start"
	} | dmsetup reload --noudevsync "$name"
	dmsetup resume --noudevsync "$name"
	echo $((start + more)) >$next
	[ "$(blockdev --getsz "/dev/mapper/$name")" = $((sectors + more)) ] || fail "$name did not grow by $2 MiB"
}

_memory_disk() {
	local dir=/sys/kernel/config/nullb/memory-$1
	[ -d /sys/module/null_blk ] || modprobe null_blk nr_devices=0
	if [ ! -d "$dir" ]; then
		mkdir "$dir"
		echo "$2" >"$dir/size"
		echo 1 >"$dir/memory_backed"
		echo 1 >"$dir/power"
	fi
	# Some kernels name the disk after the folder, others number it.
	if [ -b "/dev/memory-$1" ]; then
		echo "/dev/memory-$1"
	else
		echo "/dev/nullb$(<"$dir/index")"
	fi
}
