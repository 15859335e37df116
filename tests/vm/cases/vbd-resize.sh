# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# What: a disk grows twice while requests to it are held back; the guest sees the new size and uses it
# Needs: modules=throttle timeout=150
guest_destroy grower
at_end guest_destroy grower
dmsetup remove grower-a 2>/dev/null || true
guest_create grower memory=256 disks="grower-a:32"
domid=$(domid grower)
sectors() { guest_run grower "cat /sys/block/xvda/size"; }
sees() { [ "$(sectors)" = "$1" ]; }

more_held() { [ "$(throttle_stat "$domid" write_held_ios)" -gt "$1" ]; }

# write_start OFFSET: 4 MiB from there on, every byte read back.
write_start() {
	guest_fio_start grower --filename=/dev/xvda --verify=crc32c --verify_fatal=1 --verify_dump=0 --do_verify=1 \
		--offset="${1}m" --size=4m --bssplit=4k/40:64k/40:256k/20 --iodepth=16 --rw=randwrite --name=beyond
}

[ "$(sectors)" = 65536 ] || fail "the guest's disk has $(sectors) sectors before it grows"
# The control: there is nothing yet where the disk will grow.
rc=0
(trap - ERR && guest_try grower "dd if=/dev/zero of=/dev/xvda bs=64k count=1 seek=640 oflag=direct") >/dev/null || rc=$?
[ $rc != 0 ] || fail "the guest wrote beyond the end of its disk"

set_limit "$domid" write_bps 400000
jobs=("$(verify_start grower xvda 12)")
size=32
for _ in 1 2; do
	wait_until 20 "requests to be held back" is_holding "$domid"
	waiting=$(throttle_stat "$domid" write_waiting_ios)
	step "growing from $size MiB with $waiting requests held back"
	grow_disk grower-a 16
	[ "$(throttle_stat "$domid" write_waiting_ios)" -gt 0 ] || fail "nothing was held back any more when the disk had grown"
	wait_until 20 "the guest to see a disk of $((size + 16)) MiB" sees $(((size + 16) * 2048))
	held=$(throttle_stat "$domid" write_held_ios)
	jobs+=("$(write_start $((size + 4)))")
	wait_until 20 "requests beyond the old end to be held back" more_held "$held"
	size=$((size + 16))
done
# The control: a limit that does not hold would have let fio end long ago.
! xenstore-exists "$(guest_path grower)/data/rc/${jobs[0]}" || fail "the first fio was done before the disk had grown twice"
set_limit "$domid" write_bps max
for job in "${jobs[@]}"; do verify_wait grower "$job"; done
