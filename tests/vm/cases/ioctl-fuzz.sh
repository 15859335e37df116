# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# What: hostile callers of /dev/xen/blkthrottle while disks come and go and a guest writes: its data is right, nothing hangs or leaks
# Needs: modules=throttle timeout=300 programs long
need_guest smp vcpus=2 disks="smp-a:64"
domid=$(domid smp)
seconds=${FUZZ_SECONDS:-$((25 * patience))}
seed=${FUZZ_SEED:-$((RANDOM * 32768 + RANDOM))}
info seed "$seed"
devids=51712,$(_self_devid 0),$(_self_devid 1)
memory_disks 2
at_end self_detach_all

[ "$(throttle-fuzz "$seed" --draw 2000 "$domid,0" $devids)" = "$(throttle-fuzz "$seed" --draw 2000 "$domid,0" $devids)" ] ||
	fail "the same seed gives other calls"
[ "$(throttle-fuzz "$seed" --draw 2000 "$domid,0" $devids)" != "$(throttle-fuzz $((seed + 1)) --draw 2000 "$domid,0" $devids)" ] ||
	fail "another seed gives the same calls"

# Two disks of dom0's own, again and again; says how often.
come_and_go() {
	local times=0
	echo 0 >/run/case/times
	while [ ! -e /run/case/stop ]; do
		self_attach 0 ${own_disk[0]}
		self_attach 1 ${own_disk[1]}
		wait_until 30 "vbd 0 to connect" self_connected 0
		self_detach_all
		times=$((times + 1))
		echo $times >/run/case/times
	done
}

# What the kernel holds that it would not give back, in KiB.
kernel_memory() {
	sync
	echo 3 >/proc/sys/vm/drop_caches
	awk '/^(SUnreclaim|VmallocUsed|Percpu):/ { sum += $2 } END { print sum }' /proc/meminfo
}

# Once in advance: what is allocated with the first disk and stays is no leak.
step "once without the fuzzer"
touch /run/case/stop
rm /run/case/stop
self_attach 0 ${own_disk[0]}
wait_until 30 "vbd 0 to connect" self_connected 0
self_detach_all
throttle-fuzz 1 1 "$domid" 51712 >/dev/null
clear_limits
before=$(kernel_memory)

step "fuzzing for $seconds s, seed $seed"
job=$(verify_start smp xvda 8)
come_and_go &
comings=$!
# Where the host is busy, disks take longer to come than the fuzzer to end.
for round in {0..4}; do
	timeout -s KILL $((seconds + 60)) throttle-fuzz $((seed + round)) "$seconds" "$domid,0" $devids >/run/case/fuzz ||
		fail "the fuzzer: $(tail -n 1 /run/case/fuzz)"
	[ "$(</run/case/times)" -lt 2 ] || break
done
touch /run/case/stop
# What is held back by the limits of the last round keeps a disk from going.
clear_limits
wait $comings
step "after the fuzzer"
verify_wait smp "$job"
info fuzzed "$(sed -n 2p /run/case/fuzz)"
info disks "attached and detached $((2 * $(</run/case/times))) times"
info calls "$(sed 1,2d /run/case/fuzz | tr '\n' ';')"
[ "$(</run/case/times)" -ge 2 ] || fail "disks came only $(</run/case/times) times: little is shown"
# It has met what it looks for: each call has succeeded and has failed in each way.
for wanted in "set: "{0,EFAULT,EINVAL,E2BIG,ENOENT} "get: "{0,EFAULT,EINVAL,E2BIG,ENOENT} "reset: "{0,EFAULT,EINVAL,ENOENT} "info: "{0,EFAULT} \
	"read: "{0,EFAULT,EAGAIN,EINVAL} "poll: "{0,EINTR} "unknown call: ENOTTY"; do
	grep -q "^$wanted: " /run/case/fuzz || fail "the fuzzer has not seen '$wanted'"
done

step "nothing stuck, nothing leaked, limits can be set"
[ "$(throttle_stat "$domid" write_waiting_ios) $(throttle_stat "$domid" read_waiting_ios)" = "0 0" ] || fail "requests still wait"
wait_until 20 "dom0 to leave $throttle_class" _no_class_device 0
throttle-ioctl set "$domid" - read_bps 4321 "$domid" 51712 total_iops_peak 1234
[ "$(get_limit "$domid" read_bps) $(<"$(throttle_folder "$domid" 51712)/total_iops_peak")" = "4321 1234" ] || fail "limits cannot be set any more"
clear_limits
verify smp xvda 2
after=$(kernel_memory)
info kernel_memory "$before KiB before, $after KiB after"
[ $((after - before)) -le 6144 ] || fail "the kernel holds $((after - before)) KiB more than before"
throttle_unload
throttle_load
