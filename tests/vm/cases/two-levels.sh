# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# What: limits of a domain and of its disks, of reads, writes and both, hold together; who shares, shares fairly
# Needs: modules=throttle timeout=240 clock=icount long
need_guest pair vcpus=2 disks="pair-a:64:memory pair-b:64:memory"
domid=$(domid pair)
xvda=51712
# both "FIO ARGUMENTS OF JOB A" "... OF JOB B": runs both at the same time; sets
# bw_a and bw_b, bytes a second as dom0 counts them while both run.
both() {
	local job from to a b
	# shellcheck disable=SC2086 # words on purpose
	job=$(guest_fio_start pair --time_based --runtime=5 --size=64m --iodepth=8 \
		--name=a --filename=/dev/xvda $1 --name=b --filename=/dev/xvdb $2)
	a=$(sectors a) b=$(sectors b)
	wait_until 30 "both to begin" eval '[ "$(sectors a)" -gt $a ] && [ "$(sectors b)" -gt $b ]'
	sleep 1
	from=${EPOCHREALTIME/./} a=$(sectors a) b=$(sectors b)
	sleep 3
	to=${EPOCHREALTIME/./}
	bw_a=$(((($(sectors a)) - a) * 512 * 1000000 / (to - from)))
	bw_b=$(((($(sectors b)) - b) * 512 * 1000000 / (to - from)))
	guest_wait pair "$job" >/dev/null
	info "${what// /_}" "a $bw_a, b $bw_b"
}

# sectors a|b: read and written of a disk so far.
sectors() {
	local dir=/sys/bus/xen-backend/devices/vbd-$domid-$xvda/statistics
	[ "$1" = a ] || dir=${dir/$xvda/$((xvda + 16))} # xvdb
	echo $(($(<"$dir/rd_sect") + $(<"$dir/wr_sect")))
}

# near PERCENT VALUE TARGET WHAT
near() { within "$1" "$2" "$3" || fail "$what: $4 is $2 bytes a second, not $3"; }

check() {
	what=$1
	step "$what"
	clear_limits
}

check "no limit"
both "--rw=write --bs=64k" "--rw=write --bs=64k"
[ "$bw_a" -gt 10000000 ] && [ "$bw_b" -gt 10000000 ] || fail "without limits the disks are too slow to show anything"

check "a disk's limit leaves the other alone"
set_disk_limit "$domid" $xvda write_bps 1000000
both "--rw=write --bs=64k" "--rw=write --bs=64k"
near 2 "$bw_a" 1000000 "the limited disk"
[ "$bw_b" -gt 10000000 ] || fail "$what: the other got only $bw_b"

check "a domain's limit is shared by bytes"
set_limit "$domid" write_bps 4000000
both "--rw=write --bs=4k" "--rw=write --bs=256k"
near 2 $((bw_a + bw_b)) 4000000 "the sum"
near 15 "$bw_a" 2000000 "the disk with small requests"

check "a domain's limit in IOs is shared by IOs"
set_limit "$domid" write_iops 400
both "--rw=write --bs=4k" "--rw=write --bs=16k"
near 5 "$bw_a" $((200 * 4096)) "the disk with small requests"
near 5 "$bw_b" $((200 * 16384)) "the disk with large requests"

check "both levels at once"
set_limit "$domid" write_bps 4000000
set_disk_limit "$domid" $xvda write_bps 1000000
both "--rw=write --bs=64k" "--rw=write --bs=64k"
near 3 "$bw_a" 1000000 "the limited disk"
near 3 "$bw_b" 3000000 "what is left for the other"

check "a total for reads and writes"
set_limit "$domid" total_bps 4000000
both "--rw=read --bs=64k" "--rw=write --bs=64k"
near 2 $((bw_a + bw_b)) 4000000 "the sum"
near 10 "$bw_a" 2000000 "the reads"

check "a total beside a limit of writes"
set_limit "$domid" total_bps 4000000
set_limit "$domid" write_bps 1000000
both "--rw=read --bs=64k" "--rw=write --bs=64k"
near 3 "$bw_b" 1000000 "the writes"
near 3 "$bw_a" 3000000 "what is left for the reads"

check "a disk's total"
set_disk_limit "$domid" $xvda total_bps 2000000
both "--rw=randrw --bs=16k" "--rw=randrw --bs=16k"
near 3 "$bw_a" 2000000 "the limited disk"
[ "$bw_b" -gt 5000000 ] || fail "$what: the other got only $bw_b"
