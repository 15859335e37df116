# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# What: a guest is held at its quota: the device that is too much is refused and says why, its others and all other guests go on; a higher quota lets it in; what is kept for the toolstack starts a guest when backends get nothing
# Needs: modules=irqpool timeout=250 programs
network_up
need_guests "g1 vcpus=2 net=11 disks=\"g1-a:64\"" "g2 net=12 disks=\"g2-a:64\""
domid=$(domid g1)
wait_until 40 "$irqpool_class to have g1" test -d "$irqpool_class/dom$domid"
jobs=("$(verify_start g1 xvda 8)" "$(verify_start g2 xvda 8)")
used=$(channels "$domid" used)
said() { messages | grep -c "domain $domid has .* event channels it may have" || true; }
has_disk() { guest_try g1 "[ -b /dev/$1 ]"; }

step "control: without a quota that is reached, the disk comes"
guest_attach g1 xvdc "$(disk g1-c 64)"
wait_until 30 "g1 to see xvdc" has_disk xvdc
rings=$(($(channels "$domid" used) - used))
[ $rings = 2 ] || fail "a disk took $rings channels, not 2"
xl block-detach g1 xvdc
wait_until 20 "its channels to be back" eval '[ "$(channels "$domid" used)" = "$used" ]'
[ "$(said)" = 0 ] && [ "$(channels "$domid" refused)" = 0 ] || fail "something was refused before there was a quota"

step "one channel short: the disk is refused"
channels "$domid" quota $((used + 1))
[ "$(channels "$domid" quota)" = $((used + 1)) ] || fail "the quota reads $(channels "$domid" quota)"
evtchns events >/run/case/told &
at_end "kill $!"
wait_until 10 "/dev/xen/irqpool to be open" grep -q ready /run/case/told
xl block-attach g1 "format=raw,vdev=xvdd,access=rw,script=/project/dom0/block-direct,target=$(disk g1-d 64)" >/run/case/attach 2>&1 || true
wait_until 20 "a refusal" eval '[ "$(channels "$domid" refused)" -gt 0 ]'
info refused "$(channels "$domid" refused)"
[ "$(said)" -gt 0 ] || fail "the kernel's log does not say why"
wait_until 10 "xenstore to say why" eval '[ -n "$(refusals_of "$domid")" ]'
info xenstore "$(refusals_of "$domid" | head -n 1 | cut -c 1-300)"
grep -q "domain $domid has $((used + 1)) of the $((used + 1)) event channels it may have; raise $irqpool_class/dom$domid/quota" \
	<<<"$(refusals_of "$domid")" || fail "xenstore says: $(refusals_of "$domid")"
wait_until 5 "/dev/xen/irqpool to tell" eval '[ "$(wc -l </run/case/told)" -gt 1 ]'
[[ $(sed -n 2p /run/case/told) == "refused-quota $domid "* ]] ||
	fail "/dev/xen/irqpool says first: $(sed -n 2p /run/case/told), not refused-quota of $domid"
wait_until 20 "its channels to be given back" eval '[ "$(channels "$domid" used)" = "$used" ]'
! has_disk xvdd || fail "g1 has the disk that was refused"
[ "$(channels "$(domid g2)" refused)" = 0 ] || fail "g2 was refused something, too"

step "its other devices, and the other guest"
exchange 20 20000
for guest in g1 g2; do verify_wait $guest "${jobs[0]}"; jobs=("${jobs[@]:1}"); done

step "a higher quota lets it in"
xl block-detach g1 xvdd --force >/dev/null 2>&1 || true
wait_until 20 "the refused disk to be gone" eval "! [ -e /sys/bus/xen-backend/devices/vbd-$domid-51760 ]"
channels "$domid" quota $((used + 2))
guest_attach g1 xvde "$(disk g1-e 64)"
wait_until 30 "g1 to see xvde" has_disk xvde
[ "$(channels "$domid" used)" = $((used + 2)) ] || fail "g1 has $(channels "$domid" used) channels, not $((used + 2))"

step "what is left below a ceiling is the toolstack's"
other=$(domid g2)
pool toolstack_share $(($(pool channels_ceiling) - $(pool channels_used)))
at_end "pool toolstack_share 128"
xl block-attach g2 "format=raw,vdev=xvdf,access=rw,script=/project/dom0/block-direct,target=$(disk g2-f 64)" >/run/case/attach 2>&1 || true
wait_until 20 "a refusal" eval '[ "$(channels "$other" refused)" -gt 0 ]'
wait_until 10 "xenstore to say why" eval '[ -n "$(refusals_of "$other")" ]'
info share "$(refusals_of "$other" | head -n 1 | cut -c 1-300)"
grep -q "no event channel for domain $other: dom0 uses [0-9]* of 131071, and [0-9]* are kept for the toolstack" \
	<<<"$(refusals_of "$other")" || fail "xenstore says: $(refusals_of "$other")"
# A guest without devices takes xenstored and xenconsoled only, and answers.
guest_create g3 disks=
guest_run g3 true
guest_destroy g3
pool toolstack_share 128
xl block-detach g2 xvdf --force >/dev/null 2>&1 || true
guest_attach g2 xvdg "$(disk g2-g 64)"
wait_until 30 "g2 to see xvdg" guest_try g2 "[ -b /dev/xvdg ]"

step "a quota below what is used takes nothing away"
refused=$(channels "$domid" refused)
channels "$domid" quota 0
verify g1 xvde 2
[ "$(channels "$domid" used)" = $((used + 2)) ] || fail "g1 has $(channels "$domid" used) channels, not $((used + 2))"
[ "$(channels "$domid" refused)" = "$refused" ] || fail "something was refused that nobody asked for"
channels "$domid" quota default
guest_destroy g1
wait_until 60 "$irqpool_class to forget g1" eval "! [ -e $irqpool_class/dom$domid ]"
