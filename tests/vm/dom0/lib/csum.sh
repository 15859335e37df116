# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
#
# xen-csumfix, and traffic that shows what it does.

csum_parameters=/sys/module/xen_csumfix/parameters

csum_load() { modprobe xen-csumfix "$@"; }
csum_unload() { [ ! -d /sys/module/xen_csumfix ] || rmmod xen_csumfix; }

# Parameters that an earlier case left changed.
csum_is_default() {
	[ "$(<$csum_parameters/default_mode) $(<$csum_parameters/default_gso) $(<$csum_parameters/default_bad)" = "off pass count" ]
}

# csum_set VIF NAME VALUE
csum_set() { echo "$3" >"/sys/class/net/$1/csumfix/$2"; }
csum_get() { cat "/sys/class/net/$1/csumfix/$2"; }
csum_stat() { awk -v name="$2" '$1 == name { print $2 }' "/sys/class/net/$1/csumfix/stat"; }

# csum_all MODE [GSO [BAD]]: every vif.
csum_all() {
	local dir
	for dir in /sys/class/net/*/csumfix; do
		[ -e "$dir" ] || continue
		echo "${2:-pass}" >"$dir/gso"
		echo "${3:-count}" >"$dir/bad"
		echo "$1" >"$dir/mode"
	done
}

# exchange COUNT PORT: g1 asks dom0 and g2, by UDP and TCP, over IPv4 and IPv6, all
# at once: COUNT packets there and as many back, of each. None may be lost.
exchange() {
	local peer family lines='' meet=''
	for peer in dom0 g2; do
		for family in 4 6; do
			meet+="meet $(address "$(host_of $peer)" $family) $2
				"
			lines+="ask udp $(address "$(host_of $peer)" $family) $2 $1 64 16
				ask tcp $(address "$(host_of $peer)" $family) $2 $1 64 32
				"
		done
	done
	# What is sent before the neighbour has said where it is may be lost.
	guest_run g1 "
		meet() {
			left=10
			until traffic udp \$1 \$2 1 64 1 >/dev/null; do
				left=\$((left - 1))
				[ \$left -gt 0 ] || exit 1
			done
		}
		$meet
		ask() { { traffic \"\$@\" || echo \"failed: \$*\"; } >/tmp/ask-\$1-\$2 2>&1 & }
		$lines
		wait
		cat /tmp/ask-*
		! grep -q failed /tmp/ask-*" >>/run/case/exchange
}

# streams MEGABYTES: g1 sends dom0 and g2 long streams and gets them back.
streams() {
	local peer family lines=''
	for peer in dom0 g2; do
		for family in 4 6; do
			lines+="traffic stream $(address "$(host_of $peer)" $family) 20002 $1
				"
		done
	done
	guest_run g1 "set -e
		$lines" >>/run/case/exchange
}

# flows_do COMMAND...: COMMAND... PROTOCOL FROM TO for every kind of flow, as
# addresses, that g1's vif sees.
flows_do() {
	local protocol family one other
	for family in 4 6; do
		one=$(address "$(host_of g1)" $family)
		for peer in dom0 g2; do
			other=$(address "$(host_of $peer)" $family)
			for protocol in udp tcp; do
				"$@" $protocol "$one" "$other"
				"$@" $protocol "$other" "$one"
			done
		done
	done
}

# csum_traffic COUNT: small packets of every kind of flow, with and without offload
# in the guest, and streams with both MTUs; seen on both vifs, on the bridge as they
# came from guests (dom0's own get their checksum at the vif), and as they arrive in
# a guest.
csum_traffic() {
	local name
	guest_run g2 "ethtool -K eth0 gro off" >/dev/null
	capture vif1 "$(vif_of g1)"
	capture vif2 "$(vif_of g2)"
	capture bridge $bridge "not src $(address 1) and not src $(address 1 6)"
	guest_capture g2
	step "small packets, with offload in the guest"
	guest_offload g1 on
	exchange "$1" 20000
	step "small packets, without"
	guest_offload g1 off
	exchange "$1" 20001
	guest_offload g1 on
	step "streams"
	streams 4
	step "looking for checksums"
	for name in vif1 vif2 bridge; do judge_capture $name; done
	guest_judge g2 g2
}

# csum_matrix [BIG]: what a mode that is set promises: every packet of all that
# traffic is correct, everywhere. There are 10,000 of each protocol in each direction
# of g1's vif, with offload in the guest and without; a tenth of that on the debug
# kernel, which would need half an hour. BIG is pass where packets of segmentation
# offload are left alone, none where there must not be any.
csum_matrix() {
	local name big=${1:-none} count=$((debug_kernel ? 250 : 2500))
	csum_traffic $count
	for name in vif1 vif2 bridge g2; do _all_correct $name "$big"; done
	flows_do _flow_correct $count
	info checked "$(counted vif1 ok) packets on vif1, $(counted vif2 ok) on vif2, $(counted bridge ok) on the bridge, $(counted g2 ok) in g2"
	step "streams with an MTU of 9000"
	network_mtu 9000
	for name in 1 2; do capture vif$name "$(vif_of g$name)"; done
	streams 4
	for name in vif1 vif2; do
		judge_capture $name 9000
		_all_correct $name "$big"
		[ "$(counted $name ok tcp)" -gt 100 ] || fail "$name shows only $(counted $name ok tcp) packets of the streams"
	done
	network_mtu 1500
}

_all_correct() {
	local name=$1 big
	[ "$(counted "$name" bad)" = 0 ] || fail "$(counted "$name" bad) incorrect checksums on $name: $(first_bad "$name")"
	[ "$(counted "$name" unjudged)" = 0 ] || fail "tcpdump could not judge $(counted "$name" unjudged) packets of $name"
	big=$(($(counted "$name" big_ok) + $(counted "$name" big_bad)))
	case $2 in
	none) [ $big = 0 ] || fail "$big packets of segmentation offload on $name" ;;
	pass) [ "$name" = g2 ] || [ $big -gt 0 ] || fail "no packets of segmentation offload on $name: nothing is shown" ;;
	esac
}

# _flow_correct COUNT PROTOCOL FROM TO: they have all been seen, where they pass.
_flow_correct() {
	local count=$1 port name where=vif1
	shift
	case "$2 $3" in
	"$(address 11) $(address 12)" | "$(address 11 6) $(address 12 6)") where="vif1 vif2 bridge g2" ;;
	"$(address 12) $(address 11)" | "$(address 12 6) $(address 11 6)") where="vif1 vif2 bridge" ;;
	esac
	for port in 20000 20001; do
		for name in $where; do
			[ "$(counted "$name" ok "$@" $port)" -ge "$count" ] ||
				fail "$name shows only $(counted "$name" ok "$@" $port) of $count packets of $* to port $port"
		done
	done
}

# csum_counted NAME: it rose where it had to, so that the case has shown something:
# both ways on g1's vif, and for what comes from g2. What g1 sends g2 is done where
# it comes from.
csum_counted() {
	local which
	for which in g1:rx g1:tx g2:rx; do
		[ "$(csum_stat "$(vif_of ${which%:*})" "${which#*:}_$1")" -gt 0 ] ||
			fail "the vif of ${which%:*} counts no ${which#*:}_$1"
	done
}
