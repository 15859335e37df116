# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# What: the trace events say what stat counts, to tracefs, perf and bpftrace alike
# Needs: modules=throttle timeout=150 programs tracers
tracers_mount
tracing=/sys/kernel/tracing
events=$tracing/events/xen_blkthrottle
names=$(cd $events && echo xbt_*)
[ "$names" = "xbt_limit xbt_park xbt_release" ] || fail "the events are $names"
memory_disks 1
at_end self_detach_all
self_attach 0 ${own_disk[0]}
wait_until 60 "the disk to connect" self_connected 0
disk=$(_self_devid 0)
end_of_trace=987654321

# bpftrace wants the kernel's own description of its types, which the debug kernel has
# not got.
with_bpftrace() { [ $debug_kernel = 0 ]; }

step "starting bpftrace, perf and tracefs"
cat >/run/case/program.bt <<-END
	BEGIN { printf("ready\n"); }
	tracepoint:xen_blkthrottle:xbt_park /args->domid == 0/ { @parked = count(); }
	tracepoint:xen_blkthrottle:xbt_release /args->domid == 0/ { @released = count(); @waited = sum(args->waited); @bytes = sum(args->bytes); }
	tracepoint:xen_blkthrottle:xbt_limit /args->devid == $disk/ { @limit[args->knob] = args->value; }
	tracepoint:xen_blkthrottle:xbt_limit /args->value == $end_of_trace/ { exit(); }
END
bpftrace=
if with_bpftrace; then
	$tracer bpftrace /run/case/program.bt >/run/case/bpftrace 2>&1 &
	bpftrace=$!
fi
$tracer perf record -q -a -o /run/case/perf.data -e 'xen_blkthrottle:*' >/run/case/perf-record 2>&1 &
record=$!
$tracer perf stat -x ' ' -o /run/case/perf-stat -a -e 'xen_blkthrottle:xbt_park,xen_blkthrottle:xbt_release' >/run/case/perf-stat-said 2>&1 &
stat=$!
at_end "kill $bpftrace $record $stat 2>/dev/null"
echo 1 >$events/enable
at_end "echo 0 >$events/enable"
echo >$tracing/trace
! with_bpftrace || wait_until 60 "bpftrace to be ready" grep -q ready /run/case/bpftrace
wait_until 30 "perf to record" test -s /run/case/perf.data
sleep 8

step "requests are held, and limits are turned"
set_limit 0 write_iops 30
set_disk_limit 0 $disk read_bps 150000
fio --ioengine=libaio --direct=1 --thread --rw=randrw --bs=4k --size=1m --io_size=512k --iodepth=8 --output=/run/case/fio \
	--name=a --filename="$(self_device 0)"
set_limit 0 write_iops max
set_limit 0 total_iops_burst $end_of_trace
kill -TERM $record
kill -INT $stat
! with_bpftrace || wait $bpftrace || fail "bpftrace: $(tail -n 1 /run/case/bpftrace)"
wait $record $stat || true
grep xbt_ $tracing/trace >/run/case/tracefs
$tracer perf script -i /run/case/perf.data -F event,trace >/run/case/perf 2>/run/case/perf-said ||
	fail "perf script: $(tail -n 1 /run/case/perf-said)"

held=$(($(throttle_stat 0 read_held_ios) + $(throttle_stat 0 write_held_ios)))
waited=$(($(throttle_stat 0 read_wait_ns) + $(throttle_stat 0 write_wait_ns)))
bytes=$(($(throttle_stat 0 read_held_bytes) + $(throttle_stat 0 write_held_bytes)))
info held "$held requests of $bytes bytes for $((waited / 1000000)) ms"
[ "$(throttle_stat 0 read_held_ios)" -gt 0 ] && [ "$(throttle_stat 0 write_held_ios)" -gt 0 ] || fail "not both reads and writes were held: nothing is shown"

# sums FILE: parked, released, ns waited and bytes, of the events as text.
sums() {
	awk '/xbt_park:/ { parked++ }
		/xbt_release:/ { released++; for (i = 1; i <= NF; i++) { if ($i ~ /^waited=/) waited += substr($i, 8); if ($i ~ /^bytes=/) bytes += substr($i, 7) } }
		END { printf "%d %d %.0f %.0f", parked, released, waited, bytes }' "$1"
}
expected="$held $held $waited $bytes"
for how in tracefs perf; do
	[ "$(sums /run/case/$how)" = "$expected" ] || fail "$how saw '$(sums /run/case/$how)' parked, released, ns and bytes; stat says '$expected'"
	for text in "xbt_limit: domid=0 devid=4294967295 knob=write_iops value=30" "xbt_limit: domid=0 devid=$disk knob=read_bps value=150000" \
		"xbt_limit: domid=0 devid=4294967295 knob=write_iops value=18446744073709551615" \
		"xbt_park: domid=0 devid=$disk op=read bytes=4096" "xbt_release: domid=0 devid=$disk op=write bytes=4096 waited="; do
		grep -qF "$text" <(sed 's/  */ /g' /run/case/$how) || fail "$how does not show '$text'"
	done
done
if with_bpftrace; then
	bpf="$(sed -n 's/^@parked: //p' /run/case/bpftrace) $(sed -n 's/^@released: //p' /run/case/bpftrace) $(sed -n 's/^@waited: //p' /run/case/bpftrace) $(sed -n 's/^@bytes: //p' /run/case/bpftrace)"
	[ "$bpf" = "$expected" ] || fail "bpftrace saw '$bpf'; stat says '$expected'"
	grep -qx '@limit\[0\]: 150000' /run/case/bpftrace || fail "bpftrace saw no read_bps of the disk"
fi
counted=$(awk '/xbt_/ { printf "%s ", $1 }' /run/case/perf-stat)
[ "$counted" = "$held $held " ] || fail "perf stat counted '$counted' instead of $held each"
info seen "by tracefs, perf record, perf stat$(with_bpftrace && echo " and bpftrace"): the same"

step "nobody traces: nothing is recorded"
echo 0 >$events/enable
echo >$tracing/trace
set_limit 0 read_bps 10000000
[ "$(grep -c xbt_ $tracing/trace)" = 0 ] || fail "an event was recorded that nobody asked for"
self_detach_all
