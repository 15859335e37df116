# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# What: xl block-detach --force with requests held back and xl block-attach of the same disk, again and again: the data is right
# Needs: modules=throttle timeout=150
guest_destroy changer
at_end guest_destroy changer
guest_create changer disks="changer-a:64 changer-b:64"
domid=$(domid changer)
has_disk() { guest_try changer "[ -b /dev/xvdb ]"; }

# What is on the disk stays: 4 MiB that nobody touches any more.
job=$(guest_fio_start changer --filename=/dev/xvdb --name=kept --rw=write --bs=64k --size=4m --iodepth=8 \
	--verify=crc32c --verify_fatal=1 --do_verify=1)
verify_wait changer "$job"

for round in 1 2; do
	step "block-detach $round with requests held back"
	set_limit "$domid" write_bps 100000
	# Writes over and over to the next 4 MiB; some of them will be held.
	guest_fio_start changer --filename=/dev/xvdb --name=lost --rw=write --bs=64k --offset=4m --size=4m --iodepth=16 \
		--verify=crc32c --do_verify=0 >/dev/null
	wait_until 20 "requests to be held back" is_holding "$domid"
	info "held_$round" "$(throttle_stat "$domid" write_waiting_ios)"
	xl block-detach changer xvdb --force
	wait_until 20 "the detached vbd to go" eval "! [ -e /sys/bus/xen-backend/devices/vbd-$domid-51728 ]"
	! is_holding "$domid" || fail "requests of the detached vbd still wait"
	wait_until 20 "the guest to see its disk go" eval '! has_disk'

	step "block-attach $round"
	guest_attach changer xvdb "$(disk changer-b 64)"
	wait_until 30 "the guest to see its disk come back" has_disk
	[ "$(throttle_stat "$domid" vbds)" = 2 ] || fail "the throttle counts $(throttle_stat "$domid" vbds) vbds, not 2"
	[ "$(get_limit "$domid" write_bps)" = 100000 ] || fail "the domain's limit is $(get_limit "$domid" write_bps)"
	step "reading back, writing anew $round"
	set_limit "$domid" write_bps 3000000
	held=$(throttle_stat "$domid" write_held_ios)
	json=$(guest_fio changer --filename=/dev/xvdb --name=kept --rw=read --bs=64k --size=4m --iodepth=8 --verify=crc32c --verify_fatal=1)
	[ "$(fio_json_value .read.io_bytes <<<"$json")" = 4194304 ] || fail "only part of the old data was read back"
	job=$(guest_fio_start changer --filename=/dev/xvdb --name=anew --rw=write --bs=64k --offset=4m --size=4m --iodepth=16 \
		--verify=crc32c --verify_fatal=1 --do_verify=1)
	verify_wait changer "$job"
	[ "$(throttle_stat "$domid" write_held_ios)" -gt "$held" ] || fail "the disk that came back is not limited"
done
