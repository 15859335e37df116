# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# What: TCP throughput and dom0's CPU time per gigabyte, by mode of xen-csumfix, beside what does the same by hand
# Needs: modules=csum timeout=900 clock=icount programs
. /project/cases/lib/figures.sh
seconds=3
! quick || seconds=1

need_net_guests
# Everything on one processor: throughput is then instructions, and nothing else.
for domain in Domain-0 g1 g2; do xl vcpu-pin $domain all 0; done
at_end xl vcpu-pin Domain-0 all all
sink_port=20010
setsid traffic sink $sink_port </dev/null >/dev/null 2>&1 &
at_end kill $!
guest_run g2 "setsid traffic sink $sink_port </dev/null >/dev/null 2>&1 &" >/dev/null
vifs="$(vif_of g1) $(vif_of g2)"
received=/sys/class/net/$(vif_of g1)/statistics/rx_bytes
flows() { [ "$(<"$received")" -gt "$1" ]; }

# measure NAME: sets rate[NAME-PEER], bytes per second, and cost[NAME-PEER], ns of
# dom0 per byte, from g1 to dom0 and to g2.
declare -A rate cost
measure() {
	local peer before from
	for peer in dom0 g2; do
		from=$(<"$received")
		guest_run g1 "setsid traffic flood $(address "$(host_of $peer)") $sink_port </dev/null >/dev/null 2>&1 &" >/dev/null
		wait_until 30 "a stream from g1 to $peer" flows $((from + 4000000))
		from=$(<"$received")
		before=$($programs/cpu-time 0)
		rate[$1-$peer]=$(rate_of $seconds "$received")
		cost[$1-$peer]=$(calculate "($($programs/cpu-time 0) - $before) / ($(<"$received") - $from)")
		guest_run g1 "killall traffic; setsid traffic echo $echo_ports </dev/null >/dev/null 2>&1 &" >/dev/null
	done
}

# each COMMAND...: for every vif, which takes the place of VIF.
each() {
	local vif
	for vif in $vifs; do "${@/VIF/$vif}" >/dev/null; done
}

step "no fix"
csum_all off
measure none
for way in "complete pass" "complete segment" "nooffload pass"; do
	step "csumfix: $way"
	# shellcheck disable=SC2086 # two words
	csum_all $way
	measure "$way"
done
csum_all off

step "ethtool -K tx off in dom0"
each ethtool -K VIF tx off
measure "ethtool in dom0"
# What a guest sends is not dom0's to switch off: it takes the guest, too.
step "ethtool -K tx off in dom0 and in the guest"
guest_offload g1 off
measure "ethtool in both"
guest_offload g1 on
each ethtool -K VIF tx on tso on

step "tc action csum"
each tc qdisc add dev VIF clsact
for way in ingress egress; do
	each tc filter add dev VIF $way protocol ip matchall action csum ip4h tcp udp
done
measure tc
each tc qdisc del dev VIF clsact

# compare MODE RIVAL RIVAL_NAME GOAL
compare() {
	local peer
	for peer in dom0 g2; do
		figure "TCP from a guest to $peer, bytes per second: $1" "${rate[$1-$peer]}" "${rate[$2-$peer]}" "$3" "$4"
		figure "ns of dom0 for each byte to $peer: $1" "${cost[$1-$peer]}" "${cost[$2-$peer]}" "$3" none
	done
}
compare "complete pass" none "no fix" "ratio >= 0.95"
compare "complete pass" tc "tc action csum" "ratio >= 1"
for way in "complete segment" "nooffload pass"; do
	compare "$way" "ethtool in both" "ethtool -K tx off in dom0 and guest" "ratio >= 1"
	compare "$way" "ethtool in dom0" "ethtool -K tx off in dom0" none
done
