# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# What: all interrupt descriptors of a patched 6.1 are taken: what fails leaves nothing behind, guests work on, xl still gets a guest, and a ceiling that is raised while running lets everybody in
# Needs: modules=irqpool timeout=500 programs kernels=6.1 flavours=custom,debug
[ "$(pool kernel) $(pool descriptors_ceiling) $(pool first_ceiling)" = "patched 12548 descriptors" ] ||
	fail "the kernel is $(pool kernel), with $(pool descriptors_ceiling) descriptors; first comes $(pool first_ceiling)"
need_guests "g1" "g2"
at_end release
work_begin g1
unhandled=$(ports_without_interrupt)
evtchns events >/run/case/told &
listener=$!
at_end "kill $listener 2>/dev/null"

# With so many channels a look at all of them takes time here, and the module takes
# no more than a hundredth of it.
step "a disk is refused while the toolstack still gets a guest"
hold $((12548 - $(pool descriptors_used) - 60))
[ "$held_why" = - ] || fail "only $held channels could be taken: $held_why"
wait_until 120 "the level of 90 %" grep -q '^level 0 descriptors 90 ' /run/case/told
refused_disk g2 xvdb
info refused "$(</run/case/refused)"
grep -q "no interrupt descriptor for domain $(domid g2): dom0 uses [0-9]* of 12548, and [0-9]* are kept for the toolstack" /run/case/refused ||
	fail "xenstore says $(</run/case/refused)"
guest_comes g3

step "none at all"
hold 20000
[ "$held_why" != - ] || fail "12,548 descriptors have been enough for 20,000 channels"
info full "$held more: $held_why"
wait_until 120 "the level of 100 %" grep -q '^level 0 descriptors 100 ' /run/case/told
pool toolstack_share 0
at_end "pool toolstack_share 128"
refused_disk g2 xvdb
guest_refused g3
failed=$(pool failed)
# Now it is the kernel that has to say no.
kill $listener
wait $listener || true
irqpool_unload
for vdev in xvdb xvdc xvdd; do refused_disk g2 $vdev; done
info by_kernel "$(</run/case/refused)"
guest_refused g3
irqpool_load
[ $(($(pool failed) - failed)) -ge 4 ] || fail "$(($(pool failed) - failed)) binds failed, of three disks and a guest: nothing was shown"
[ "$(ports_without_interrupt)" = "$unhandled" ] || fail "$(ports_without_interrupt) ports without an interrupt, not $unhandled: some are left behind"

step "the ceiling is raised"
if echo 12000 2>/dev/null >$irqpool_class/pool/descriptors_ceiling; then fail "a ceiling below what is used was taken"; fi
[ "$(pool descriptors_ceiling)" = 12548 ] || fail "the ceiling is $(pool descriptors_ceiling) after a refusal"
pool descriptors_ceiling 20000
[ "$(pool descriptors_ceiling)" = 20000 ] || fail "the ceiling reads $(pool descriptors_ceiling), not 20000"
wanted_disk g2 xvdf
guest_comes g3
hold 2000
[ "$held_why" = - ] || fail "only $held channels more could be taken: $held_why"
expect_same_counts

step "all comes back"
release
wait_until 100 "what was held to be back" eval '[ "$(pool descriptors_used)" -lt 2000 ]'
pool descriptors_ceiling 12548
wanted_disk g2 xvdg
work_end
