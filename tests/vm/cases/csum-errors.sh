# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# What: the files of a vif refuse everything but their words, and change nothing; stat counts what was sent
# Needs: modules=csum timeout=300 programs
need_net_guests
vif=$(vif_of g1)
dir=/sys/class/net/$vif/csumfix

garbage=(on Complete COMPLETE complet completed ' complete' 'complete ' 0 1 -1 $'\t' none 'off off'
	'complete off' 'complete netback netback' 'complete netbac' 'complete  netback' 'off,pass' $'off\toff' max
	"$(printf 'x%.0s' {1..4000})")
step "words that are none"
for mode in off complete nooffload verify; do
	echo $mode >"$dir/mode"
	[ "$(<"$dir/mode")" = "$mode netback" ] || fail "mode reads '$(<"$dir/mode")' after $mode"
	for bad in "${garbage[@]}" pass segment count drop; do refuses_value "$dir/mode" "$bad"; done
done
for gso in segment pass; do
	echo $gso >"$dir/gso"
	[ "$(<"$dir/gso")" = $gso ] || fail "gso reads '$(<"$dir/gso")' after $gso"
	for bad in "${garbage[@]}" off count; do refuses_value "$dir/gso" "$bad"; done
done
for bad_word in drop repair count; do
	echo $bad_word >"$dir/bad"
	[ "$(<"$dir/bad")" = $bad_word ] || fail "bad reads '$(<"$dir/bad")' after $bad_word"
	for bad in "${garbage[@]}" off pass; do refuses_value "$dir/bad" "$bad"; done
done
for name in mode gso bad; do
	for bad in "${garbage[@]}" 'complete netback'; do refuses_value $csum_parameters/default_$name "$bad"; done
done
step "words that are"
for word in "complete netback" "verify netfront" "nooffload netfilter" "off netback"; do
	printf '%s' "$word" >"$dir/mode"
	[ "$(<"$dir/mode")" = "${word% *} netback" ] || fail "mode reads '$(<"$dir/mode")' after '$word'"
done
if echo 1 2>/dev/null >"$dir/stat"; then fail "stat can be written"; fi
[ "$(ls "$dir" | tr '\n' ' ')" = "bad gso mode stat " ] || fail "the folder has: $(ls "$dir" | tr '\n' ' ')"
wanted=$(for way in rx tx; do for name in packets bytes completed segmented bad_tcp bad_udp repaired dropped unfit; do echo "${way}_$name"; done; done)
[ "$(awk '{ print $1 }' "$dir/stat")" = "$wanted" ] || fail "stat has: $(awk '{ print $1 }' "$dir/stat" | tr '\n' ' ')"
! grep -qvE '^[a-z_]+ [0-9]+$' "$dir/stat" || fail "stat has the line '$(grep -vE '^[a-z_]+ [0-9]+$' "$dir/stat" | head -n 1)'"

step "counting what was sent"
guest_offload g1 on
# counts COMMAND NAME...: how far the counters rise over a command in g1.
counts() {
	local command=$1 name before=()
	shift
	for name; do before+=("$(csum_stat "$vif" "$name")"); done
	guest_run g1 "$command" >/dev/null
	rise=()
	for name; do rise+=($(($(csum_stat "$vif" "$name") - before[${#rise[@]}]))); done
}
counts "traffic udp $(address 1) 20000 100 64 8" {rx,tx}_{packets,completed}
[ "${rise[*]}" = "0 0 0 0" ] || fail "off counts ${rise[*]}"
echo complete >"$dir/mode"
for to in "$(address 1)" "$(address 1 6)"; do
	counts "traffic udp $to 20000 1000 64 8" {rx,tx}_{completed,segmented,bad_udp,dropped,unfit,packets,bytes}
	info udp "rx and tx completed, segmented, bad_udp, dropped, unfit, packets, bytes: ${rise[*]}"
	[ "${rise[*]:0:5}" = "1000 0 0 0 0" ] && [ "${rise[*]:7:5}" = "1000 0 0 0 0" ] || fail "1000 datagrams to $to and back count ${rise[*]}"
	# A few of ARP or neighbour discovery may come along.
	for i in 5 12; do
		[ "${rise[i]}" -ge 1000 ] && [ "${rise[i]}" -lt 1020 ] || fail "1000 datagrams to $to and back are ${rise[i]} packets"
		[ "${rise[i + 1]}" -ge 92000 ] && [ "${rise[i + 1]}" -lt 130000 ] || fail "1000 datagrams of 92 to 126 bytes are ${rise[i + 1]} bytes"
	done
done
counts "traffic tcp $(address 1) 20000 500 64 4" {rx,tx}_{completed,packets,bad_tcp,unfit}
[ "${rise[0]}" -ge 500 ] && [ "${rise[4]}" -ge 500 ] && [ "${rise[2]}${rise[3]}${rise[6]}${rise[7]}" = 0000 ] ||
	fail "500 messages of TCP and back count ${rise[*]}"
