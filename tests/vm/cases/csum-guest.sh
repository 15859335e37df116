# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# What: the module in a guest corrects both directions of netfront's interface, also for packet tools in the guest; nothing is done in dom0
# Needs: modules=csum timeout=300 programs
need_net_guests
csum_all off
at_end guest_destroy g3
guest_create g3 net=13 disks=

# The kernel's own netfront makes way for the patched one; the addresses go with eth0.
step "the module in g3"
guest_run g3 "set -e
	# A device that it drives holds it.
	echo vif-0 >/sys/bus/xen/drivers/vif/unbind
	rmmod xen-netfront
	insmod /project/xen-backend-hooks.ko
	insmod /project/xen-netfront.ko
	insmod /project/xen-csumfix.ko
	until [ -d /sys/class/net/eth0/csumfix ]; do sleep 0.1; done
	$(_addresses_on eth0 13)
	until [ \"\$(cat /sys/class/net/eth0/carrier)\" = 1 ]; do sleep 0.1; done
	ethtool -K eth0 gro off" >/run/case/module-in-guest

# both_ways NAME: what g3 and dom0 send each other, seen in g3 and on its vif.
both_ways() {
	capture "$1-vif" "$(vif_of g3)"
	guest_capture g3 -Q inout
	guest_run g3 "set -e
		for to in $(address 1) $(address 1 6); do
			# One in 65,536 is right by chance.
			traffic udp \$to 20000 310 64 8
			traffic tcp \$to 20000 300 64 4
		done" >>/run/case/exchange
	judge_capture "$1-vif"
	guest_judge g3 "$1-g3"
}
count_both() { # RESULT NAME: of both directions, all four kinds
	local family protocol here there
	for family in 4 6; do
		here=$(address 13 $family) there=$(address 1 $family)
		for protocol in udp tcp; do
			echo "$(counted "$2" "$1" $protocol "$here" "$there" 20000) $protocol from $here"
			echo "$(counted "$2" "$1" $protocol "$there" "$here" 20000) $protocol from $there"
		done
	done
}

step "off: the control"
both_ways off
count_both bad off-g3 | while read -r n what; do
	[ "$n" -ge 300 ] || fail "with mode off, g3 sees only $n blank packets of $what"
done

step "complete"
guest_run g3 "cd /sys/class/net/eth0/csumfix && echo segment >gso && echo complete >mode && cat mode" >/run/case/mode-in-guest
[ "$(head -n 1 /run/case/mode-in-guest)" = "complete netfront" ] || fail "mode in the guest reads '$(</run/case/mode-in-guest)'"
both_ways complete
[ "$(counted complete-g3 bad)" = 0 ] || fail "g3 sees $(counted complete-g3 bad) incorrect checksums: $(first_bad complete-g3)"
[ "$(counted complete-g3 unjudged)" = 0 ] || fail "tcpdump in g3 could not judge $(counted complete-g3 unjudged) packets"
count_both ok complete-g3 | while read -r n what; do
	[ "$n" -ge 300 ] || fail "g3 sees only $n correct packets of $what"
done
for family in 4 6; do
	[ "$(counted complete-vif bad - "$(address 13 $family)")" = 0 ] || fail "g3's vif shows blank packets from g3"
	[ "$(counted complete-vif bad - "$(address 1 $family)")" -ge 600 ] || fail "g3's vif shows no blank packets from dom0: the control shows nothing"
done
step "streams, and away again"
guest_run g3 "set -e
	traffic stream $(address 1) 20002 4
	traffic stream $(address 12 6) 20002 4
	rmmod xen-csumfix
	traffic stream $(address 1 6) 20002 2" >>/run/case/exchange
