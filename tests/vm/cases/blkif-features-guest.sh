# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# What: a guest of two processors with 256 segments, 16 pages a ring and without persistent grants, then the opposite: under limits, every byte right
# Needs: modules=throttle timeout=150
guest_destroy features
at_end guest_destroy features
# No disk of its own: connecting it anew, with all that 256 segments and 16 pages may
# need, takes the debug kernel longer than xl waits for another disk.
guest_create features vcpus=2 memory=$((debug_kernel ? 512 : 192)) disks=
domid=$(domid features)
target=$(disk features-b 64)

# The front end is loaded with other parameters each time, and meets a new disk.
#  persistent segments order queues
while read -r persistent segments order queues; do
	step "persistent $persistent, $segments segments, order $order, $queues queues"
	guest_run features "rmmod xen_blkfront && \
		insmod /modules/xen-blkfront.ko feature_persistent=$persistent max_indirect_segments=$segments \
			max_ring_page_order=$order max_queues=$queues" >/dev/null
	guest_attach features xvdb "$target"
	guest_run features "until [ -b /dev/xvdb ]; do sleep 0.1; done" >/dev/null
	expect_negotiated "$domid" 51728 persistent=$((persistent)) order=$order queues=$queues
	[ "$(throttle_stat "$domid" rings)" = $queues ] || fail "the throttle counts $(throttle_stat "$domid" rings) rings, not $queues"
	sees=$(guest_run features "cat /sys/block/xvdb/queue/max_segments")
	[ "$sees" = "$segments" ] || fail "the guest's requests have $sees segments at most, not $segments"
	set_limit "$domid" write_bps 6000000
	set_limit "$domid" read_bps 8000000
	held=$(throttle_stat "$domid" write_held_ios)
	verify features xvdb 6
	held=$(($(throttle_stat "$domid" write_held_ios) - held))
	info "held_order_$order" "$held"
	[ $held -gt 0 ] || fail "no writes were held back"
	xl block-detach features xvdb
	wait_until 20 "the detached vbd to go" eval "! [ -e /sys/bus/xen-backend/devices/vbd-$domid-51728 ]"
done <<-END
	0 256 4 2
	1  11 0 1
END
