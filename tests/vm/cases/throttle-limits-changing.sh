# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# What: limits change ten times a second, guest with two rings: every byte right, nothing stuck
# Needs: modules=throttle timeout=180
need_guest smp vcpus=2 disks="smp-a:64"
domid=$(domid smp)
rings=$(throttle_stat "$domid" rings)
[ "$rings" = 2 ] || fail "the guest has $rings rings, not 2"

# Changes every limit until the file is gone, ten times a second; builtins only,
# since a fork takes longer than that here. Leaves the number of changes in it.
change_limits() {
	local changes=0 dir=$throttle_class/dom$domid
	local values=(1000000 max 20000000 4096 3000000 50000000 1 9000000) iops=(50 max 2000 1 300 100000)
	set +x
	exec 5<> <(:)
	while [ -e /run/case/changing ]; do
		echo "${values[changes % 8]}" >"$dir/write_bps"
		echo "${values[(changes + 3) % 8]}" >"$dir/read_bps"
		echo "${iops[changes % 6]}" >"$dir/write_iops"
		echo "${iops[(changes + 2) % 6]}" >"$dir/read_iops"
		changes=$((changes + 1))
		read -rt 0.1 -u 5 || true
	done
	echo $changes >/run/case/changes
}

set_limit "$domid" write_bps 4000000
touch /run/case/changing
from=${EPOCHREALTIME/./}
change_limits &
changer=$!
step "verifying while limits change"
verify smp xvda 16
rm /run/case/changing
wait $changer
took=$(((${EPOCHREALTIME/./} - from) / 1000))
changes=$(</run/case/changes)
info changes "$changes in $took ms"
[ $((changes * 1000)) -ge $((took * 7)) ] || fail "only $changes changes in $took ms, not about ten a second"
[ $changes -ge 40 ] || fail "fio was done after $changes changes: nothing was shown"
[ "$(throttle_stat "$domid" write_held_ios)" -gt 0 ] || fail "no writes were held back"
