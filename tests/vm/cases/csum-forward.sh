# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# What: two guests speak TCP through a switch in user space that reads one vif and writes to the other; without the module they cannot
# Needs: modules=csum timeout=600 programs
megabytes=1
need_net_guests
one=$(vif_of g1)
other=$(vif_of g2)
# No other way than through it.
for vif in "$one" "$other"; do
	ip link set "$vif" nomaster
	at_end ip link set "$vif" master $bridge
done

# forwarding NAME: as /run/case/forward-NAME tells at its end.
forwarding() {
	raw forward "$one" "$other" >"/run/case/forward-$1" &
	forwarder=$!
	at_end "kill $forwarder 2>/dev/null"
	wait_until 10 "the switch" grep -q ready "/run/case/forward-$1"
}
forwarding_end() {
	kill $forwarder
	wait $forwarder || fail "the switch: $(tail -n 1 "/run/case/forward-$1")"
	info "$1" "$(sed 1d "/run/case/forward-$1" | tr '\n' ';')"
}
too_long() { awk '$1 == "too_long" { print $2 + $3 }' "/run/case/forward-$1"; }

# What TCP of a guest has thrown away for its checksum.
thrown_away() { guest_run "$1" "awk '\$1 == \"Tcp:\" { n = \$NF } END { print n }' /proc/net/snmp"; }

# transfer FAMILY SECONDS: g1 sends g2 a file; prints g2's sum of it. Fails if it did not end.
transfer() {
	local job rc=0
	job=$(guest_start g2 "printf 'cat >/tmp/received' >/tmp/receive; timeout 150 nc -l -p 30000 -e sh /tmp/receive; sha256sum </tmp/received")
	# 1 is for who is refused: g2 does not listen yet. A lost packet is never that.
	guest_try g1 "for i in 1 2 3 4 5 6 7 8 9; do
			sleep 1
			timeout $2 nc $(address 12 "$1") 30000 </tmp/sent
			rc=\$?
			[ \$rc = 1 ] || break
		done
		exit \$rc" >/dev/null || rc=$?
	[ $rc = 0 ] || guest_run g2 "killall nc || true" >/dev/null
	guest_try_wait g2 "$job"
	return $rc
}

guest_run g1 "head -c $((megabytes << 20)) /dev/urandom >/tmp/sent; sha256sum </tmp/sent" >/run/case/sent
for mode in off complete; do
	step "TCP through the switch, mode $mode"
	for vif in "$one" "$other"; do
		csum_set "$vif" gso segment
		csum_set "$vif" mode $mode
	done
	before=$(thrown_away g2)
	forwarding $mode
	for family in 4 6; do
		rc=0
		case $mode in
		off) transfer $family 5 >"/run/case/received-$mode-$family" || rc=$? ;;
		*) transfer $family 120 >"/run/case/received-$mode-$family" || rc=$? ;;
		esac
		if [ $mode = off ]; then
			[ $rc != 0 ] || fail "IPv$family: TCP passed the switch without the module: nothing is shown"
		else
			[ $rc = 0 ] || fail "IPv$family: TCP did not pass the switch"
			cmp -s /run/case/sent "/run/case/received-$mode-$family" || fail "IPv$family: what was received is not what was sent"
		fi
	done
	forwarding_end $mode
	if [ $mode = off ]; then
		[ "$(thrown_away g2)" -gt "$before" ] || fail "g2 has thrown nothing away for its checksum"
	else
		[ "$(thrown_away g2)" = "$before" ] || fail "g2 has thrown packets away for their checksum"
		[ "$(too_long $mode)" = 0 ] || fail "$(too_long $mode) frames were too long for the switch"
	fi
done
