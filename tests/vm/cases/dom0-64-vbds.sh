# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# What: dom0 attaches 64 vbds (16 on the debug kernel) to itself, with limits set and I/O on each; all go again
# Needs: modules=throttle timeout=300 long
# I/O on 64 of them takes the debug kernel more than ten minutes here.
count=$((debug_kernel ? 16 : 64))
users=$(refcount xen_blkback)
modprobe null_blk nr_devices=0
disks=()
for ((i = 0; i < count; i++)); do disks+=("/sys/kernel/config/nullb/nullb$i"); done
mkdir "${disks[@]}"
at_end rmdir "${disks[@]}"
for disk in "${disks[@]}"; do
	echo 4 >"$disk/size"
	echo 1 >"$disk/memory_backed"
	echo 1 >"$disk/power"
done

step "attaching $count vbds"
for ((i = 0; i < count; i++)); do
	self_attach $i nullb$i
done
at_end self_detach_all
for ((i = 0; i < count; i++)); do wait_until 60 "vbd $i to connect" self_connected $i; done
[ "$(throttle_stat 0 vbds)" = $count ] || fail "the throttle counts $(throttle_stat 0 vbds) vbds"

step "I/O on all of them under limits"
set_limit 0 write_bps $((count * 50000))
set_limit 0 read_iops 2000
jobs=()
for ((i = 0; i < count; i++)); do
	jobs+=(--name="v$i" --filename="$(self_device $i)")
done
fio --ioengine=libaio --direct=1 --thread --output-format=json --output=/run/case/fio.json \
	--rw=randwrite --bsrange=4k-64k --size=256k --iodepth=4 --verify=crc32c --verify_fatal=1 --do_verify=1 "${jobs[@]}"
[ "$(jq '[.jobs[] | select(.error == 0 and .write.io_bytes == 262144 and .read.io_bytes == 262144)] | length' /run/case/fio.json)" = $count ] ||
	fail "not every vbd was written and read back"
held=$(throttle_stat 0 write_held_ios)
info writes_held "$held"
[ "$held" -gt 0 ] || fail "the limit held nothing back"
[ "$(throttle_stat 0 write_bytes)" -ge $((count * 262144)) ] || fail "the throttle saw only $(throttle_stat 0 write_bytes) bytes"

step "detaching $count vbds"
self_detach_all
wait_until 20 "the kthreads to end" _no_threads 0
wait_until 20 "the vbds to go" _no_vbds 0
wait_until 20 "dom0 to leave $throttle_class" _no_class_device 0
[ "$(refcount xen_blkback)" = "$users" ] || fail "xen_blkback has $(refcount xen_blkback) users instead of $users"
