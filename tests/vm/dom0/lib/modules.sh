# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
#
# Which back ends run, and which of what asks them to.

throttle_class=/sys/class/xen-blkthrottle
throttle_parameters=/sys/module/xen_blkthrottle/parameters

is_patched() { [ -e /sys/module/xen_backend_hooks/holders/xen_blkback ]; }
is_patched_net() { [ -e /sys/module/xen_backend_hooks/holders/xen_netback ]; }
is_throttled() { [ -e /sys/module/xen_backend_hooks/holders/xen_blkthrottle ]; }

stock_blkback() {
	[ -d /sys/module/xen_blkback ] && ! is_patched && return
	_unload_backends
	_load_stock xen-blkback
	! is_patched || fail "the kernel's own xen-blkback depends on xen_backend_hooks"
}

patched_blkback() {
	is_patched && return
	_unload_backends
	modprobe xen-blkback
	is_patched || fail "modprobe xen-blkback did not load the patched one from updates/"
}

stock_netback() {
	[ -d /sys/module/xen_netback ] && ! is_patched_net && return
	_unload_backends
	_load_stock xen-netback
	! is_patched_net || fail "the kernel's own xen-netback depends on xen_backend_hooks"
}

patched_netback() {
	is_patched_net && return
	_unload_backends
	modprobe xen-netback
	is_patched_net || fail "modprobe xen-netback did not load the patched one from updates/"
}

# Each of the above takes down both.
_both_patched() {
	is_patched && is_patched_net && return
	_unload_backends
	modprobe xen-blkback
	modprobe xen-netback
	is_patched && is_patched_net || fail "modprobe did not load the patched back ends from updates/"
}

_both_stock() {
	[ -d /sys/module/xen_blkback ] && [ -d /sys/module/xen_netback ] && ! is_patched && ! is_patched_net && return
	_unload_backends
	_load_stock xen-blkback
	_load_stock xen-netback
	! is_patched && ! is_patched_net || fail "the kernel's own back ends depend on xen_backend_hooks"
}

_load_stock() {
	local file
	file=$(find "/lib/modules/$(uname -r)/kernel" -name "$1.ko*" -print -quit)
	insmod "$file"
}

# throttle_load [PARAMETER=VALUE...]
throttle_load() { modprobe xen-blkthrottle "$@"; }

throttle_unload() {
	[ ! -d /sys/module/xen_blkthrottle ] || rmmod xen_blkthrottle
}

# A backend with devices cannot go: the guests go first.
_unload_backends() {
	local module
	throttle_unload
	csum_unload
	irqpool_unload
	destroy_all_guests
	self_detach_all
	for module in xen_blkback xen_netback; do
		[ ! -d /sys/module/$module ] || wait_until 20 "$module to be unloadable" rmmod $module
	done
	[ ! -d /sys/module/xen_backend_hooks ] || rmmod xen_backend_hooks
}

# use_modules stock|patched|throttle|net-stock|csum-stock|csum|irqpool-stock|irqpool|installed:
# what a case declares to need, installed being what the machine has loaded by itself.
# net-stock, csum-stock and csum are of the network;
# csum-stock is the checksum module beside the kernel's own xen-netback, and
# irqpool-stock the pool beside both of the kernel's own.
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
	net-stock)
		stock_netback
		csum_unload
		;;
	csum-stock | csum)
		if [ "$1" = csum ]; then patched_netback; else stock_netback; fi
		if [ -d $csum_parameters ] && csum_is_default; then
			return
		fi
		csum_unload
		csum_load
		;;
	irqpool-stock | irqpool)
		if [ "$1" = irqpool ]; then _both_patched; else _both_stock; fi
		if [ -d $irqpool_class/pool ] && irqpool_is_default; then
			return
		fi
		irqpool_unload
		irqpool_load
		;;
	installed) ;;
	*) fail "modules=$1 is none of stock, patched, throttle, net-stock, csum-stock, csum, irqpool-stock, irqpool, installed" ;;
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
