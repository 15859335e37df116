# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# What: requests that wait leave at once when a limit of theirs rises or goes, at either level
# Needs: modules=throttle timeout=120
need_guest g1 disks="g1-a:64 g1-b:64"
domid=$(domid g1)

# Writes of 64 KiB that wait for days.
hold_writes() {
	job=$(guest_fio_start g1 --filename=/dev/xvda --name=waiting --rw=write --bs=64k --size=1m --iodepth=8)
	wait_until 20 "requests to be held back" is_holding "$domid"
	sleep 0.3
	is_holding "$domid" || fail "with a limit of 1 byte a second nothing waits: this shows nothing"
}

# released WHAT: right after the write of the limit, nothing waits any more.
released() {
	[ "$(throttle_stat "$domid" write_waiting_ios)" = 0 ] || fail "$1: $(throttle_stat "$domid" write_waiting_ios) requests still wait"
	guest_wait g1 "$job" >/dev/null
}

step "the limit of the domain goes"
set_limit "$domid" write_bps 1
hold_writes
set_limit "$domid" write_bps max
released "the limit of the domain went"

step "the limit of the disk goes"
set_disk_limit "$domid" 51712 total_iops 1
hold_writes
set_disk_limit "$domid" 51712 total_iops max
released "the limit of the disk went"

step "one of two limits goes: all wait on"
set_limit "$domid" write_bps 1
set_disk_limit "$domid" 51712 write_bps 1
hold_writes
set_limit "$domid" write_bps max
is_holding "$domid" || fail "the limit of the domain went, and the disk's let everything go"
set_disk_limit "$domid" 51712 write_bps 1000000000000
# What they owe is paid within a microsecond, by the timer; they would have waited for days.
wait_until 5 "nothing to wait" eval '! is_holding "$domid"'
released "the limit of the disk rose"
