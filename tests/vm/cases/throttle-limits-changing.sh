# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# What: limits change ten times a second, guest with two rings: every byte right, nothing stuck
# Needs: modules=throttle timeout=180
need_guest smp vcpus=2 disks="smp-a:64"
domid=$(domid smp)
rings=$(throttle_stat "$domid" rings)
[ "$rings" = 2 ] || fail "the guest has $rings rings, not 2"
set_limit "$domid" write_bps 4000000
job=$(verify_start smp xvda 16)
values=(1000000 max 20000000 4096 3000000 50000000 1 9000000)
iops=(50 max 2000 1 300 100000)
changes=0
while ! xenstore-exists "$(guest_path smp)/data/rc/$job"; do
	set_limit "$domid" write_bps "${values[changes % 8]}"
	set_limit "$domid" read_bps "${values[(changes + 3) % 8]}"
	set_limit "$domid" write_iops "${iops[changes % 6]}"
	set_limit "$domid" read_iops "${iops[(changes + 2) % 6]}"
	changes=$((changes + 1))
	sleep 0.05
done
verify_wait smp "$job"
info changes "$changes"
[ $changes -ge 20 ] || fail "fio was done after $changes changes: nothing was shown"
[ "$(throttle_stat "$domid" write_held_ios)" -gt 0 ] || fail "no writes were held back"
