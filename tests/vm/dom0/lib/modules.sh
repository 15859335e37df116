# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
#
# Which xen-blkback runs, and whether the throttle does.

throttle_class=/sys/class/xen-blkthrottle
throttle_parameters=/sys/module/xen_blkthrottle/parameters

is_patched() { [ -e /sys/module/xen_backend_hooks/holders/xen_blkback ]; }
is_throttled() { [ -e /sys/module/xen_backend_hooks/holders/xen_blkthrottle ]; }

stock_blkback() {
	[ -d /sys/module/xen_blkback ] && ! is_patched && return
	_unload_blkback
	local file
	file=$(find "/lib/modules/$(uname -r)/kernel" -name 'xen-blkback.ko*' | head -n 1)
	insmod "$file"
	! is_patched || fail "the kernel's own xen-blkback depends on xen_backend_hooks"
}

patched_blkback() {
	is_patched && return
	_unload_blkback
	modprobe xen-blkback
	is_patched || fail "modprobe xen-blkback did not load the patched one from updates/"
}

# throttle_load [PARAMETER=VALUE...]
throttle_load() { modprobe xen-blkthrottle "$@"; }

throttle_unload() {
	[ ! -d /sys/module/xen_blkthrottle ] || rmmod xen_blkthrottle
}

# A backend with devices cannot go: the guests go first.
_unload_blkback() {
	throttle_unload
	destroy_all_guests
	self_detach_all
	[ ! -d /sys/module/xen_blkback ] || wait_until 20 "xen_blkback to be unloadable" rmmod xen_blkback
	[ ! -d /sys/module/xen_backend_hooks ] || rmmod xen_backend_hooks
}

# use_modules stock|patched|throttle: what a case declares to need.
use_modules() {
	case $1 in
	stock) stock_blkback ;;
	patched)
		patched_blkback
		throttle_unload
		;;
	throttle)
		patched_blkback
		if is_throttled && [ -z "$(_changed_defaults)" ]; then
			return
		fi
		throttle_unload
		throttle_load
		;;
	*) fail "modules=$1 is none of stock, patched, throttle" ;;
	esac
}

# Parameters that an earlier case left changed.
_changed_defaults() {
	local file
	for file in $throttle_parameters/default_*; do
		case $(<"$file") in max | auto | 0) ;; *) echo "$file" ;; esac
	done
}

refcount() { cat "/sys/module/$1/refcnt"; }
