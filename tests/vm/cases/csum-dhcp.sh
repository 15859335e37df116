# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# What: a DHCP client with a packet socket gets no lease from dom0, nor dom0 from behind a vif, for blank checksums; with the module it does
# Needs: modules=csum timeout=400 programs
need_net_guests
vif=$(vif_of g1)

# serve [COMMAND...]: a DHCP server, run by COMMAND, on the interface and for the
# addresses that are set. It takes plain sockets.
serve() {
	local log=/run/case/dnsmasq-$server_interface
	"$@" dnsmasq --keep-in-foreground --conf-file=/dev/null --user=root --port=0 --no-ping --log-facility=- --log-dhcp \
		--dhcp-leasefile="/run/case/leases-$server_interface" --interface="$server_interface" --bind-interfaces \
		--dhcp-range="$server_first,$server_last" >"$log" 2>&1 &
	at_end "kill $! 2>/dev/null"
	wait_until 20 "dnsmasq on $server_interface" grep -q "sockets bound" "$log"
}

# in_guest RESULT: how g1 fares as a client; its script's exit code is that of the client.
in_guest() { guest_run g1 "raw dhcp eth0 6 || true" >"/run/case/guest-$1"; }
behind_vif() { raw dhcp "$own_vif" 6 >"/run/case/behind-$1" || true; }

expect_lease() {
	grep -q "^lease $2" "/run/case/$1" || fail "$1: $(tr '\n' ' ' <"/run/case/$1")"
	grep -q "^incorrect 0$" "/run/case/$1" || fail "$1: incorrect checksums before the lease"
}
expect_none() {
	grep -q "^no lease" "/run/case/$1" || fail "$1: a lease although the checksum was blank"
	grep -q "^incorrect [1-9]" "/run/case/$1" || fail "$1: no lease, and not for the checksum: $(tr '\n' ' ' <"/run/case/$1")"
}

step "a server in dom0, a client in a guest"
server_interface=$bridge server_first=10.77.0.100 server_last=10.77.0.110
serve
in_guest off
for mode in complete nooffload verify; do
	csum_set "$vif" mode $mode
	in_guest $mode
done

step "a server behind a vif of dom0's own, a client in dom0"
own_vif=$(self_vif_attach 7)
at_end self_vif_detach_all
own=$(self_vif_name 7)
ip netns add behind
at_end ip netns delete behind
ip link set "$own" netns behind
ip -n behind addr add 10.78.0.1/24 dev "$own"
ip -n behind link set "$own" up
ip link set "$own_vif" up
server_interface=$own server_first=10.78.0.100 server_last=10.78.0.110
serve ip netns exec behind
behind_vif off
for mode in complete nooffload verify; do
	csum_set "$own_vif" mode $mode
	behind_vif $mode
done

for where in guest behind; do
	expect_none $where-off
done
for mode in complete nooffload verify; do
	expect_lease guest-$mode 10.77.0.1
	expect_lease behind-$mode 10.78.0.1
done
info incorrect "$(sed -n 's/^incorrect //p' /run/case/guest-off) offers to the guest, $(sed -n 's/^incorrect //p' /run/case/behind-off) to dom0 without it"
