# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# What: a burst is spent at its peak rate, then the sustained limit holds; iops_size weighs large requests
# Needs: modules=throttle timeout=180 clock=icount
need_guest measured disks="measured-a:64:memory"
domid=$(domid measured)

# write_ms MEGABYTES: how long the guest takes to write so much, in ms.
write_ms() {
	guest_fio measured --filename=/dev/xvda --name=burst --rw=write --bs=64k --iodepth=8 --size="$1m" |
		fio_json_value .write.runtime
}

# took LEAST MOST MS WHAT
took() {
	info "${4// /_}" "$3 ms"
	[ "$3" -ge "$1" ] && [ "$3" -le "$2" ] || fail "$4 took $3 ms, not $1 to $2"
}

step "without a burst: 4 MiB at 1 MB/s"
set_limit "$domid" write_bps 1000000
took 4080 4300 "$(write_ms 4)" "4 MiB without a burst"

step "a burst of 4 MiB, as fast as it goes"
set_limit "$domid" write_bps_burst $((4 << 20))
sleep 4.5
took 1 700 "$(write_ms 4)" "a burst without a peak"

step "a burst of 4 MiB at a peak of 4 MB/s"
set_limit "$domid" write_bps_peak 4000000
sleep 4.5
# 4 MiB at 4 MB/s, less what the peak itself lets through at once (1/64 s).
took 980 1150 "$(write_ms 4)" "a burst at its peak"

step "a burst at its peak, and when it is spent, 1 MB/s again"
sleep 4.5
# While 4 MB/s leave, 1 MB/s flows in: the 4 MiB last for 1.4 s and 5.6 MB; the
# other 2.8 MB of 8 MiB go at 1 MB/s.
took 4050 4350 "$(write_ms 8)" "8 MiB with a burst of 4"

step "a peak in IOs"
clear_limits
set_limit "$domid" write_iops 10
set_limit "$domid" write_iops_burst 64
set_limit "$domid" write_iops_peak 64
# 64 requests of 64 KiB at 64 a second.
took 900 1100 "$(write_ms 4)" "a burst in IOs"

step "iops_size"
clear_limits
set_limit "$domid" write_iops 1000
took 1 400 "$(write_ms 4)" "64 IOs of 1000 a second"
set_limit "$domid" iops_size 4096
# Each of the 64 requests is 16 I/Os now: 1024, of which 15 are there already.
took 980 1100 "$(write_ms 4)" "1024 IOs of 1000 a second"
