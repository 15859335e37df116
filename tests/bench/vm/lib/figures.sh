# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
#
# What every bench of dom0 uses.

programs=/project/bench
# quick: is only the smaller part wanted?
quick() { grep -qx quick=1 $programs/settings; }

_figures=0
# figure WHAT OURS RIVAL RIVAL_NAME GOAL: one line of the table. RIVAL is null
# where there is none; tests/bench/figure.py has the goals.
figure() {
	_figures=$((_figures + 1))
	info "figure-$_figures" "$(jq -cn --arg what "$1" --arg ours "$2" --arg rival "$3" --arg name "$4" --arg goal "$5" \
		'{$what, ours: ($ours | tonumber), rival: ($rival | fromjson), rival_name: $name, $goal}')"
}

# statistics DOMID NAME [DISKS]: the files of that counter, of the first DISKS vbds.
statistics() {
	local dir count=0
	for dir in $(vbds_of "$1"); do
		[ $count -lt "${3:-1000}" ] || break
		echo "$dir/statistics/$2"
		count=$((count + 1))
	done
}

# rate_of SECONDS FILE...: the sum of these counters per second, from now on.
rate_of() {
	local grown ns
	read -r grown ns <<<"$($programs/window "$@")"
	calculate "$grown * 1e9 / $ns"
}

fio_flags='--ioengine=libaio --direct=1 --thread --disable_slat=1 --time_based --runtime=7200'

# load_start NAME COUNTER DISKS ARGUMENT...: fio in the guest on its first DISKS
# disks, until load_stop; returns when requests flow.
load_start() {
	local name=$1 counter=$2 disks=$3 letters=abcdefgh i files before
	shift 3
	files=$(statistics "$(domid $name)" $counter $disks)
	before=$(_sum $files)
	local jobs=()
	for ((i = 0; i < disks; i++)); do jobs+=("--name=load$i --filename=/dev/xvd${letters:i:1}"); done
	load_guest=$name
	load_job=$(guest_start $name "fio $fio_flags $* ${jobs[*]} >/tmp/load 2>&1; true")
	wait_until 60 "the first request of fio in $name" _sum_above $before $files
}

_sum() { cat "$@" | awk '{ sum += $1 } END { print sum }'; }
_sum_above() { [ "$(_sum "${@:2}")" -gt "$1" ]; }

load_stop() {
	guest_run $load_guest 'killall fio' >/dev/null
	guest_wait $load_guest $load_job >/dev/null
}
