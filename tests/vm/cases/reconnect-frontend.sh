# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# What: a guest's front end leaves its disk and comes back, with requests held back: limits stay, nothing sticks, the data is right
# Needs: modules=throttle timeout=150
guest_destroy returner
at_end guest_destroy returner
guest_create returner disks="returner-a:64"
domid=$(domid returner)
set_limit "$domid" write_bps 2000000
set_limit "$domid" read_iops 300
verify returner xvda 2
for round in 1 2; do
	step "reconnect $round with requests held back"
	# 1 MiB is held at any time; the front end waits half a second for it, and fio
	# goes on until its disk goes, however long that takes.
	job=$(guest_fio_start returner --filename=/dev/xvda --name=lost --rw=write --bs=64k --offset=16m --size=16m --iodepth=16 \
		--time_based --runtime=3600)
	wait_until 20 "requests to be held back" is_holding "$domid"
	info "held_$round" "$(throttle_stat "$domid" write_waiting_ios)"
	rebind_frontend returner xvda 51712
	rc=0
	(trap - ERR && guest_try_wait returner "$job") >/dev/null || rc=$?
	[ $rc != 0 ] || fail "fio did not notice that its disk went: nothing was shown"
	! is_holding "$domid" || fail "requests of the old ring still wait"
	[ "$(throttle_stat "$domid" rings)" = 1 ] || fail "the throttle counts $(throttle_stat "$domid" rings) rings, not 1"
	[ "$(get_limit "$domid" write_bps)" = 2000000 ] || fail "write_bps is $(get_limit "$domid" write_bps) after the reconnect"
	[ "$(get_limit "$domid" read_iops)" = 300 ] || fail "read_iops is $(get_limit "$domid" read_iops) after the reconnect"
	held=$(throttle_stat "$domid" write_held_ios)
	verify returner xvda 2
	[ "$(throttle_stat "$domid" write_held_ios)" -gt "$held" ] || fail "no writes of the new ring were held back"
done
