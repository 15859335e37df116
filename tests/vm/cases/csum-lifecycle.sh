# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# What: default modes meet vifs that appear; modes stay with vifs that are renamed or move to a namespace and back; vifs go under traffic
# Needs: modules=csum timeout=200 programs clock=icount long
need_net_guests
at_end guest_destroy g3
at_end ip netns del blue
net=/sys/class/net

# blank_or_not INTERFACE OK|BAD NAME: what a short exchange of g3 with host 1 of its
# network shows there.
exchange_shows() {
	local result=$1 name=$2 other=ok
	[ "$result" = bad ] || other=bad
	[ "$(counted "$name" "$result" udp)" -ge 200 ] && [ "$(counted "$name" $other udp)" = 0 ] ||
		fail "$name shows $(counted "$name" ok udp) correct and $(counted "$name" bad udp) incorrect datagrams; all should be $result"
}

step "a default for vifs that appear"
csum_all complete
for pair in mode:verify gso:segment bad:repair; do echo "${pair#*:}" >$csum_parameters/default_${pair%:*}; done
guest_create g3 net=13 disks=
vif=$(vif_of g3)
got="$(csum_get "$vif" mode), $(csum_get "$vif" gso), $(csum_get "$vif" bad)"
[ "$got" = "verify netback, segment, repair" ] || fail "the new vif has $got"
[ "$(csum_get "$(vif_of g1)" mode)" = "complete netback" ] || fail "the default changed a vif that was there to $(csum_get "$(vif_of g1)" mode)"
for pair in mode:off gso:pass bad:count; do echo "${pair#*:}" >$csum_parameters/default_${pair%:*}; done
capture first "$vif"
guest_run g3 "traffic udp $(address 1) 20000 100 64 8" >>/run/case/exchange
judge_capture first
exchange_shows ok first

step "a vif that is renamed"
ip link set "$vif" down
ip link set "$vif" name blue0
ip link set blue0 up
[ ! -e $net/"$vif" ] || fail "$vif is still there"
got="$(csum_get blue0 mode), $(csum_get blue0 gso), $(csum_get blue0 bad)"
[ "$got" = "verify netback, segment, repair" ] || fail "the renamed vif has $got"
before=$(csum_stat blue0 rx_completed)
capture renamed blue0
guest_run g3 "traffic udp $(address 1) 20000 100 64 8" >>/run/case/exchange
judge_capture renamed
exchange_shows ok renamed
[ $(($(csum_stat blue0 rx_completed) - before)) = 100 ] || fail "the renamed vif completed $(($(csum_stat blue0 rx_completed) - before)) of 100 datagrams"

step "a vif in another network namespace"
ip netns add blue
ip link set blue0 netns blue
[ ! -e $net/blue0 ] || fail "blue0 did not move"
ip netns exec blue ip addr add 10.78.0.1/24 dev blue0
ip netns exec blue ip link set blue0 up
ip netns exec blue traffic echo 20000 &
at_end "kill $! 2>/dev/null"
in_blue() { ip netns exec blue cat "$net/blue0/csumfix/$1"; }
got="$(in_blue mode), $(in_blue gso), $(in_blue bad)"
[ "$got" = "verify netback, segment, repair" ] || fail "in the namespace, the vif has $got"
in_namespace() {
	ip netns exec blue tcpdump -Z root -i blue0 -s 0 -B 8192 -w "$captures/$1" 2>"/run/case/capture-$1" &
	echo $! >"$captures/$1.pid"
	wait_until 20 "tcpdump in the namespace" grep -q "listening on" "/run/case/capture-$1"
	guest_run g3 "ip addr add 10.78.0.13/24 dev eth0 2>/dev/null; traffic udp 10.78.0.1 20000 100 64 8" >>/run/case/exchange
	judge_capture "$1"
}
in_namespace moved
exchange_shows ok moved
step "off, in the namespace: the control"
ip netns exec blue sh -c "echo off >$net/blue0/csumfix/mode"
in_namespace moved-off
exchange_shows bad moved-off
ip netns exec blue sh -c "echo verify >$net/blue0/csumfix/mode"

step "and back"
ip netns exec blue ip link set blue0 netns 1
ip link set blue0 name "$vif"
ip link set "$vif" master $bridge up
got="$(csum_get "$vif" mode), $(csum_get "$vif" gso), $(csum_get "$vif" bad)"
[ "$got" = "verify netback, segment, repair" ] || fail "back again, the vif has $got"
capture back "$vif"
guest_run g3 "traffic udp $(address 1) 20000 100 64 8" >>/run/case/exchange
judge_capture back
exchange_shows ok back

# Its datagrams find nobody any more: that they are lost is no fault.
under_way() {
	guest_start g3 "traffic udp $(address 1) 20000 0 64 16 & traffic udp $(address 12 6) 20000 0 64 16 & wait" >/dev/null
	local from
	from=$(<"$net/$vif/statistics/rx_packets")
	wait_until 20 "traffic of g3" eval "[ \$(<$net/$vif/statistics/rx_packets) -gt $((from + 200)) ]"
}
gone() { [ ! -e "$net/$vif" ]; }
step "network-detach under traffic"
under_way
xl network-detach g3 0
wait_until 30 "$vif to go" gone
step "xl destroy under traffic"
guest_destroy g3
guest_create g3 net=13 disks=
vif=$(vif_of g3)
csum_set "$vif" mode complete
under_way
guest_destroy g3
wait_until 30 "$vif to go" gone
# The others are as they were.
guest_run g1 "traffic udp $(address 12) 20000 200 64 8 && traffic tcp $(address 1 6) 20000 200 64 4" >>/run/case/exchange
[ "$(csum_get "$(vif_of g1)" mode)" = "complete netback" ] || fail "g1's vif has mode $(csum_get "$(vif_of g1)" mode)"
