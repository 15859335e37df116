# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# What: the kernel's own backend leaves a guest's disk and comes back, with I/O under way: the guest notices a pause only
# Needs: modules=stock timeout=150
guest_destroy stayer
at_end guest_destroy stayer
guest_create stayer disks="stayer-a:64"
domid=$(domid stayer)
wrote() { [ "$(vbd_count "$domid" wr_req)" -gt "$1" ]; }
job=$(verify_start stayer xvda 28)
for round in 1 2 3; do
	step "restart $round"
	wait_until 20 "requests" wrote 20
	info "writes_$round" "$(vbd_count "$domid" wr_req)"
	unbind_backend "$domid" 51712
	sleep 0.5
	! xenstore-exists "$(guest_path stayer)/data/rc/$job" || fail "fio was done after $((round - 1)) restarts: nothing was shown"
	bind_backend "$domid" 51712
done
verify_wait stayer "$job"
