# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# What: the reserve of descriptors grows as channels come and shrinks as they go, within what is set, serves who binds, and is given back with the module
# Needs: modules=irqpool timeout=250 programs flavours=custom,debug
[ "$(pool kernel)" = patched ] || fail "the kernel is $(pool kernel)"
at_end release
in_marks() { [ "$(pool reserve)" -ge "$(pool reserve_low)" ] && [ $(($(pool reserve) * 4)) -le $(($(pool reserve_high) * 5)) ]; }
# While it is being filled, two numbers that are read are of two moments.
at_rest() {
	local before
	before="$(pool reserve) $(pool descriptors_used)"
	in_marks || return
	sleep 0.5
	[ "$(pool reserve) $(pool descriptors_used)" = "$before" ]
}
marks() { echo "$(pool reserve) ready, $(pool reserve_low) to $(pool reserve_high)"; }

step "as it is at rest"
wait_until 10 "the reserve to be filled" at_rest
[ "$(pool reserve_high)" = 64 ] || fail "the high mark is $(pool reserve_high) for $(pool channels_used) channels, not 64"
rest=$(marks)
descriptors=$(($(pool descriptors_used) - $(pool reserve)))

step "channels come"
growths=$(pool growths) served=$(pool served) missed=$(pool missed)
hold 4000
[ "$held_why" = - ] || fail "only $held channels could be taken: $held_why"
wait_until 20 "the marks to follow" eval '[ "$(pool reserve_high)" -ge 500 ]'
wait_until 20 "the reserve to grow" in_marks
grown=$(marks)
[ "$(pool growths)" -gt "$growths" ] || fail "the reserve grew $(pool growths) times"
info binds "$(($(pool served) - served)) of 4000 served from the reserve, $(($(pool missed) - missed)) not"
[ $(($(pool served) - served)) -ge 64 ] || fail "only $(($(pool served) - served)) binds were served from the reserve"
[ $(($(pool served) - served + $(pool missed) - missed)) -ge 4000 ] || fail "not every bind is counted"
expect_same_counts

step "within what is set"
pool reserve_max 100
at_end "pool reserve_max 1024"
wait_until 20 "the reserve to shrink to 100" eval '[ "$(pool reserve_high)" = 100 ] && in_marks'
pool reserve_max 2000
pool reserve_min 1500
at_end "pool reserve_min 64"
wait_until 20 "the least that is set" eval '[ "$(pool reserve_high)" = 1500 ] && in_marks'
info set "$(marks)"
pool reserve_max 0
wait_until 20 "there to be none" eval '[ "$(pool reserve)" = 0 ]'
pool reserve_min 64
pool reserve_max 1024
wait_until 20 "the reserve to grow again" eval '[ "$(pool reserve_high)" -ge 500 ] && in_marks'

step "a digit too many"
ceiling=$(pool descriptors_ceiling)
if [ "$ceiling" != max ]; then
	pool descriptors_ceiling 200000
	at_end "pool descriptors_ceiling $ceiling"
fi
pool reserve_max 150000
pool reserve_min 150000
wait_until 20 "the reserve to grow" eval '[ "$(pool reserve)" -ge 2500 ]'
pool reserve_min 64
pool reserve_max 1024
lowered=$(pool reserve) most=0
# in_marks_now: and keep the most that there were before.
in_marks_now() {
	local ready
	ready=$(pool reserve)
	[ "$ready" -le $most ] || most=$ready
	in_marks
}
wait_until 60 "the reserve to shrink again" in_marks_now
info stopped "at $most; there were $lowered when the setting was lowered from 150000"
# A step of the filling that had begun is ended.
[ $most -le $((lowered + 1000)) ] || fail "the reserve grew from $lowered to $most after its setting was lowered"

if [ "$ceiling" != max ]; then
	step "near the ceiling"
	used=$(($(pool descriptors_used) - $(pool reserve)))
	pool descriptors_ceiling $((used + 1000))
	pool reserve_min 1000
	spare=$(($(pool toolstack_share) / 2))
	wait_until 20 "all but half the share to be ready" eval '[ "$(pool reserve)" -ge $((1000 - spare - 50)) ]'
	sleep 3
	left=$(($(pool descriptors_ceiling) - $(pool descriptors_used)))
	info near "$(pool reserve) ready, $left left to devices"
	[ $left -ge $((spare - 10)) ] || fail "the reserve has left $left numbers to the interrupts of devices, not $spare"
	pool reserve_min 64
	pool descriptors_ceiling "$ceiling"
	wait_until 20 "the reserve to be in its marks" in_marks
fi

step "channels go"
release
wait_until 60 "the reserve to shrink" eval '[ "$(pool reserve_high)" = 64 ] && in_marks'
info reserve "at rest $rest; with 4000 channels more $grown; after them $(marks)"
wait_until 30 "their descriptors to be back" eval '[ $(($(pool descriptors_used) - $(pool reserve))) = '"$descriptors ]"

step "with the module it goes, too"
irqpool_unload
irqpool_load
wait_until 10 "the reserve to be filled" at_rest
[ $(($(pool descriptors_used) - $(pool reserve))) = "$descriptors" ] ||
	fail "$(($(pool descriptors_used) - $(pool reserve))) descriptors besides the reserve, not $descriptors"
