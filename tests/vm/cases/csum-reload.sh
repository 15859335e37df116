# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# What: the module comes and goes and modes change under traffic: no datagram is lost, changed or comes twice
# Needs: modules=csum timeout=150 programs clock=icount long
need_net_guests

# under_traffic NAME COMMAND: while g1 exchanges numbered datagrams and messages with
# dom0 and g2, all the time.
under_traffic() {
	local name=$1 job begin
	begin=$(_packets)
	job=$(guest_start g1 "
		start() { traffic \"\$@\" >/tmp/ask-\$1-\$2 2>&1 & echo \$! >>/tmp/clients; }
		rm -f /tmp/ask-* /tmp/clients
		start udp $(address 1) 20000 0 64 16
		start udp $(address 12 6) 20000 0 64 16
		start tcp $(address 1 6) 20000 0 64 4
		start tcp $(address 12) 20000 0 64 4
		rc=0
		for pid in \$(cat /tmp/clients); do wait \$pid || rc=1; done
		cat /tmp/ask-*
		exit \$rc")
	wait_until 20 "the traffic to begin" eval "[ \$(_packets) -gt $((begin + 200)) ]"
	eval "$2"
	guest_run g1 "kill -TERM \$(cat /tmp/clients)" >/dev/null
	guest_wait g1 "$job" >"/run/case/$name"
	[ "$(grep -c '^sent' "/run/case/$name")" = 4 ] || fail "not all clients ended: $(tr '\n' ' ' <"/run/case/$name")"
	info "$name" "$(awk '/^sent/ { sent += $2 } END { print sent }' "/run/case/$name") datagrams and messages there and back"
}
_packets() { cat "/sys/class/net/$(vif_of g1)/statistics/rx_packets"; }

step "nothing changes: the control"
under_traffic control "sleep 3"

step "the module goes and comes"
reload() {
	local i
	for i in 1 2 3 4 5; do
		csum_unload
		sleep 0.3
		csum_load default_mode=complete default_gso="$([ $((i % 2)) = 0 ] && echo pass || echo segment)"
		[ "$(csum_get "$(vif_of g1)" mode)" = "complete netback" ] || fail "after loading, mode is '$(csum_get "$(vif_of g1)" mode)'"
		sleep 0.3
		[ "$(csum_stat "$(vif_of g1)" rx_completed)" -gt 0 ] || fail "the module is back and completes nothing: is there traffic?"
	done
}
under_traffic reload reload

step "modes change"
modes() {
	local i mode
	for i in 1 2 3; do
		for mode in complete nooffload verify off; do
			csum_all $mode segment drop
			sleep 0.1
			csum_all $mode pass repair
			sleep 0.1
		done
	done
}
under_traffic modes modes
csum_unload
