# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# What: every byte is right under limits, and the limits did hold requests back
# Needs: modules=throttle timeout=180
need_guest g1 disks="g1-a:64 g1-b:64"
domid=$(domid g1)
set_limit "$domid" write_bps 6000000
set_limit "$domid" read_bps 8000000
set_limit "$domid" write_iops 400
set_limit "$domid" read_iops 500
verify g1 xvda 8
# The control: with a throttle that lets everything pass, these stay at 0.
for direction in read write; do
	held=$(throttle_stat "$domid" ${direction}_held_ios)
	info ${direction}s_held "$held"
	[ "$held" -gt 0 ] || fail "no ${direction}s were held back"
	[ "$(throttle_stat "$domid" ${direction}_waiting_ios)" = 0 ] || fail "${direction}s still wait although fio is done"
done
