# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# What: persistent grants, indirect descriptors, pages a ring, queues: each combination under limits, every byte right
# Needs: modules=throttle timeout=180
back=/sys/module/xen_blkback/parameters
modprobe null_blk nr_devices=0
disk=$(disk features 64 memory)
at_end self_detach_all
at_end "echo Y >$back/feature_persistent; cat /run/case/max_queues >$back/max_queues"
cat $back/max_queues >/run/case/max_queues

# try FRONT=Y|N BACK=Y|N SEGMENTS ORDER QUEUES: reloads the front end so, and
# attaches a disk to it.
try() {
	local persistent
	self_detach_all
	[ ! -d /sys/module/xen_blkfront ] || wait_until 20 "xen_blkfront to be unloadable" rmmod xen_blkfront
	modprobe xen-blkfront feature_persistent="$1" max_indirect_segments="$3" max_ring_page_order="$4"
	echo "$2" >$back/feature_persistent
	echo "$5" >$back/max_queues
	self_attach 0 "${disk#/dev/}"
	wait_until 30 "the vbd to connect" self_connected 0
	persistent=$([ $1$2 = YY ] && echo 1 || echo 0)
	expect_negotiated 0 "$(_self_devid 0)" persistent=$persistent order="$4" queues="$5"
	[ "$(throttle_stat 0 rings)" = "$5" ] || fail "the throttle counts $(throttle_stat 0 rings) rings, not $5"
}

# A write of 1 MiB takes as many requests as its segments need: 11 without
# indirect descriptors, 256 at most with them.
expect_requests() {
	local before after
	before=$(throttle_stat 0 write_ios)
	dd if=/dev/zero of="$device" bs=1M count=4 oflag=direct 2>/dev/null
	after=$(throttle_stat 0 write_ios)
	[ $((after - before)) = $((4 * $1)) ] || fail "4 writes of 1 MiB took $((after - before)) requests, not 4 * $1"
}

# More requests held than a ring of one page has slots, or not more.
expect_slots() {
	local most
	set_limit 0 write_iops 1
	fio --ioengine=libaio --direct=1 --thread --output-format=json --output=/run/case/slots.json --filename="$device" \
		--rw=randwrite --bs=4k --size=1m --iodepth=200 --verify=crc32c --verify_fatal=1 --name=slots &
	slots_full() { [ "$(throttle_stat 0 write_waiting_ios)" -ge "$1" ]; }
	wait_until 20 "$1 requests to wait" slots_full "$1"
	sleep 0.2
	most=$(throttle_stat 0 write_waiting_ios)
	info "waiting_order_$2" "$most"
	[ $most -le "$3" ] || fail "$most requests wait in rings that have $3 slots"
	set_limit 0 write_iops max
	wait $!
}

under_limits() {
	local held
	set_limit 0 write_bps 8000000
	set_limit 0 read_iops 400
	held=$(throttle_stat 0 write_held_ios)
	fio --ioengine=libaio --direct=1 --thread --output-format=json --output=/run/case/fio.json --filename="$device" \
		--bssplit=4k/40:16k/20:64k/20:256k/10:1m/10 --iodepth=16 --verify=crc32c --verify_fatal=1 --do_verify=1 --group_reporting \
		--name=a --rw=randrw --rwmixwrite=60 --size=6m --name=b --rw=randwrite --offset=8m --size=6m --verify_backlog=16
	jq -e '[.jobs[] | .error] | add == 0' /run/case/fio.json >/dev/null || fail "fio found a wrong byte"
	jq -e '[.jobs[] | .write.io_bytes] | add > 6000000' /run/case/fio.json >/dev/null || fail "fio wrote too little"
	[ "$(throttle_stat 0 write_held_ios)" -gt "$held" ] || fail "no writes were held back"
	set_limit 0 write_bps max
	set_limit 0 read_iops max
}

# The front end keeps a page for each persistent grant it may need, segments times
# slots: 256 segments and 16 pages a ring at once would take a GiB.
#  front back segments order queues | requests for 1 MiB, least and most that may wait
while read -r front behind segments order queues requests least most; do
	step "persistent $front/$behind, $segments segments, order $order, $queues queues"
	try $front $behind $segments $order $queues
	device=$(self_device 0)
	expect_requests $requests
	expect_slots $least $order $most
	under_limits
done <<-END
	Y Y 256 0 1    1   16   32
	N Y 256 4 2    1  129 1024
	Y N  64 2 1    4   33  128
	Y Y  32 1 2    8   33  128
	N N   0 0 1   24   16   32
END
