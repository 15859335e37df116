# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# What: without the module, packets with blank checksums are seen on vifs, both ways, and in guests: the control of the other csum cases
# Needs: modules=net-stock timeout=600 programs
need_net_guests
info queues "$(ls "/sys/class/net/$(vif_of g1)/queues" | tr '\n' ' ')"
capture vif1 "$(vif_of g1)"
capture vif2 "$(vif_of g2)"
capture bridge $bridge
guest_capture g2
step "small packets"
guest_offload g1 on
exchange 200 20000
guest_offload g1 off
exchange 200 20001
guest_offload g1 on
step "streams"
streams 1
step "looking for checksums"
for name in vif1 vif2 bridge; do judge_capture $name; done
guest_judge g2 g2

# blank NAME PROTOCOL FROM TO: nearly all of what was sent with offload has none.
blank() {
	[ "$(counted "$1" bad "$2" "$3" "$4" 20000)" -ge 200 ] ||
		fail "$1 shows only $(counted "$1" bad "$2" "$3" "$4" 20000) blank checksums of $2 from $3 to $4"
}
flows_do blank vif1
for family in 4 6; do
	one=$(address 11 $family) other=$(address 12 $family)
	for protocol in udp tcp; do
		for name in vif2 bridge; do
			blank $name $protocol "$one" "$other"
			blank $name $protocol "$other" "$one"
		done
		blank g2 $protocol "$one" "$other"
	done
done
# And tcpdump can tell: where the sender did its work, the same flows are correct.
for protocol in udp tcp; do
	for name in vif1 bridge; do
		for to in "$(address 1 6)" "$(address 12 6)"; do
			[ "$(counted $name ok $protocol "$(address 11 6)" "$to" 20001)" -ge 200 ] &&
				[ "$(counted $name bad $protocol "$(address 11 6)" "$to" 20001)" = 0 ] ||
				fail "$name shows incorrect checksums of $protocol to $to where g1 computed them"
		done
	done
done
for name in vif1 vif2; do
	[ "$(counted $name big_bad tcp)" -gt 0 ] || fail "$name shows no segmentation offload"
	[ "$(counted $name unjudged)" = 0 ] || fail "tcpdump could not judge $(counted $name unjudged) packets of $name"
done
info blank "$(counted vif1 bad) on vif1, $(counted vif2 bad) on vif2, $(counted bridge bad) on the bridge, $(counted g2 bad) in g2"
