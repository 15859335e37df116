# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# What: verify counts, drops or repairs packets with a wrong checksum, both ways, and leaves UDP without one alone
# Needs: modules=csum timeout=400 programs
need_net_guests
vif=$(vif_of g1)
count=50
before=()

# wrong HOST PORT: such packets for that host, and some of UDP without a checksum. What
# is repaired is answered: the port tells one way from the other.
wrong() {
	local to protocol
	for to in "$(address "$1")" "$(address "$1" 6)"; do
		for protocol in udp tcp; do echo "traffic raw $protocol $to $2 $count 1234"; done
	done
	echo "traffic raw udp $(address "$1") $2 $count 0"
}

for bad in count drop repair; do
	csum_all verify pass $bad
	for name in {rx,tx}_{bad_tcp,bad_udp,repaired,dropped}; do
		before[${#before[@]}]=$(csum_stat "$vif" $name)
	done
	step "wrong checksums, bad=$bad"
	capture bridge $bridge
	guest_capture g1
	guest_run g1 "$(wrong 1 20002)" >/dev/null
	eval "$(wrong 11 20003)"
	sleep 0.5
	judge_capture bridge
	guest_judge g1 g1
	i=0
	for name in {rx,tx}_{bad_tcp,bad_udp,repaired,dropped}; do
		rise=$(($(csum_stat "$vif" $name) - before[i]))
		i=$((i + 1))
		expected=0
		case $name:$bad in
		*_bad_*:*) expected=$((2 * count)) ;;
		*_repaired:repair | *_dropped:drop) expected=$((4 * count)) ;;
		esac
		[ $rise = $expected ] || fail "with bad=$bad, $name rose by $rise instead of $expected"
	done
	before=()
	for family in 4 6; do
		for protocol in udp tcp; do
			for place in "bridge 11 1 20002" "g1 1 11 20003"; do
				read -r name from to port <<<"$place"
				seen=
				for result in ok bad; do
					seen+="$result $(counted "$name" $result $protocol "$(address "$from" $family)" "$(address "$to" $family)" "$port") "
				done
				case $bad in
				count) expected="ok 0 bad $count " ;;
				drop) expected="ok 0 bad 0 " ;;
				repair) expected="ok $count bad 0 " ;;
				esac
				[ "$seen" = "$expected" ] || fail "with bad=$bad, $name shows $protocol of IPv$family: ${seen}instead of $expected"
			done
		done
	done
	[ "$(counted bridge none udp "$(address 11)" "$(address 1)" 20002)" = $count ] && [ "$(counted g1 none udp "$(address 1)" "$(address 11)" 20003)" = $count ] ||
		fail "with bad=$bad, UDP that chose no checksum did not stay as it was"
done
