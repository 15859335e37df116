# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# What: pause, xl save -c, save and restore, the same through a pipe, with requests held back each time; one fio verifies over all of it
# Needs: modules=throttle timeout=150
# A domain that is restored is a new one: the defaults limit it from its first
# request on, and those are what the old one left without an answer.
echo 700000 >$throttle_parameters/default_write_bps
echo 1500000 >$throttle_parameters/default_read_bps
guest_destroy mover
at_end guest_destroy mover
guest_create mover disks="mover-a:64"
file=/run/mover.save
at_end rm -f $file
seen=0

held_now() { echo $(($(throttle_stat "$1" write_waiting_ios) + $(throttle_stat "$1" read_waiting_ios))); }
served() { echo $(($(throttle_stat "$1" write_ios) + $(throttle_stat "$1" read_ios))); }
more_than() { [ "$(served "$1")" -gt "$2" ]; }

# holds WHEN: the limit holds requests of the running fio back, now.
holds() {
	wait_until 20 "requests to be held back $1" is_holding "$(domid mover)"
	info "held_$2" "$(held_now "$(domid mover)")"
}

job=$(verify_start mover xvda 20)
holds "before the pause" pause

step "xl pause"
id=$(domid mover)
xl pause mover
# What was held leaves at the pace of its limit; nothing comes after it.
wait_until 30 "the paused guest's requests to be served" eval '! is_holding $id'
sleep 0.3
seen=$(served "$id")
sleep 1
[ "$(served "$id")" = "$seen" ] || fail "a paused guest's requests went from $seen to $(served "$id")"
xl unpause mover
wait_until 20 "requests after xl unpause" more_than "$id" "$seen"

step "xl save -c"
holds "before the checkpoint" checkpoint
guest_checkpoint mover $file
[ "$(get_limit "$id" write_bps)" = 700000 ] || fail "xl save -c changed write_bps to $(get_limit "$id" write_bps)"
seen=$(served "$id")
wait_until 20 "requests after xl save -c" more_than "$id" "$seen"

step "xl save"
holds "before the save" save
guest_save mover $file
step "xl restore"
guest_restore mover $file
holds "after the restore" restore

step "save and restore through a pipe"
guest_migrate mover
holds "after the migration" migrate

step "the verdict of fio"
[ -z "$(xenstore-read "$(guest_path mover)/data/rc/$job" 2>/dev/null || true)" ] || fail "fio was done too early: nothing was shown"
for knob in {read,write}_bps; do set_limit "$(domid mover)" $knob max; done
verify_wait mover "$job"
