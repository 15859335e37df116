# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
#
# Disks to give away: pieces of the machine's scratch drive, or of the drive
# that the emulator holds to a known speed.

scratch_drive=/dev/drives/scratch
slow_drive=/dev/drives/slow

# disk NAME MEGABYTES [scratch|slow]: prints a block device of that size. The
# same name gives the same piece again.
disk() {
	local name=$1 sectors=$(($2 * 2048)) kind=${3:-scratch} drive start next
	if [ ! -e "/dev/mapper/$name" ]; then
		drive=$scratch_drive
		[ "$kind" = scratch ] || drive=$slow_drive
		[ -b $drive ] || fail "this machine has no $kind drive"
		mkdir -p /run/disks
		next=/run/disks/$kind
		start=$(cat "$next" 2>/dev/null || echo 0)
		dmsetup create --noudevsync "$name" --table "0 $sectors linear $drive $start"
		dmsetup mknodes "$name" >/dev/null 2>&1 || true
		echo $((start + sectors)) >"$next"
	fi
	echo "/dev/mapper/$name"
}
