# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
#
# dom0 as its own front end: many vbds through the real xen-blkfront and
# xen-blkback, without a guest's memory. The nodes are written directly; xl
# would run a hotplug script of several seconds for each.

# xvda..: devid 202:16*n for the first 16, the extended numbers after.
_self_devid() { echo $(((1 << 28) | ($1 << 8))); }

# self_attach N DISK: the Nth disk of dom0's own is /dev/DISK. One process each.
self_attach() {
	local nodes=()
	_self_nodes "$1" "$2"
	[ -d /sys/module/xen_blkfront ] || modprobe xen-blkfront
	xenstore-write "${nodes[@]}"
}

# self_attach_many COUNT DISK: the first so many, all of them /dev/DISK.
self_attach_many() {
	local nodes=() i
	[ -d /sys/module/xen_blkfront ] || modprobe xen-blkfront
	for ((i = 0; i < $1; i++)); do
		_self_nodes $i "$2"
		[ $((i % 16)) = 15 ] || [ $i = $(($1 - 1)) ] || continue
		xenstore-write "${nodes[@]}"
		nodes=()
	done
	for ((i = 0; i < $1; i++)); do wait_until 120 "dom0's own vbd $i to connect" self_connected $i; done
}

# _self_nodes N DISK: adds to nodes what xenstore is to have of it.
_self_nodes() {
	local id front back number major minor
	id=$(_self_devid "$1")
	front=/local/domain/0/device/vbd/$id
	back=/local/domain/0/backend/vbd/0/$id
	IFS=: read -r major minor <"/sys/block/$2/dev"
	printf -v number '%x:%x' "$major" "$minor"
	nodes+=(
		"$front/backend" "$back" "$front/backend-id" 0 "$front/virtual-device" "$id"
		"$front/device-type" disk "$front/state" 1
		"$back/frontend" "$front" "$back/frontend-id" 0 "$back/online" 1 "$back/removable" 0
		"$back/bootable" 0 "$back/dev" "self$1" "$back/type" phy "$back/mode" w "$back/device-type" disk
		"$back/params" "/dev/$2" "$back/physical-device-path" "/dev/$2" "$back/physical-device" "$number"
		"$back/hotplug-status" connected "$back/state" 1)
}

self_connected() { self_device "$1" >/dev/null; }

# self_device N: the name of its block device in dom0.
self_device() {
	local dir
	for dir in /sys/bus/xen/devices/vbd-"$(_self_devid "$1")"/block/*; do
		[ -e "$dir" ] && echo "/dev/${dir##*/}" && return
	done
	return 1
}

_self_gone() { [ "$(xenstore-read "/local/domain/0/backend/vbd/0/$1/state" 2>/dev/null || echo 6)" = 6 ]; }

# _self_all_closed vbd|vif: one look at all, where a look at each takes minutes.
_self_all_closed() {
	[ "$(xenstore-ls -f "/local/domain/0/backend/$1/0" 2>/dev/null | grep -c '/state = "[0-5]"')" = 0 ]
}

# What is there still would be taken for the next of that number.
_self_front_gone() { [ ! -e "/sys/bus/xen/devices/vbd-$1" ]; }

# self_detach N: as self_detach_all, the Nth one only.
self_detach() {
	local id back
	id=$(_self_devid "$1")
	back=/local/domain/0/backend/vbd/0/$id
	xenstore-write "$back/online" 0 "$back/state" 5
	wait_until 60 "dom0's own vbd $id to close" _self_gone "$id"
	xenstore-rm "$back" "/local/domain/0/device/vbd/$id"
	wait_until 20 "the front end of dom0's own vbd $id to go" _self_front_gone "$id"
}

# Asks all of them to close, waits for each, and removes their nodes.
self_detach_all() {
	local ids id back=/local/domain/0/backend/vbd/0 ask=() left=()
	ids=$(xenstore-list $back 2>/dev/null) || return 0
	for id in $ids; do
		ask+=("$back/$id/online" 0 "$back/$id/state" 5)
		left+=("$back/$id" "/local/domain/0/device/vbd/$id")
	done
	[ ${#ask[@]} -gt 0 ] || return 0
	# A front end in user space that was killed answers nobody (see front.sh).
	for id in $(xenstore-list /local/domain/0/blkfront 2>/dev/null || true); do
		ask+=("/local/domain/0/blkfront/$id/state" 6)
		left+=("/local/domain/0/blkfront/$id")
	done
	xenstore-write "${ask[@]}"
	# One thread of the kernel's closes them all.
	wait_until $((60 + ${#ask[@]} / 2)) "dom0's own vbds to close" _self_all_closed vbd
	# It stops at the first that is gone already, as of a front end that was killed.
	xenstore-rm "${left[@]}" 2>/dev/null || for id in "${left[@]}"; do
		! xenstore-exists "$id" || xenstore-rm "$id"
	done
	for id in $ids; do
		wait_until 20 "the front end of dom0's own vbd $id to go" _self_front_gone "$id"
	done
}
