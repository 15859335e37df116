# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# What: what is held of a guest that has been migrated away is never written over what it writes elsewhere
# Needs: modules=throttle timeout=120
# The last steps of a migration as xl takes them on the host that is left: the
# guest stands still, gets the name of one that has gone, and is destroyed, while
# it runs on another host and writes the same disk. That writer is dom0 here.
need_guest leaver disks="leaver-a:16"
at_end guest_destroy leaver
id=$(domid leaver)
device=$(disk leaver-a 16)

served() { throttle_stat "$id" write_ios; }
more_than() { [ "$(served)" -gt "$1" ]; }
# The module has been told, the last one that it let go has been counted, and there
# are three seconds in which 12 would go.
told() { [ "$(messages | grep -c "dom$id has been migrated away" || true)" = "$1" ]; }
stands_still() {
	local seen
	sleep 0.5
	seen=$(served)
	sleep 3
	[ "$(served)" = "$seen" ] || fail "$1: held requests were written, from $seen to $(served)"
	is_holding "$id" || fail "$1: nothing is held"
}

set_limit "$id" write_bps 262144
guest_fio_start leaver --filename=/dev/xvda --name=held --rw=randwrite --bs=64k --size=16m --iodepth=32 \
	--time_based --runtime=300 >/dev/null
wait_until 20 "requests to be held back" is_holding "$id"
xl pause leaver

step "without a migration they are written (control)"
seen=$(served)
wait_until 10 "held requests of the paused guest to be written" more_than "$seen"

step "migrated away"
xl rename leaver leaver--migratedaway
wait_until 20 "the module to be told" told 1
stands_still "after the migration"
set_limit "$id" write_bps max
stands_still "after its limit was lifted"
set_limit "$id" write_bps 262144

step "the migration has failed: its name is back, and it runs"
seen=$(served)
xl rename leaver--migratedaway leaver
wait_until 10 "held requests to be written again" more_than "$seen"
xl unpause leaver
wait_until 20 "requests to be held back" is_holding "$id"
xl pause leaver

step "migrated away, and destroyed while it writes over there"
xl rename leaver leaver--migratedaway
wait_until 20 "the module to be told again" told 2
stands_still "after the second migration"
dd if=/dev/urandom of="$device" bs=1M count=16 oflag=direct conv=notrunc status=none
newer=$(sha256sum <"$device")
xl destroy leaver--migratedaway
expect_gone "$id"
sync
echo 3 >/proc/sys/vm/drop_caches
[ "$(sha256sum <"$device")" = "$newer" ] || fail "an old write went over a newer one"
