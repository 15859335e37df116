# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# What: who reads /dev/xen/blkthrottle or polls stat is told of domains, disks, limits and throttling, in order, and of what it missed
# Needs: modules=throttle timeout=120 programs
# Guests of earlier cases have events of their own.
destroy_all_guests
memory_disks 2
at_end self_detach_all
disk=$(_self_devid 0)
other=$(_self_devid 1)

# in_order NAME: the times of its events do not fall.
in_order() {
	awk '/^[0-9]/ && $1 < last { exit 1 } /^[0-9]/ { last = $1 }' "/run/case/events-$1" || fail "the times of the events of $1 are not in order"
}
# expect_events NAME LINE...: these, and no others, in this order.
expect_events() {
	local name=$1
	shift
	printf '%s\n' "$@" >/run/case/wanted
	wait_until 10 "the reader $name to have $# events" has_events "$name" $#
	events_of "$name" >"/run/case/got-$name"
	diff /run/case/wanted "/run/case/got-$name" >/run/case/events.diff ||
		fail "the reader $name got: $(grep '^[<>]' /run/case/events.diff | head -n 4 | tr '\n' ' ')"
	in_order "$name"
	[ "$(awk '/^[0-9]/ { sum += $7 } END { print sum }' "/run/case/events-$name")" = 0 ] || fail "the reader $name is told of lost events"
}
has_events() { [ "$(events_of "$1" | wc -l)" -ge "$2" ]; }

step "disks and limits come and go, before two readers"
events_start blocking --bytes 40
blocking=$reader
events_start polling --timeout 100
polling=$reader
self_attach 0 ${own_disk[0]}
wait_until 60 "the disk to connect" self_connected 0
throttle-ioctl set 0 $disk total_iops 3000
self_attach 1 ${own_disk[1]}
wait_until 60 "the other disk to connect" self_connected 1
echo 123456789 >$throttle_parameters/default_read_bps
set_limit 0 write_bps 5000000
echo max >$throttle_parameters/default_read_bps
set_disk_limit 0 $disk write_iops_burst 77
throttle-ioctl set 0 - write_bps max 0 - read_bps 999999999 0 $disk iops_size 4096
throttle-ioctl set 0 - write_bps 1 0 - read_bps 0 2>/dev/null && fail "a rate of 0 was accepted"
if echo 0 2>/dev/null >"$(throttle_folder 0)/write_bps"; then fail "a rate of 0 was accepted"; fi
clear_knob "$(throttle_folder 0)/read_bps"
for knob in total_iops write_iops_burst iops_size; do clear_knob "$(throttle_folder 0 $disk)/$knob"; done
self_detach 0
self_detach_all
for name in blocking polling; do
	expect_events $name \
		"domain-added 0 - - -" "vbd-added 0 $disk - -" \
		"limit-changed 0 $disk total_iops 3000" "vbd-added 0 $other - -" \
		"limit-changed 0 - read_bps 123456789" "limit-changed 0 - write_bps 5000000" \
		"limit-changed 0 $disk write_iops_burst 77" \
		"limit-changed 0 - write_bps max" "limit-changed 0 - read_bps 999999999" "limit-changed 0 $disk iops_size 4096" \
		"limit-changed 0 - read_bps max" "limit-changed 0 $disk total_iops max" \
		"limit-changed 0 $disk write_iops_burst auto" "limit-changed 0 $disk iops_size 0" \
		"vbd-removed 0 $disk - -" "vbd-removed 0 $other - -" "domain-removed 0 - - -"
done
kill $blocking $polling
wait $blocking $polling || true

step "throttling begins and ends; stat wakes who polls it"
for i in 0 1; do self_attach $i ${own_disk[i]}; done
for i in 0 1; do wait_until 60 "vbd $i to connect" self_connected $i; done
set_limit 0 write_iops 50
events_start throttled --timeout 100
throttled=$reader
polls=()
for file in "$(throttle_folder 0)/stat" "$(throttle_folder 0 $disk)/stat"; do
	throttle-ioctl poll-stat "$file" 2 60 >"/run/case/poll-${#polls[@]}" 2>&1 &
	polls+=($!)
done
throttle-ioctl poll-stat "$(throttle_folder 0)/stat" 3 5 >/run/case/poll-more 2>&1 &
more=$!
for name in 0 1 more; do wait_until 10 "stat to be polled" grep -q ready "/run/case/poll-$name"; done
before=$(throttle_stat 0 write_throttled_ns)
fio --ioengine=libaio --direct=1 --thread --rw=randwrite --bs=4k --size=1m --number_ios=25 --iodepth=25 --iodepth_batch=25 --output=/run/case/fio \
	--name=a --filename="$(self_device 0)"
