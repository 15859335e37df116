# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# What: every event channel of dom0 is counted, by domain and kind, as Xen itself counts them; with guests, with none, and as they come and go
# Needs: modules=irqpool timeout=200 programs
[ "$(pool channels_ceiling)" = 131071 ] || fail "the ceiling of FIFO channels reads $(pool channels_ceiling)"
[ "$(pool kernel)" = "$kernel_word" ] || fail "this kernel, $(uname -r), is called $(pool kernel), not $kernel_word"
marks="$(pool reserve_low) $(pool reserve_high)"
[ "$kernel_word $marks" = "unmodified 0 0" ] || [ "$kernel_word $marks" = "patched 32 64" ] ||
	fail "on a kernel that is $kernel_word the reserve's marks are $marks"
destroy_all_guests
wait_until 60 "the channels of earlier guests to go" eval '[ "$(ls -d $irqpool_class/dom*)" = $irqpool_class/dom0 ]'
expect_same_counts
before=$(pool channels_used)
descriptors=$(descriptors_taken)
[ "$(kind pool virq)" -gt 0 ] && [ "$(kind pool ipi)" -gt 0 ] || fail "no virq and ipi among $(tr '\n' ' ' <$irqpool_class/pool/kinds)"

step "two guests"
network_up
need_guests "g1 vcpus=2 net=11 disks=\"g1-a:64 g1-b:64\"" "g2 net=12 disks="
expect_same_counts
for guest in g1 g2; do
	domid=$(domid $guest)
	wait_until 40 "$irqpool_class to have $guest" test -d "$irqpool_class/dom$domid"
	[ "$(kind "$domid" xenstore) $(kind "$domid" console)" = "1 1" ] ||
		fail "$guest has $(tr '\n' ' ' <"$irqpool_class/dom$domid/kinds")"
done
# Two disks with two rings each; two queues with a channel for each direction.
info g1 "$(tr '\n' ' ' <"$irqpool_class/dom$(domid g1)/kinds")"
[ "$(kind "$(domid g1)" vbd)" = 4 ] || fail "g1 has $(kind "$(domid g1)" vbd) channels for its disks, not 4"
[ "$(kind "$(domid g1)" vif)" -ge 4 ] || fail "g1 has $(kind "$(domid g1)" vif) channels for its vif, not 4"
[ "$(kind pool left) $(kind pool other)" = "0 0" ] || fail "kinds unknown: $(tr '\n' ' ' <$irqpool_class/pool/kinds)"
# Each channel that Linux handles is a line of /proc/interrupts.
handled=$(($(pool channels_used) - $(kind pool unbound)))
[ "$(handled_by_linux)" = $handled ] || fail "/proc/interrupts has $(handled_by_linux) event channels, not $handled"
grown=$(($(pool channels_used) - before))
[ $(($(descriptors_taken) - descriptors)) = $grown ] ||
	fail "$grown channels more, but $(($(descriptors_taken) - descriptors)) descriptors"

step "what the forecast says"
guests=$(($(channels "$(domid g1)" used) + $(channels "$(domid g2)" used)))
ceiling=$(pool channels_ceiling)
fit=$(((ceiling - $(pool channels_used) - $(pool toolstack_share)) * 2 / guests))
info forecast "$(pool first_ceiling): $(pool guests_fit) guests more"
[ "$(pool first_ceiling) $(pool guests_fit)" = "channels $fit" ] || [ "$(pool first_ceiling)" = descriptors ] ||
	fail "$(pool guests_fit) guests are to fit, not $fit"

step "a disk that comes and goes"
used=$(channels "$(domid g2)" used)
guest_attach g2 xvdz "$(disk g2-z 64)"
wait_until 20 "a channel more" eval '[ "$(channels "$(domid g2)" used)" = $((used + 1)) ]'
expect_same_counts
xl block-detach g2 xvdz
wait_until 20 "a channel less" eval '[ "$(channels "$(domid g2)" used)" = "$used" ]'

step "guests that go"
gone=$(domid g1)
destroy_all_guests
wait_until 60 "$irqpool_class to forget g1" eval "! [ -e $irqpool_class/dom$gone ]"
wait_until 20 "all channels to be back" eval '[ "$(pool channels_used)" = "$before" ]'
wait_until 20 "all descriptors to be back" eval '[ "$(descriptors_taken)" = "$descriptors" ]'
expect_same_counts
[ "$(pool guests_fit)" = max ] || fail "without a guest, $(pool guests_fit) are to fit"
