# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# What: allocations fail while the throttle is loaded, disks come and go and it is asked: clean errors, nothing left behind
# Needs: modules=throttle timeout=240 programs flavours=debug
users=$(refcount xen_blkback)
pool=$(disk faults 16 memory)
pool=${pool#/dev/}
no_memory='Cannot allocate memory'
at_end end_all

_error_of() { echo "/local/domain/0/error/backend/vbd/0/$(_self_devid "$1")/error"; }
_answered() { self_connected "$1" || xenstore-exists "$(_error_of "$1")"; }

# The backend's own words; in xenstore xenbus may have written its own over them.
_said() { messages | grep -c 'vbd vbd-0-[0-9]*: 12 introducing .* to the throttle$' || true; }

# attach_try N: connected, or refused with a clear error.
said=0
attach_try() {
	self_attach "$1" "$pool"
	wait_until 20 "vbd $1 to connect or to be refused" _answered "$1"
	self_connected "$1" && return
	said=$((said + 1))
	[ "$(_said)" = $said ] || fail "vbd $1 was refused, and the kernel does not say why"
	[[ $(xenstore-read "$(_error_of "$1")") == "12 "* ]] || fail "the error of vbd $1 is $(xenstore-read "$(_error_of "$1")")"
	return 1
}

_no_device() { [ ! -e "/sys/bus/xen-backend/devices/vbd-0-$1" ] && [ ! -e "/sys/bus/xen/devices/vbd-$1" ]; }

# forget N: a vbd that was refused answers nobody; its nodes just go. The driver
# takes it before, now that there is memory: xenbus loses the name of the other end
# of a device that goes after a probe that failed, and kmemleak finds it.
forget() {
	local id node
	id=$(_self_devid "$1")
	[ -e "/sys/bus/xen-backend/devices/vbd-0-$id/driver" ] || echo "vbd-0-$id" >/sys/bus/xen-backend/drivers/vbd/bind
	for node in backend/vbd/0 device/vbd error/backend/vbd/0 error/device/vbd; do
		! xenstore-exists "/local/domain/0/$node/$id" || xenstore-rm "/local/domain/0/$node/$id"
	done
	wait_until 20 "the refused vbd $1 to go" _no_device "$id"
}

# A vbd that was refused would never close.
end_all() {
	! xenstore-exists "$(_error_of 0)" || forget 0
	self_detach_all
}

expect_nothing_left() {
	wait_until 20 "dom0 to leave $throttle_class" _no_class_device 0
	wait_until 20 "the kthreads to end" _no_threads 0
	wait_until 20 "blkback's users to go" _blkback_users "$users"
}

write_and_read() {
	local device
	device=$(self_device "$1")
	head -c 256k /dev/urandom >/run/case/data
	dd if=/run/case/data of="$device" bs=64k oflag=direct status=none
	dd if="$device" bs=64k count=4 iflag=direct status=none | cmp - /run/case/data || fail "vbd $1 reads back something else"
}

# One after the other, each with the first thing that it needs.
for function in xbt_vbd_add xbt_vbd_plug xbt_ring_up; do
	step "attaching without memory for $function"
	faults_at $function
	faults_on 100
	! attach_try 0 || fail "a vbd connected although $function got no memory"
	faults_off
	forget 0
	expect_nothing_left
done

step "attaching with failures at random"
refused=0 connected=0
faults_at xen_backend_hooks
for ((i = 0; i < 12; i++)); do
	faults_on 1
	if attach_try 0; then
		faults_off
		connected=$((connected + 1))
		self_detach_all
	else
		faults_off
		refused=$((refused + 1))
		forget 0
	fi
done
expect_nothing_left
info attach "$refused refused, $connected connected"
[ $refused -gt 0 ] || fail "no vbd was refused: nothing was shown"
faults_report attach
faults_hit attach 'xbt_vbd_add:.*' 'xbt_vbd_plug:.*' 'xbt_ring_up:.*'

step "loading with failures, disks being there"
for i in 0 1; do self_attach $i "$pool"; done
for i in 0 1; do wait_until 20 "vbd $i to connect" self_connected $i; done
seam_users=$(refcount xen_backend_hooks)
throttle_unload
refused=0 loaded=0
faults_at do_init_module
for ((i = 0; i < 16; i++)); do
	faults_on 1
	if throttle_load 2>/run/case/error; then
		faults_off
		loaded=$((loaded + 1))
		throttle_unload
	else
		faults_off
		refused=$((refused + 1))
		grep -q "$no_memory" /run/case/error || fail "loading failed with: $(</run/case/error)"
		[ ! -d /sys/module/xen_blkthrottle ] && [ ! -e $throttle_class ] || fail "half a throttle is there although loading it failed"
		[ $((refused % 5)) != 0 ] || write_and_read $((i % 2))
	fi
done
info load "$refused refused, $loaded loaded"
[ $refused -gt 0 ] || fail "loading never failed: nothing was shown"
faults_report load
throttle_load
[ "$(refcount xen_backend_hooks)" = "$seam_users" ] || fail "xen_backend_hooks has $(refcount xen_backend_hooks) users, not $seam_users"

# try COMMAND...: it works, or there is no memory.
refused=0 worked=0
try() {
	if (trap - ERR && exec "$@") >/run/case/text 2>/run/case/error; then
		worked=$((worked + 1))
		return 0
	fi
	refused=$((refused + 1))
	grep -q "$no_memory" /run/case/error || fail "$*: $(</run/case/error)"
	return 1
}

# expect_refused FUNCTION COMMAND...: the command gets no memory there.
expect_refused() {
	faults_at "$1"
	shift
	faults_on 100
	! try "$@" || fail "$* worked without memory"
	faults_off
}

step "reading and setting without memory"
limit=20000000
set_limit 0 write_bps $limit
expect_refused xbt_show_stat cat "$throttle_class/dom0/stat"
expect_refused xbt_show_hist cat "$(throttle_folder 0 "$(_self_devid 0)")/latency_hist"
expect_refused xbt_reader_open throttle-ioctl info
expect_refused xbt_ioc_get throttle-ioctl get
expect_refused xbt_ioctl throttle-ioctl set 0 - write_bps 1
[ "$(get_limit 0 write_bps)" = $limit ] || fail "the limit is $(get_limit 0 write_bps), not $limit"

step "reading and setting with failures at random"
# vmalloc tells kmemleak where to look.
faults_at xen_blkthrottle kmemleak_scan_area
faults_on 25
for ((i = 0; i < 12; i++)); do
	for file in "$throttle_class/dom0/stat" "$(throttle_folder 0 "$(_self_devid 0)")/latency_hist"; do
		! try cat "$file" || [ -s /run/case/text ] || fail "$file was empty, without an error"
	done
	! try throttle-ioctl get || grep -q "^0 - write_bps $limit$" /run/case/text || fail "the ioctl does not know of the limit $limit"
	! try throttle-ioctl set 0 - write_bps $((limit + 1)) || limit=$((limit + 1))
	[ "$(get_limit 0 write_bps)" = $limit ] || fail "the limit is $(get_limit 0 write_bps), not $limit"
	# A write to sysfs needs no memory of the throttle's.
	limit=$((limit + 1000))
	set_limit 0 write_bps $limit
done
faults_off
info ask "$refused refused, $worked worked"
[ $refused -gt 0 ] && [ $worked -gt 0 ] || fail "only one way was seen: $refused refused, $worked worked"
faults_report ask
faults_hit ask 'xbt_stats_of:.*|xbt_show_.*' 'xbt_reader_open:.*' 'xbt_ioc_get:.*' 'xbt_ioctl:.*'

step "all of it once more without failures"
for i in 0 1; do write_and_read $i; done
[ "$(throttle_stat 0 vbds)" = 2 ] || fail "the throttle counts $(throttle_stat 0 vbds) vbds, not 2"
expect_same_numbers 0
self_detach_all
expect_nothing_left
