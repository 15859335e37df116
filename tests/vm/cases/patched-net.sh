# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# What: the patched xen-netback is as the kernel's own while no governor is loaded; one that comes and goes has the vifs that are there, and one that appears meanwhile
# Needs: modules=csum timeout=200 programs
need_net_guests

# seen NAME PORT: g1's traffic to PORT, and what its vif showed of it.
seen() {
	capture "$1" "$(vif_of g1)" "port $2"
	exchange 200 "$2"
	judge_capture "$1"
	info "$1" "$(counted "$1" ok) correct, $(counted "$1" bad) incorrect"
	# All of it: UDP, 200 there and back, over both families, to dom0 and g2; and a
	# first one each, to meet.
	[ $(($(counted "$1" ok udp) + $(counted "$1" bad udp))) -ge 1608 ] ||
		fail "$1 shows $(($(counted "$1" ok udp) + $(counted "$1" bad udp))) UDP packets, not 1608"
}

blank() { [ "$(counted "$1" bad)" -ge 1600 ] || fail "$1 shows only $(counted "$1" bad) blank checksums"; }

step "without a governor"
csum_unload
is_patched_net || fail "the patched xen-netback is not loaded"
[ "$(ls /sys/module/xen_backend_hooks/holders)" = xen_netback ] ||
	fail "xen_backend_hooks is held by $(ls /sys/module/xen_backend_hooks/holders)"
seen without 20000
blank without

step "with one that has just come"
csum_load
csum_all complete pass
[ "$(csum_get "$(vif_of g1)" mode)" = "complete netback" ] || fail "the mode reads $(csum_get "$(vif_of g1)" mode)"
seen with 20001
[ "$(counted with bad)" = 0 ] || fail "with: $(first_bad with)"

step "a vif that appears meanwhile, and goes"
need_guests "g3 net=13 disks="
[ "$(csum_get "$(vif_of g3)" mode)" = "off netback" ] || fail "the mode of a new vif reads $(csum_get "$(vif_of g3)" mode)"
guest_destroy g3
[ "$(csum_get "$(vif_of g1)" mode)" = "complete netback" ] || fail "the mode reads $(csum_get "$(vif_of g1)" mode)"

step "when it is gone again"
csum_unload
seen gone 20003
blank gone
