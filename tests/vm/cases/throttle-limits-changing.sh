# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# What: limits change more than ten times a second, guest with two rings: every byte right, nothing stuck
# Needs: modules=throttle timeout=180
need_guest smp vcpus=2 disks="smp-a:64"
domid=$(domid smp)
rings=$(throttle_stat "$domid" rings)
[ "$rings" = 2 ] || fail "the guest has $rings rings, not 2"
knobs=(write_bps read_iops read_bps write_iops)
bps=(1000000 max 20000000 4096 3000000 1 9000000)
iops=(50 max 2000 1 300)

# One knob after the other, until told to stop; prints how many changes that
# were. A read that times out on a pipe is a pause that starts no process.
change_limits() {
	local changes=0 knob value pause
	exec {pause}<> <(:)
	while [ ! -e /run/case/stop ]; do
		knob=${knobs[changes % 4]}
		value=${bps[changes % 7]}
		[[ $knob == *_bps ]] || value=${iops[changes % 5]}
		set_limit "$domid" "$knob" "$value"
		changes=$((changes + 1))
		read -rt 0.01 -u "$pause" || true
	done
	echo $changes
}

set_limit "$domid" write_bps 4000000
change_limits >/run/case/changes &
changer=$!
began=${EPOCHREALTIME/./}
verify smp xvda 16
touch /run/case/stop
wait $changer
took_ms=$(((${EPOCHREALTIME/./} - began) / 1000))
changes=$(</run/case/changes)
info changes "$changes in $took_ms ms"
[ "$changes" -ge 20 ] || fail "fio was done after $changes changes: nothing was shown"
[ $((changes * 1000)) -ge $((10 * took_ms)) ] || fail "only $changes changes in $took_ms ms"
[ "$(throttle_stat "$domid" write_held_ios)" -gt 0 ] || fail "no writes were held back"
