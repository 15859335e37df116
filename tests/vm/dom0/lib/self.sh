# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
#
# dom0 as its own front end: many vbds through the real xen-blkfront and
# xen-blkback, without a guest's memory. The nodes are written directly; xl
# would run a hotplug script of several seconds for each.

# xvda..: devid 202:16*n for the first 16, the extended numbers after.
_self_devid() { echo $(((1 << 28) | ($1 << 8))); }

# self_attach N PATH: the Nth disk of dom0's own.
self_attach() {
	local id front back number
	id=$(_self_devid "$1")
	front=/local/domain/0/device/vbd/$id
	back=/local/domain/0/backend/vbd/0/$id
	number=$(stat -L -c %t:%T "$2")
	[ -d /sys/module/xen_blkfront ] || modprobe xen-blkfront
	xenstore-write \
		"$front/backend" "$back" "$front/backend-id" 0 "$front/virtual-device" "$id" \
		"$front/device-type" disk "$front/state" 1 \
		"$back/frontend" "$front" "$back/frontend-id" 0 "$back/online" 1 "$back/removable" 0 \
		"$back/bootable" 0 "$back/dev" "self$1" "$back/type" phy "$back/mode" w "$back/device-type" disk \
		"$back/params" "$2" "$back/physical-device-path" "$2" "$back/physical-device" "$number" \
		"$back/hotplug-status" connected "$back/state" 1
}

self_state() { xenstore-read "/local/domain/0/device/vbd/$(_self_devid "$1")/state"; }

self_connected() { [ "$(self_state "$1")" = 4 ]; }

# self_device N: the name of its block device in dom0.
self_device() {
	local dir
	for dir in /sys/bus/xen/devices/vbd-"$(_self_devid "$1")"/block/*; do
		[ -e "$dir" ] && echo "/dev/${dir##*/}" && return
	done
	return 1
}

_self_gone() { [ "$(xenstore-read "/local/domain/0/backend/vbd/0/$1/state" 2>/dev/null || echo 6)" = 6 ]; }

# Asks all of them to close, then waits for each and removes its nodes.
self_detach_all() {
	local ids id
	ids=$(xenstore-list /local/domain/0/backend/vbd/0 2>/dev/null) || return 0
	for id in $ids; do
		xenstore-write "/local/domain/0/backend/vbd/0/$id/online" 0 "/local/domain/0/backend/vbd/0/$id/state" 5
	done
	for id in $ids; do
		wait_until 60 "dom0's own vbd $id to close" _self_gone "$id"
		xenstore-rm "/local/domain/0/device/vbd/$id" "/local/domain/0/backend/vbd/0/$id"
	done
}
