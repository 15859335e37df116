# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# What: a knob refuses everything that is no plain number above 0 nor max, and keeps its value
# Needs: modules=throttle timeout=120
need_guest g1 disks="g1-a:64 g1-b:64"
domid=$(domid g1)

# bash writes nothing at all for an empty value, and line by line, so that an
# empty value and one of two lines are not among them.
garbage=(0 -1 +5 ' ' 4M 4k 1.5 0x10 1e6 MAX maximum 'max max' '5 5' nan inf unlimited none
	18446744073709551616 99999999999999999999999 12a $'\t' '"5"')
for value in 12345678 max; do
	for knob in {read,write}_{bps,iops}; do
		set_limit "$domid" "$knob" $value
		[ "$(get_limit "$domid" "$knob")" = $value ] || fail "$knob reads $(get_limit "$domid" "$knob") after $value"
		for bad in "${garbage[@]}"; do refuses_value "$throttle_class/dom$domid/$knob" "$bad"; done
	done
done
for bad in "${garbage[@]}"; do refuses_value $throttle_parameters/default_write_bps "$bad"; done
# The least and a very large one, with and without a newline.
for value in 1 1000000000000; do
	printf '%s' $value >"$throttle_class/dom$domid/read_bps"
	[ "$(get_limit "$domid" read_bps)" = $value ] || fail "$value reads back as $(get_limit "$domid" read_bps)"
done
if echo 1 2>/dev/null >"$throttle_class/dom$domid/stat"; then fail "stat can be written"; fi
# Every counter of the interface is there, and is a number.
for name in vbds rings {read,write}_{ios,bytes,held_ios,held_bytes,waiting_ios,wait_ns,wait_max_ns,done_ios,errors,service_ns} other_ios; do
	value=$(throttle_stat "$domid" "$name") || fail "stat has no $name"
	[[ $value =~ ^[0-9]+$ ]] || fail "stat has $name '$value'"
done
