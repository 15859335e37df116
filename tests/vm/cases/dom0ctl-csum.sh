# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# What: dom0ctl csum against the real thing: guests and interfaces, counters, a renamed one, one in a namespace, defaults, errors
# Needs: modules=csum timeout=180 tool programs
need_net_guests
one=$(vif_of g1) two=$(vif_of g2) second=vif$(domid g2).1
net=/sys/class/net

# has VIF "MODE HOOK GSO BAD"
has() {
	local got
	got="$(csum_get "$1" mode) $(csum_get "$1" gso) $(csum_get "$1" bad)"
	[ "$got" = "$2" ] || fail "$1 has '$got', not '$2'"
}
# is_listed VIF...: these and no others. Which guest came first is not said.
is_listed() {
	local listed
	listed=$(dom0ctl csum list | awk 'NR > 1 { print $1 }')
	[ "$(sort <<<"$listed")" = "$(printf '%s\n' "$@" | sort)" ] || fail "csum list shows $(tr '\n' ' ' <<<"$listed")instead of $*"
}

step "a second interface of g2"
xl network-attach g2 mac=00:16:3e:77:01:0c bridge=$bridge script=$here/vif-direct
at_end xl network-detach g2 1
wait_until 30 "$second to be there" test -e "$net/$second/csumfix"
is_listed "$one" "$two" "$second"

step "a guest, an interface, everybody"
dom0ctl csum set g2 mode=verify gso=segment bad=drop
has "$two" "verify netback segment drop"
has "$second" "verify netback segment drop"
has "$one" "off netback pass count"
dom0ctl csum set "$one" mode=complete
has "$one" "complete netback pass count"
has "$two" "verify netback segment drop"
dom0ctl csum set "$(domid g2)" bad=repair
has "$second" "verify netback segment repair"
dom0ctl csum set all bad=drop gso=pass
has "$one" "complete netback pass drop"
has "$second" "verify netback pass drop"

step "what has been counted"
# total NAME...: both ways, since the guest came, perhaps for an earlier case.
total() {
	local name sum=0
	for name; do sum=$((sum + $(csum_stat "$one" "rx_$name") + $(csum_stat "$one" "tx_$name"))); done
	echo $sum
}
before=$(total completed)
guest_run g1 "traffic udp $(address 1) 20000 500 64 8" >/dev/null
for name in rx_completed tx_completed rx_bad_udp; do
	shown=$(dom0ctl csum get g1 --json | jq ".vifs[0].stat.$name")
	[ "$shown" = "$(csum_stat "$one" $name)" ] || fail "csum get shows $name as $shown, it is $(csum_stat "$one" $name)"
done
completed=$(total completed)
[ $((completed - before)) -ge 1000 ] || fail "500 datagrams and back left $((completed - before)) checksums to be completed"
dom0ctl csum list
grep -qE "^$one +g1 +complete +netback +pass +drop +$completed +$(total bad_tcp bad_udp) +$(total dropped)\$" <(dom0ctl csum list) ||
	fail "csum list does not show $completed completed, $(total bad_tcp bad_udp) wrong, $(total dropped) dropped of $one"
names=$(dom0ctl csum get "$one" --json | jq -r '.vifs[0].stat | keys_unsorted[]')
[ "$names" = "$(awk '{ print $1 }' "$net/$one/csumfix/stat")" ] || fail "csum get shows the numbers $names"

step "all or nothing"
echo pass >/run/case/gso
mount --bind /run/case/gso "$net/$two/csumfix/gso"
at_end "umount $net/$two/csumfix/gso 2>/dev/null"
mount -o remount,bind,ro "$net/$two/csumfix/gso"
refuses "$two/csumfix/gso: Read-only file system; the settings already changed were put back" \
	dom0ctl csum set all mode=nooffload gso=segment bad=count
umount "$net/$two/csumfix/gso"
has "$one" "complete netback pass drop"
has "$two" "verify netback pass drop"
has "$second" "verify netback pass drop"

step "an interface that is renamed"
ip link set "$second" down
ip link set "$second" name dmz
dom0ctl csum set dmz mode=complete
has dmz "complete netback pass drop"
refuses "called '$second'" dom0ctl csum set "$second" mode=off
[ "$(dom0ctl csum get g2 --json | jq -r '[.vifs[] | .vif, .handle, .name] | join(" ")')" = "$two 0 g2 dmz 1 g2" ] ||
	fail "csum get g2 shows $(dom0ctl csum get g2 --json)"

step "one in another network namespace"
ip netns add blue
at_end ip netns del blue
ip link set dmz netns blue
is_listed "$one" "$two"
dom0ctl csum set g2 mode=off
in_blue() { ip netns exec blue "$@"; }
[ "$(in_blue dom0ctl csum list | awk 'NR > 1 { print $1, $2, $3 }')" = "dmz g2 complete" ] ||
	fail "in the namespace, csum list shows $(in_blue dom0ctl csum list)"
in_blue dom0ctl csum set g2 mode=verify
[ "$(in_blue cat $net/dmz/csumfix/mode)" = "verify netback" ] || fail "in the namespace, dmz has $(in_blue cat $net/dmz/csumfix/mode)"
has "$two" "off netback pass drop"
refuses "g1 (domid $(domid g1)) has no network interface in this network namespace" in_blue dom0ctl csum get g1
in_blue ip link set dmz netns 1
has dmz "verify netback pass drop"

step "defaults"
dom0ctl csum set --default mode=complete gso=segment
[ "$(<$csum_parameters/default_mode) $(<$csum_parameters/default_gso)" = "complete segment" ] || fail "the defaults are not set"
dom0ctl csum get --default --json | jq -e '.default == {"mode": "complete", "gso": "segment", "bad": "count"}' >/dev/null ||
	fail "csum get --default shows $(dom0ctl csum get --default --json)"
has "$two" "off netback pass drop"
dom0ctl csum set --default mode=off gso=pass

step "errors"
refuses "off, complete, nooffload, verify" dom0ctl csum set g1 gso=segment mode=fast
refuses "there is no setting 'gsp'" dom0ctl csum set g1 gso=segment gsp=pass
refuses "$bridge is not a Xen network interface" dom0ctl csum set $bridge mode=off
refuses nosuch dom0ctl csum get nosuch
refuses "no permission" setpriv --reuid 65534 --clear-groups "$(command -v dom0ctl)" csum set "$one" mode=off
has "$one" "complete netback pass drop"
csum_unload
refuses "modprobe xen-csumfix" dom0ctl csum list
refuses "modprobe xen-csumfix" dom0ctl csum set --default mode=complete
csum_load
is_listed "$one" "$two" dmz
