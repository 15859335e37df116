# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# What: an unmodified kernel runs out of descriptors and forgets the ports of the binds that fail; xen-irqpool finds and closes them, and keeps disks from getting there
# Needs: modules=irqpool timeout=500 programs kernels=6.1 flavours=stock
[ "$(pool kernel) $(pool descriptors_ceiling)" = "unmodified 12548" ] ||
	fail "the kernel is $(pool kernel), with $(pool descriptors_ceiling) descriptors"
need_guests "g1" "g2"
at_end release
work_begin g1
irqpool_unload
unhandled=$(ports_without_interrupt)

step "control: without the module, binds that fail leave ports behind"
hold 20000
info descriptors "$held were to be had: $held_why"
[ "$held_why" != - ] || fail "12,548 descriptors have been enough for 20,000 channels"
for vdev in xvdb xvdc xvdd; do refused_disk g2 $vdev; done
info stock "$(</run/case/refused)"
guest_refused g3
release
wait_until 100 "what was held to be back" eval '[ "$(handled_by_linux)" -lt 2000 ]'
left=$(($(ports_without_interrupt) - unhandled))
info left "$left ports"
[ $left -ge 3 ] || fail "$left ports are left behind, of three binds that failed: nothing is shown"

step "the module finds and closes them"
irqpool_load
wait_until 30 "the pool to count them" eval '[ "$(kind pool left)" -ge '"$left ]"
wait_until 200 "them to be closed" eval '[ "$(pool reclaimed)" = '"$left ]"
[ "$(ports_without_interrupt)" = "$unhandled" ] || fail "$(ports_without_interrupt) ports without an interrupt, not $unhandled"
expect_same_counts
guest_comes g3

step "with it, a disk is refused before it comes to that"
hold $((12548 - $(pool descriptors_used) - 60))
[ "$held_why" = - ] || fail "only $held channels could be taken: $held_why"
wait_until 30 "the pool to know" eval '[ "$(pool descriptors_used)" -ge 12480 ]'
refused_disk g2 xvde
info refused "$(</run/case/refused)"
grep -q "no interrupt descriptor for domain $(domid g2): dom0 uses [0-9]* of 12548, and [0-9]* are kept for the toolstack" /run/case/refused ||
	fail "xenstore says $(</run/case/refused)"
[ "$(ports_without_interrupt)" = "$unhandled" ] || fail "$(ports_without_interrupt) ports without an interrupt, not $unhandled"
guest_comes g3
release
wait_until 100 "what was held to be back" eval '[ "$(pool descriptors_used)" -lt 2000 ]'
wanted_disk g2 xvdf
work_end
