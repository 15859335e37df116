# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# What: dom0 attaches 256 vbds and 64 vifs to itself (32 and 8 on the debug kernel), which all leave again: every channel is counted, by independent counts, and comes back
# Needs: modules=irqpool timeout=900 clock=icount xen=gnttab_max_frames=256 long
vbds=$((debug_kernel ? 32 : 256)) vifs=$((debug_kernel ? 8 : 64))
# The counted clock, for each device is a hundred messages between processors that
# sleep in between.
destroy_all_guests
expect_same_counts
before=$(pool channels_used)
descriptors=$(descriptors_taken)
handled=$(handled_by_linux)
modprobe null_blk nr_devices=0
disk=/sys/kernel/config/nullb/irq
mkdir $disk
at_end rmdir $disk
echo 4 >$disk/size
echo 1 >$disk/memory_backed
echo 1 >$disk/power
name=irq
[ -b /dev/irq ] || name=nullb$(<$disk/index)

# Each device that comes or goes waits for several grace periods, one after another.
echo 1 >/sys/kernel/rcu_expedited
at_end "echo 0 >/sys/kernel/rcu_expedited"
# Otherwise each ring of the front end's holds four megabytes of pages.
echo N >/sys/module/xen_blkback/parameters/feature_persistent
at_end "echo Y >/sys/module/xen_blkback/parameters/feature_persistent"
step "attaching $vbds vbds"
at_end self_detach_all
self_attach_many $vbds "$name"
step "attaching $vifs vifs"
self_vif_attach_many $vifs
expect_same_counts
info channels "$before before, $(pool channels_used) with all, $(tr '\n' ' ' <$irqpool_class/dom0/kinds)"
# Both ends are dom0's: a vbd takes at least two channels, a vif four.
[ "$(kind 0 vbd)" -ge $((2 * vbds)) ] || fail "only $(kind 0 vbd) channels of vbds"
[ "$(kind 0 vif)" -ge $((2 * vifs)) ] || fail "only $(kind 0 vif) channels of vifs"
[ $(($(handled_by_linux) - handled)) = $(($(pool channels_used) - before)) ] ||
	fail "$(($(pool channels_used) - before)) channels more, /proc/interrupts has $(($(handled_by_linux) - handled)) more"

step "detaching the vifs"
self_vif_detach_all
step "detaching the vbds"
self_detach_all
wait_until 30 "all channels to be back" eval '[ "$(pool channels_used)" = "$before" ]'
wait_until 30 "all descriptors to be back" eval '[ "$(descriptors_taken)" = "$descriptors" ]'
wait_until 10 "/proc/interrupts to be as before" eval '[ "$(handled_by_linux)" = "$handled" ]'
expect_same_counts
