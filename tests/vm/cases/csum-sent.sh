# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# What: what dom0 sends through a vif arrives at the front end as blank as ever, or complete, or cut, as the mode says
# Needs: modules=csum timeout=300 front
vif=vif0.90

# sent MODE GSO SMALL BIG: what blank frames come to, and those of segmentation offload.
sent() {
	net_front "$1-$2" <<-END
		create
		shell echo $2 >/sys/class/net/$vif/csumfix/gso
		shell echo $1 >/sys/class/net/$vif/csumfix/mode
		connect
		inject tag=small-tcp4 frame=ip4/tcp/100 blank
		inject tag=small-udp4 frame=ip4:options=8/udp/101 blank
		inject tag=small-tcp6 frame=ip6/tcp/1000 blank
		inject tag=small-udp6 frame=ip6/udp/0 blank
		inject tag=small-zero frame=ip6/udp:zero-sum/100 blank
		inject tag=big-4 frame=ip4/tcp/5000 blank gso=1400
		inject tag=big-6 frame=ip6/tcp:options=12/20000 blank gso=1000
		# The kernel takes no device to be able to do these, and does them itself.
		inject tag=kernel-tcp6 frame=ip6/hop/tcp/100 blank
		inject tag=kernel-vlan frame=vlan/ip4/udp/100 blank
		# Of these nothing is said.
		inject tag=plain-right frame=ip4/udp/100
		inject tag=plain-none frame=ip4/udp:sum=none/100
		inject tag=plain-arp frame=type:is=2054/46
		settle
		expect untouched plain-*
		expect complete kernel-*
		expect $3 small-*
		expect $4 big-*
		inject tag=wrong frame=ip4/tcp:sum=wrong/100
		settle
		outcomes wrong
	END
}

sent off pass untouched untouched
sent complete pass complete untouched
sent verify pass complete untouched
sent complete segment complete cut
sent verify segment complete cut
sent nooffload pass complete cut
for name in off-pass complete-pass complete-segment nooffload-pass verify-pass; do
	[ "$(net_outcomes $name)" = "wrong untouched" ] || fail "$name: $(net_outcomes $name)"
done
