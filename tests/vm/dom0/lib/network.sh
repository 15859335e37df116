# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
#
# A network of guests: a bridge in dom0, which is host 1 of it, and a vif of every
# guest that was made with net=HOST. Everywhere `traffic echo` gives back what it
# is sent.

bridge=xenbr0
net_ramdisk=/run/network/guest.cpio
echo_ports='20000 20001 20002 20003'

# address HOST [4|6]
address() {
	case ${2:-4} in
	4) echo "10.77.0.$1" ;;
	6) echo "fd77::$1" ;;
	esac
}

host_of() { if [ "$1" = dom0 ]; then echo 1; else cat "$guest_root/$1/host"; fi; }

# vif_of GUEST: the name that its vif got; it may have another now.
vif_of() { echo "vif$(domid "$1").0"; }

network_up() {
	[ ! -d /sys/class/net/$bridge ] || return 0
	local port
	modprobe bridge
	ip link add $bridge type bridge forward_delay 0 mcast_snooping 0
	ip addr add "$(address 1)/24" dev $bridge
	ip addr add "$(address 1 6)/64" dev $bridge nodad
	ip link set $bridge address 02:77:00:00:00:01 up
	mkdir -p /run/network
	cat /project/guest/guest.cpio /project/guest/guest-net.cpio >$net_ramdisk
	# shellcheck disable=SC2086 # words on purpose
	setsid traffic echo $echo_ports </dev/null >/run/network/echo 2>&1 &
	for port in $echo_ports; do wait_until 30 "dom0 to listen on $port" _listens "$port"; done
}

_listens() { grep -q tcp <(ss -Htuln "sport = :$1"); }

# _vif_config HOST
_vif_config() { printf "vif = ['mac=00:16:3e:77:00:%02x,bridge=%s,script=/project/dom0/vif-direct']\n" "$1" $bridge; }

# _addresses_on INTERFACE HOST: a script for a guest, whose shell has an `ip` of its own.
_addresses_on() {
	echo "echo 0 >/proc/sys/net/ipv6/conf/$1/accept_dad"
	echo "ip link set $1 up"
	echo "ip addr add $(address "$2")/24 dev $1"
	echo "ip addr add $(address "$2" 6)/64 dev $1"
}

# _guest_network NAME HOST: what a new guest does for its part.
_guest_network() {
	guest_run "$1" "
		until [ -d /sys/class/net/eth0 ]; do sleep 0.1; done
		ip link set eth0 mtu $(<"/sys/class/net/$bridge/mtu")
		$(_addresses_on eth0 "$2")
		setsid traffic echo $echo_ports </dev/null >/dev/null 2>&1 &" >/dev/null
}

# The two that most cases use; g1 has as many queues as processors.
need_net_guests() {
	network_up
	network_mtu 1500
	need_guests "g1 vcpus=2 net=11 disks=" "g2 net=12 disks="
	wait_until 30 "the queues of g1" test -d "/sys/class/net/$(vif_of g1)/queues/rx-1"
}

# network_mtu MTU: of the bridge and all that is on it.
network_mtu() {
	local port guest
	[ "$(<"/sys/class/net/$bridge/mtu")" != "$1" ] || return 0
	for port in "/sys/class/net/$bridge/brif"/*; do
		[ ! -e "$port" ] || ip link set "${port##*/}" mtu "$1"
	done
	ip link set $bridge mtu "$1"
	for guest in "$guest_root"/*/host; do
		[ ! -e "$guest" ] || guest_run "$(basename "${guest%/host}")" "ip link set eth0 mtu $1" >/dev/null
	done
}

# guest_offload GUEST on|off: whether its stack may leave checksums and segmentation
# to eth0. netfront has no switch for the checksum of IPv4.
guest_offload() {
	guest_run "$1" "ethtool -K eth0 tx $2 tso $2 2>&1; ethtool -k eth0" >"/run/case/offload-$1-$2"
	grep -q "tx-checksum-ipv6: $2" "/run/case/offload-$1-$2" || fail "ethtool -K eth0 tx $2 in $1 does nothing"
}
