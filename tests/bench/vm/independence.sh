# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# What: reads beside writes that are held back, against reads alone, on one vbd
# Needs: modules=throttle timeout=300 clock=icount
. /project/cases/lib/figures.sh
. /project/cases/lib/io-max.sh
limit=1000000
seconds=4
! quick || seconds=1.5
need_guest measured disks="measured-a:64:memory"
domid=$(domid measured)
io_max_ready "$domid.xvd" "$(disk measured-a 64 memory)"
reads=$(statistics $domid rd_req)
writes=$(statistics $domid wr_sect)

reads_start() { load_start measured rd_req 1 --rw=randread --bs=4k --iodepth=4; }

step "reads alone"
reads_start
sleep 0.5
alone=$(rate_of $seconds $reads)
load_stop

# beside SIZE: reads beside writes of that size, over reads alone.
beside() {
	local result written
	reads_start
	guest_start measured "fio $fio_flags --name=writes --filename=/dev/xvda --rw=randwrite --bs=$1 --iodepth=4 \
		>/tmp/writes 2>&1; true" >/dev/null
	sleep 2
	result=$(rate_of $seconds $reads)
	# For longer: io.max lets go in gusts.
	written=$(calculate "$(rate_of 4 $writes) * 512")
	within 20 $written $limit || fail "writes of $1 go at $written bytes per second instead of $limit"
	load_stop
	calculate "$result / $alone"
}

for size in 4k 64k; do
	step "reads beside writes of $size under the throttle"
	set_limit $domid write_bps $limit
	ours=$(beside $size)
	set_limit $domid write_bps max
	step "reads beside writes of $size under io.max"
	io_max_set wbps $limit
	rival=$(beside $size)
	io_max_set wbps max
	figure "reads of 4 KiB, depth 4, beside writes of $size, depth 4, held to 1 MB/s: over reads alone" \
		$ours $rival io.max "ours >= 0.95"
done
