# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# What: the backend leaves a guest's disk and comes back, with requests held back: the guest notices a pause only, as with the kernel's own
# Needs: modules=throttle timeout=150
guest_destroy stayer
at_end guest_destroy stayer
guest_create stayer disks="stayer-a:64 stayer-b:64"
domid=$(domid stayer)
set_limit "$domid" write_bps 500000
job=$(verify_start stayer xvda 8)

ended() { xenstore-exists "$(guest_path stayer)/data/rc/$job"; }
held_or_ended() { is_holding "$domid" || ended; }

# goes_on WHEN: fio has not ended, and waits for requests that are held back.
goes_on() {
	local rc=0 output
	wait_until 20 "requests to be held back $1" held_or_ended
	ended || return 0
	output=$(trap - ERR && guest_try_wait stayer "$job") || rc=$?
	fail "fio ended with $rc $1: $(grep -m 1 'err=' <<<"$output")"
}

for round in 1 2 3; do
	step "restart $round with requests held back"
	goes_on "before restart $round"
	info "held_$round" "$(throttle_stat "$domid" write_waiting_ios)"
	unbind_backend "$domid" 51712
	[ "$(throttle_stat "$domid" vbds)" = 1 ] || fail "the throttle still counts $(throttle_stat "$domid" vbds) vbds"
	! is_holding "$domid" || fail "requests of the disk without a backend still wait"
	sleep 0.5
	bind_backend "$domid" 51712
	[ "$(throttle_stat "$domid" vbds)" = 2 ] || fail "the throttle counts $(throttle_stat "$domid" vbds) vbds, not 2"
	[ "$(get_limit "$domid" write_bps)" = 500000 ] || fail "write_bps is $(get_limit "$domid" write_bps) after the restart"
done
goes_on "after the last restart"
set_limit "$domid" write_bps max
verify_wait stayer "$job"
