# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# What: with two-level event channels dom0 has 4,095, and all are taken: it is told at 75, 90 and 100 %, disks are refused while xl still gets a guest, guests work on, and all comes back
# Needs: modules=irqpool timeout=500 programs tool dom0=xen.fifo_events=0 long
[ "$(pool channels_ceiling) $(pool first_ceiling)" = "4095 channels" ] ||
	fail "the ceiling is $(pool channels_ceiling) of $(pool first_ceiling), not 4095 of channels"
need_guests "g1" "g2"
guest=$(domid g2)
at_end release
work_begin g1

step "control: without the module, disks take what xl needs"
irqpool_unload
before=$(ports_by_xen)
hold $((4095 - before - 1))
[ "$held_why" = - ] || fail "only $held channels could be taken: $held_why"
guest_attach g2 xvdb "$(disk g2-b 64)"
wait_until 30 "g2 to see xvdb" guest_try g2 "[ -b /dev/xvdb ]"
guest_refused g3
info control "$(tr '\n' ' ' </run/case/xl | cut -c 1-200)"
xl block-detach g2 xvdb
release
wait_until 30 "all channels to be back" eval '[ "$(ports_by_xen)" = '"$before ]"

step "the ways to be told"
irqpool_load
expect_same_counts
evtchns events >/run/case/told &
at_end "kill $!"
evtchns uevents >/run/case/uevents &
at_end "kill $!"
wait_until 10 "the listeners" eval 'grep -q ready /run/case/told && grep -q ready /run/case/uevents'
said() { messages | grep -c "xen-irqpool: $1 of 4095 event channels are in use" || true; }

# fill_to COUNT: so many are in use.
fill_to() { hold $(($1 - $(ports_by_xen))); }
# expect_level PERCENT: by every way.
expect_level() {
	local used
	wait_until 60 "the level of $1 %" grep -q "^level 0 channels $1 " /run/case/told
	used=$(awk -v level="$1" '$1 == "level" && $4 == level { used = $5 } END { print used }' /run/case/told)
	wait_until 5 "an uevent" grep -qx "change channels $1 $used 4095" /run/case/uevents
	[ "$(said "$used")" = 1 ] || fail "the kernel's log has $(said "$used") messages of $used channels"
	info "level_$1" "at $used of 4095"
}

step "75 %, 90 %"
fill_to 3000
sleep 3
! grep -q '^level' /run/case/told || fail "a warning of $(grep '^level' /run/case/told | head -n 1) at 3,000 channels"
fill_to 3080
expect_level 75
fill_to 3700
expect_level 90

step "what is left is the toolstack's"
fill_to 4000
wait_until 10 "the pool to know" eval '[ "$(pool channels_used)" -ge 4000 ]'
refused_disk g2 xvdc
info refused "$(</run/case/refused)"
grep -q "no event channel for domain $guest: dom0 uses [0-9]* of 4095, and [0-9]* are kept for the toolstack" /run/case/refused ||
	fail "xenstore says $(</run/case/refused)"
grep -q "^refused-full $guest channels " /run/case/told || fail "/dev/xen/irqpool did not tell of the refusal"
dom0ctl irq status >/run/case/status
grep -Eq '^event channels  *4[0-9]{3} of 4095 ' /run/case/status || fail "irq status shows $(grep '^event' /run/case/status)"
guest_comes g3

step "100 %"
hold 9999
[ "$held_why" = full ] || fail "taking all ended with: $held_why"
[ "$(ports_by_xen)" = 4095 ] || fail "Xen counts $(ports_by_xen) channels, not 4095"
expect_level 100
guest_refused g3
refused_disk g2 xvdd
pool toolstack_share 0
refused_disk g2 xvde
info by_xen "$(</run/case/refused)"
pool toolstack_share 128
[ "$(ports_by_xen)" = 4095 ] || fail "Xen counts $(ports_by_xen) channels after refusals, not 4095"

step "all comes back"
release
wait_until 60 "all channels to be back" eval '[ "$(ports_by_xen)" = '"$before ]"
wait_until 60 "the level to fall" eval '[ "$(awk '"'"'$1 == "level" { level = $4 } END { print level }'"'"' /run/case/told)" = 0 ]'
expect_same_counts
wanted_disk g2 xvdf
guest_comes g3
work_end
