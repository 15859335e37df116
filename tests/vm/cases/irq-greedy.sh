# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# What: a guest asks for as many queues and devices as it can get: it is never above its quota, what it has works, its neighbour gets all that it asks for
# Needs: modules=irqpool timeout=400 programs long
for driver in xen_blkback xen_netback; do
	echo 4 >/sys/module/$driver/parameters/max_queues
	at_end "nproc >/sys/module/$driver/parameters/max_queues"
done
network_up
destroy_all_guests
need_guests "g1 vcpus=4 memory=384 net=11 disks=\"g1-a:64\"" "g2 net=12 disks=\"g2-a:64\""
domid=$(domid g1)
neighbour=$(domid g2)
wait_until 5 "$irqpool_class to have g1" test -d "$irqpool_class/dom$domid"
begin=$(channels "$domid" used)
quota=$((begin + 6))
channels "$domid" quota $quota
info quota "$quota, of which $begin are in use: $(tr '\n' ' ' <$irqpool_class/dom$domid/kinds)"
[ "$(kind "$domid" vbd)" = 4 ] || fail "the first disk took $(kind "$domid" vbd) channels, not 4"
job=$(verify_start g2 xvda 8)

# Whoever looks, however often, sees no more than the quota.
watch_used() {
	while [ ! -e /run/case/enough ]; do
		channels "$domid" used
		sleep 0.05
	done >>/run/case/seen
}
watch_used &
watcher=$!

step "control: each of these is let in where there is room"
guest_attach g2 xvdc "$(disk g2-c 64)"
guest_attach g1 xvdc "$(disk g1-c 64)"
wait_until 30 "g1 to see xvdc" guest_try g1 "[ -b /dev/xvdc ]"
[ "$(kind "$domid" vbd)" = 8 ] || fail "two disks took $(kind "$domid" vbd) channels, not 8"

step "more disks and vifs than fit"
for letter in d e f; do
	xl block-attach g1 "format=raw,vdev=xvd$letter,access=rw,script=/project/dom0/block-direct,target=$(disk g1-$letter 64)" >>/run/case/attach 2>&1 || true
done
xl network-attach g1 mac=00:16:3e:77:01:31 "bridge=$bridge" script=/project/dom0/vif-direct >>/run/case/attach 2>&1 || true
wait_until 30 "all of them to be refused" eval '[ "$(refusals_of '"$domid"' | wc -l)" -ge 4 ]'
touch /run/case/enough
wait $watcher
info seen "$(sort -n /run/case/seen | uniq -c | awk '{ printf "%s channels %s times, ", $2, $1 }')"
[ "$(sort -n /run/case/seen | tail -n 1)" -le $quota ] || fail "g1 had $(sort -n /run/case/seen | tail -n 1) channels of $quota"
[ "$(channels "$neighbour" refused)" = 0 ] || fail "g2 was refused something"

step "what they have works"
guest_attach g2 xvdd "$(disk g2-d 64)"
wait_until 30 "g2 to see xvdd" guest_try g2 "[ -b /dev/xvdd ]"
verify g1 xvdc 8
verify_wait g2 "$job"
exchange 20 20000
expect_same_counts
destroy_all_guests
