# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
#
# A vif of dom0's own: the real xen-netfront and xen-netback, both ends in dom0,
# without a guest's memory. The nodes are written directly, as in self.sh.

# self_vif_attach N: prints the back end's interface; the front end's is of the
# name that self_vif_name says.
self_vif_attach() {
	_self_vif_ask "$1"
	wait_until 30 "dom0's own vif $1 to connect" _self_vif_is "$1" 4
	echo "vif0.$1"
}

# self_vif_attach_many COUNT: the first so many.
self_vif_attach_many() {
	local i
	for ((i = 0; i < $1; i++)); do _self_vif_ask $i; done
	for ((i = 0; i < $1; i++)); do wait_until 60 "dom0's own vif $i to connect" _self_vif_is $i 4; done
}

_self_vif_ask() {
	local front=/local/domain/0/device/vif/$1 back=/local/domain/0/backend/vif/0/$1
	local mac
	printf -v mac '00:16:3e:70:00:%02x' "$1"
	[ -d /sys/module/xen_netfront ] || modprobe xen-netfront
	xenstore-write \
		"$front/backend" "$back" "$front/backend-id" 0 "$front/handle" "$1" "$front/mac" "$mac" "$front/state" 1 \
		"$back/frontend" "$front" "$back/frontend-id" 0 "$back/online" 1 "$back/script" none \
		"$back/handle" "$1" "$back/mac" "$mac" "$back/hotplug-status" connected "$back/state" 1
}

self_vif_name() { basename "/sys/bus/xen/devices/vif-$1/net"/*; }

_self_vif_is() { [ "$(xenstore-read "/local/domain/0/backend/vif/0/$1/state" 2>/dev/null || echo 6)" = "$2" ]; }

# self_vif_detach_all: the patched xen-netfront would hold the seam when another
# case wants the kernel's own drivers, so it goes, too.
self_vif_detach_all() {
	local numbers number ask=() left=()
	numbers=$(xenstore-list /local/domain/0/backend/vif/0 2>/dev/null) || return 0
	for number in $numbers; do
		ask+=("/local/domain/0/backend/vif/0/$number/online" 0 "/local/domain/0/backend/vif/0/$number/state" 5)
		left+=("/local/domain/0/backend/vif/0/$number" "/local/domain/0/device/vif/$number")
	done
	xenstore-write "${ask[@]}"
	wait_until $((30 + ${#ask[@]})) "dom0's own vifs to close" _self_all_closed vif
	xenstore-rm "${left[@]}"
	wait_until $((20 + ${#ask[@]} / 4)) "xen_netfront to be unloadable" rmmod xen_netfront
}
