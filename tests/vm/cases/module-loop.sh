# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# What: xen-blkthrottle is loaded and unloaded under load, again and again: no request lost or stuck
# Needs: modules=throttle timeout=240
need_guest g1 disks="g1-a:64 g1-b:64"
need_guest smp vcpus=2 disks="smp-a:64"
jobs=("$(verify_start g1 xvda 28)" "$(verify_start smp xvda 28)")
loops=0
held=0
done_yet() {
	xenstore-exists "$(guest_path g1)/data/rc/${jobs[0]}" && xenstore-exists "$(guest_path smp)/data/rc/${jobs[1]}"
}
step "loading and unloading"
while ! done_yet; do
	throttle_load default_write_bps=2000000 default_read_bps=3000000
	for guest in g1 smp; do
		! is_holding "$(domid $guest)" || held=$((held + 1))
		set_limit "$(domid $guest)" write_iops 100
	done
	sleep 0.3
	for guest in g1 smp; do
		! is_holding "$(domid $guest)" || held=$((held + 1))
	done
	throttle_unload
	loops=$((loops + 1))
	[ $loops -lt 200 ] || fail "fio is not done after $loops loops"
	sleep 0.2
done
verify_wait g1 "${jobs[0]}"
verify_wait smp "${jobs[1]}"
info loops "$loops"
info unloads_with_requests_held "$held"
[ $loops -ge 4 ] || fail "fio was done after $loops loops: nothing was shown"
[ $held -gt 0 ] || fail "no request was ever held when the module went: nothing was shown"
[ "$(refcount xen_backend_hooks)" = 1 ] || fail "xen_backend_hooks has $(refcount xen_backend_hooks) users, not 1"
throttle_load
