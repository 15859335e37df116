# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# What: xen-irqpool is loaded and unloaded while guests work and disks come and go: nothing is disturbed, and each time it knows all there is
# Needs: modules=irqpool timeout=250
need_guest g1 disks="g1-a:64 g1-b:64"
domid=$(domid g1)
job=$(verify_start g1 xvda 12)
loops=0
done_yet() { xenstore-exists "$(guest_path g1)/data/rc/$job"; }
memory_disks 1
at_end self_detach_all

# A disk of dom0's own, again and again: a bind or unbind is often under way.
come_and_go() {
	while [ ! -e /run/case/stop ]; do
		self_attach 0 ${own_disk[0]}
		wait_until 30 "vbd 0 to connect" self_connected 0
		self_detach_all
		echo >>/run/case/comings
	done
}
: >/run/case/comings
come_and_go &
comings=$!
step "loading and unloading"
while ! done_yet || [ $loops -lt 10 ]; do
	irqpool_unload
	sleep 0.$((RANDOM % 5))
	irqpool_load
	[ "$(channels "$domid" quota)" = default ] || fail "a quota of before is in force: $(channels "$domid" quota)"
	channels "$domid" quota 100
	loops=$((loops + 1))
	[ $loops -lt 300 ] || fail "fio is not done after $loops loops"
	sleep 0.$((RANDOM % 5))
done
touch /run/case/stop
wait $comings
verify_wait g1 "$job"
info loops "$loops, while a disk came $(wc -l </run/case/comings) times"
[ "$(wc -l </run/case/comings)" -ge 2 ] || fail "the disk came only $(wc -l </run/case/comings) times: nothing is shown"

step "what was bound before it was loaded counts, too"
used=$(channels "$domid" used)
channels "$domid" quota "$used"
xl block-attach g1 "format=raw,vdev=xvdd,access=rw,script=/project/dom0/block-direct,target=$(disk g1-d 64)" >/dev/null 2>&1 || true
wait_until 20 "a refusal" eval '[ "$(channels "$domid" refused)" -gt 0 ]'
xl block-detach g1 xvdd --force >/dev/null 2>&1 || true
expect_same_counts
