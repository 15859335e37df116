# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
#
# Front ends and backends that leave their disk and come back to it, while the
# device itself stays.

_driver=/sys/bus/xen-backend/drivers/vbd

_vbd_state() { xenstore-read "/local/domain/0/backend/vbd/$1/$2/state"; }
_vbd_connected() { [ "$(_vbd_state "$1" "$2")" = 4 ]; }
_vbd_closed() { [ "$(_vbd_state "$1" "$2")" = 6 ]; }

# unbind_backend DOMID DEVID, bind_backend DOMID DEVID: as when a driver domain
# restarts. The frontend stays connected; the ring keeps what is on it.
unbind_backend() { echo "vbd-$1-$2" >$_driver/unbind; }
bind_backend() {
	echo "vbd-$1-$2" >$_driver/bind
	wait_until 20 "the backend of vbd $2 to connect again" _vbd_connected "$1" "$2"
}

# rebind_frontend NAME DISK DEVID: the guest's driver lets go of the disk and takes
# it again. Linux's does not ask for the disk then; it connects when told that
# the backend is there.
rebind_frontend() {
	local id script
	id=$(domid "$1")
	# What still writes to the disk ends first, or it would make a file of that name.
	script="cd /sys/bus/xen/drivers/vbd && echo vbd-$3 >unbind && while pidof fio; do sleep 0.1; done && rm -f /dev/$2 && echo vbd-$3 >bind"
	guest_run "$1" "$script" >/dev/null
	wait_until 20 "the backend of vbd $3 to close" _vbd_closed "$id" "$3"
	xenstore-write "/local/domain/0/backend/vbd/$id/$3/state" 4
	guest_run "$1" "until [ -b /dev/$2 ]; do sleep 0.1; done" >/dev/null
	wait_until 20 "the backend of vbd $3 to connect again" _vbd_connected "$id" "$3"
}