expect_events throttled "throttle-began 0 - - -" "throttle-ended 0 - - -"
waited_ms=$((($(throttle_stat 0 write_throttled_ns) - before) / 1000000))
lasted_ms=$(awk '/began/ { began = $1 } /ended/ { printf "%d", ($1 - began) / 1e6 }' /run/case/events-throttled)
info throttled "from $waited_ms ms of waiting, $lasted_ms ms between the events"
[ $waited_ms -ge 200 ] || fail "requests waited for $waited_ms ms only: nothing is shown"
# A request's waiting counts from when it was asked about; that throttling began is
# noted when it is held, and who asks may stand still in between.
[ $lasted_ms -ge $((waited_ms + 50)) ] && [ $lasted_ms -lt $((waited_ms + 100 + 400 * patience)) ] ||
	fail "requests waited for $waited_ms ms and throttling lasted $lasted_ms ms, not 100 ms longer"
for i in 0 1; do
	wait ${polls[i]} || fail "who polls stat number $i was not woken twice: $(tail -n 1 /run/case/poll-$i)"
	[ "$(grep -c '^woken a ' /run/case/poll-$i)" = 2 ] || fail "stat number $i: $(tail -n 1 /run/case/poll-$i)"
done
if wait $more; then fail "who polls stat was woken three times"; fi
[ "$(tail -n 1 /run/case/poll-more)" = timeout ] || fail "poll says $(tail -n 1 /run/case/poll-more)"

step "a disk that goes while requests wait"
set_limit 0 write_iops 1
fio --ioengine=libaio --direct=1 --thread --rw=randwrite --bs=4k --size=1m --number_ios=8 --iodepth=8 --output=/run/case/fio \
	--name=a --filename="$(self_device 0)" &
writer=$!
wait_until 20 "requests to wait" is_holding 0
# Raised for the front end, which waits for its requests before it goes.
set_limit 0 write_iops 1000000
wait $writer
# Or it would end with the domain.
wait_until 10 "throttling to end" has_events throttled 6
self_detach_all
wait_until 20 "dom0 to leave $throttle_class" _no_class_device 0
expect_events throttled "throttle-began 0 - - -" "throttle-ended 0 - - -" \
	"limit-changed 0 - write_iops 1" "throttle-began 0 - - -" "limit-changed 0 - write_iops 1000000" \
	"throttle-ended 0 - - -" "vbd-removed 0 $disk - -" "vbd-removed 0 $other - -" "domain-removed 0 - - -"
kill $throttled
wait $throttled || true

step "who does not wait, and who has no room"
throttle-ioctl events --nonblock --count 1 >/run/case/nonblock 2>&1 && fail "a read without events gave some"
grep -q "Resource temporarily unavailable" /run/case/nonblock || fail "O_NONBLOCK gives: $(tail -n 1 /run/case/nonblock)"
throttle-ioctl events --bytes 39 --count 1 >/run/case/short 2>&1 && fail "39 bytes were room enough"
grep -q "Invalid argument" /run/case/short || fail "a read of 39 bytes gives: $(tail -n 1 /run/case/short)"
throttle-ioctl events --timeout 0.3 >/run/case/quiet
[ "$(tail -n 1 /run/case/quiet)" = timeout ] || fail "poll woke without an event"

step "who is too slow loses the oldest, and is told how many"
self_attach 0 ${own_disk[0]}
wait_until 60 "the disk to connect" self_connected 0
events_start slow --after /run/case/go --count 1025
slow=$reader
events_start quick --count 1124
quick=$reader
number=0
for call in 1 2 3 4; do
	settings=()
	for ((i = 0; i < 281; i++)); do settings+=(0 - read_bps $((1000000000 + number++))); done
	throttle-ioctl set "${settings[@]}"
	wait_until 20 "the quick reader" has_events quick $number
done
touch /run/case/go
wait_until 20 "the slow reader" has_events slow 1024
set_limit 0 read_bps 2000000000
wait $slow $quick
last=$((1000000000 + number - 1))
awk '/^[0-9]/ { if ($7 != 0) exit 1 }' /run/case/events-quick || fail "the quick reader lost events"
[ "$(events_of quick | tail -n 1)" = "limit-changed 0 - read_bps $last" ] || fail "the quick reader ends with $(events_of quick | tail -n 1)"
awk -v at=$((last - 1023)) '
	/^[0-9]/ { if ($7 != (n ? 0 : 100) || $6 != (n == 1024 ? 2000000000 : at + n)) exit 1; n++ }
	END { exit n != 1025 }' /run/case/events-slow ||
	fail "the slow reader did not lose exactly the first 100 of 1124: $(sed -n 2p /run/case/events-slow)"
in_order slow
self_detach_all

step "an open device keeps the module"
events_start holder
holder=$reader
if rmmod xen_blkthrottle 2>/run/case/rmmod; then fail "the module went while its device was open"; fi
grep -q "in use" /run/case/rmmod || fail "rmmod says $(</run/case/rmmod)"
kill $holder
wait $holder || true
throttle_unload
[ ! -e /dev/xen/blkthrottle ] || fail "the device is still there"
throttle_load
