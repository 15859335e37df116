# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
#
# How fast a guest really goes, seen from two sides that do not know of each
# other: fio inside the guest, and the vbd statistics in dom0.

rate_seconds=10

# measure_rate NAME write_bps|read_iops|... ARGUMENT...: ten seconds of fio in
# the guest; sets rate_guest and rate_dom0, bytes or I/Os a second.
measure_rate() {
	local name=$1 knob=$2 direction counter job json before after from to domid
	shift 2
	direction=${knob%_*}
	domid=$(domid "$name")
	counter=${direction/write/wr}
	counter=${counter/read/rd}
	if [ "${knob#*_}" = bps ]; then counter+=_sect; else counter+=_req; fi
	# Two seconds more than what dom0 looks at, so that fio's start and end are not in it.
	job=$(guest_fio_start "$name" --filename=/dev/xvda --size=64m --name=rate --rw="$direction" \
		--time_based --runtime=$((rate_seconds + 3)) "$@")
	wait_until 30 "the first request of the measurement" _more_than "$domid" "$counter" "$(vbd_count "$domid" "$counter")"
	sleep 0.5
	from=${EPOCHREALTIME/./}
	before=$(vbd_count "$domid" "$counter")
	sleep $rate_seconds
	to=${EPOCHREALTIME/./}
	after=$(vbd_count "$domid" "$counter")
	json=$(guest_wait "$name" "$job")
	if [ "${knob#*_}" = bps ]; then
		rate_guest=$(fio_json_value ".$direction.bw_bytes" <<<"$json")
		rate_dom0=$(calculate "($after - $before) * 512 * 1000000 / ($to - $from)")
	else
		rate_guest=$(fio_json_value ".$direction.iops" <<<"$json")
		rate_dom0=$(calculate "($after - $before) * 1000000 / ($to - $from)")
	fi
	rate_guest=$(printf '%.0f' "$rate_guest")
	rate_dom0=$(printf '%.0f' "$rate_dom0")
}

_more_than() { [ "$(vbd_count "$1" "$2")" -gt "$3" ]; }

# expect_rate NAME KNOB LIMIT PERCENT ARGUMENT...: measures without the limit
# and with it. Without, it must be at least twice as fast, or the measurement
# would prove nothing.
expect_rate() {
	local name=$1 knob=$2 limit=$3 percent=$4 domid
	shift 4
	domid=$(domid "$name")
	step "$knob without a limit"
	set_limit "$domid" "$knob" max
	rate_seconds=3 measure_rate "$name" "$knob" "$@"
	info "${knob}_unlimited" "$rate_guest"
	[ "$rate_guest" -ge $((2 * limit)) ] || fail "$name reaches only $rate_guest without a limit: $knob=$limit proves nothing"
	step "$knob at $limit for $rate_seconds s"
	set_limit "$domid" "$knob" "$limit"
	measure_rate "$name" "$knob" "$@"
	set_limit "$domid" "$knob" max
	info "${knob}_limit" "$limit"
	info "${knob}_in_guest" "$rate_guest ($(off "$rate_guest" "$limit"))"
	info "${knob}_in_dom0" "$rate_dom0 ($(off "$rate_dom0" "$limit"))"
	within "$percent" "$rate_guest" "$limit" || fail "fio in the guest sees $rate_guest at $knob=$limit"
	within "$percent" "$rate_dom0" "$limit" || fail "the vbd statistics show $rate_dom0 at $knob=$limit"
}
