# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# What: beside the kernel's own netback, complete works from netfilter's hooks: bridge and guests see correct packets; mode says so
# Needs: modules=csum-stock timeout=600 programs
need_net_guests
csum_all complete segment
for guest in g1 g2; do
	[ "$(csum_get "$(vif_of $guest)" mode)" = "complete netfilter" ] || fail "mode reads '$(csum_get "$(vif_of $guest)" mode)'"
done
csum_traffic 500
for name in bridge g2; do _all_correct $name none; done
# What leaves through a vif is correct on it; what comes in is seen there before the hook.
for family in 4 6; do
	own=$(address 11 $family)
	for other in "$(address 1 $family)" "$(address 12 $family)"; do
		for protocol in udp tcp; do
			[ "$(counted vif1 ok $protocol "$other" "$own" 20000)" -ge 500 ] && [ "$(counted vif1 bad $protocol "$other" "$own")" = 0 ] ||
				fail "$protocol from $other to $own is incorrect on the vif it leaves through"
			[ "$(counted vif1 bad $protocol "$own" "$other" 20000)" -ge 500 ] ||
				fail "$protocol from $own to $other is correct on the vif it comes from: the control shows nothing"
		done
	done
done
csum_counted completed
csum_all off
[ "$(csum_get "$(vif_of g1)" mode)" = "off netfilter" ] || fail "mode reads '$(csum_get "$(vif_of g1)" mode)'"
