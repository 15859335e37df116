# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# What: verify with bad=drop takes nothing for wrong in VLANs, VXLAN and GRE, with offload and without; all that is in them is whole and correct
# Needs: modules=csum timeout=400 programs
need_net_guests
csum_all verify segment drop
vif=$(vif_of g1)
modprobe -a 8021q vxlan ip_gre
one=$(address 1) other=$(address 11)

kinds=(vlan vxlan gre)
# on_top KIND LOWER HERE THERE HOST: commands, for either side.
on_top() {
	case $1 in
	vlan) echo "/usr/bin/ip link add over-vlan link $2 type vlan id 7" ;;
	vxlan) echo "/usr/bin/ip link add over-vxlan type vxlan id 7 local $3 remote $4 dstport 4789 dev $2" ;;
	gre) echo "/usr/bin/ip link add over-gre type gre local $3 remote $4" ;;
	esac
	echo "echo 0 >/proc/sys/net/ipv6/conf/over-$1/accept_dad"
	echo "ip addr add $(tunnel_address "$1" "$5")/24 dev over-$1"
	echo "ip -6 addr add $(tunnel_address "$1" "$5" 6)/64 dev over-$1"
	echo "ip link set over-$1 up"
}
# tunnel_address KIND HOST [6]
tunnel_address() {
	local number
	case $1 in vlan) number=1 ;; vxlan) number=2 ;; gre) number=3 ;; esac
	if [ "${3:-4}" = 6 ]; then echo "fd78:$number::$2"; else echo "10.78.$number.$2"; fi
}

step "interfaces on top of others"
at_end "guest_run g1 'for i in vlan vxlan gre; do /usr/bin/ip link del over-\$i; done' >/dev/null"
guest_run g1 "set -e
	guest-modules 8021q vxlan ip_gre
	$(for kind in "${kinds[@]}"; do on_top $kind eth0 "$other" "$one" 11; done)" >/dev/null
for kind in "${kinds[@]}"; do
	at_end "ip link del over-$kind"
	eval "$(on_top $kind $bridge "$one" "$other" 1)"
done

capture tunnels "$vif"
for offload in on off; do
	guest_offload g1 $offload
	for kind in "${kinds[@]}"; do
		step "$kind, offload $offload"
		for to in "$(tunnel_address $kind 1)" "$(tunnel_address $kind 1 6)"; do
			guest_run g1 "set -e
				traffic udp $to 20000 200 64 8
				traffic tcp $to 20000 200 64 4
				traffic stream $to 20002 1" >>/run/case/exchange
		done
	done
done
guest_offload g1 on
judge_capture tunnels
_all_correct tunnels none
for kind in "${kinds[@]}"; do
	for family in 4 6; do
		here=$(tunnel_address $kind 11 $family) there=$(tunnel_address $kind 1 $family)
		for protocol in udp tcp; do
			for pair in "$here $there" "$there $here"; do
				# shellcheck disable=SC2086 # two words
				[ "$(counted tunnels ok $protocol $pair 20000)" -ge 400 ] ||
					fail "the vif shows only $(counted tunnels ok $protocol $pair 20000) correct packets of $protocol in $kind, $pair"
			done
		done
	done
done
for name in {rx,tx}_{bad_tcp,bad_udp,dropped}; do
	[ "$(csum_stat "$vif" $name)" = 0 ] || fail "the vif counts $(csum_stat "$vif" $name) $name"
done
