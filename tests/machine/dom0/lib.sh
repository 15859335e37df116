# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
#
# What cases on an installed machine share. Their guests write to their disk from the
# moment that it is there, see guest/first-writes.

# With the rest of the case's logs, whatever its verdict.
at_end 'journalctl -b -o short-monotonic --no-pager >/run/case/journal'

# origin MODULE: the folder in which modprobe finds it for the running kernel.
origin() {
	local path
	path=$(modinfo -n "$1")
	path=${path#"/lib/modules/$(uname -r)/"}
	echo "${path%/*}"
}

# loaded_ours: the modules that DKMS has built for this kernel came by themselves.
loaded_ours() {
	local module
	info kernel "$(uname -r)"
	for module in xen-backend-hooks xen-blkthrottle xen-csumfix xen-irqpool xen-blkback xen-netback; do
		[ "$(origin $module)" = updates/dkms ] || fail "modprobe finds $module in $(origin $module)"
	done
	for module in xen_blkthrottle xen_csumfix xen_irqpool; do
		[ -d /sys/module/$module ] || fail "$module was not loaded at boot"
	done
}

# start NAME: a guest of that name with one disk, by Debian's own block script.
start() {
	# Without it xenconsoled keeps no log.
	mkdir -p /var/log/xen/console
	guest_create "$1" script= disks="$1-disk:256"
}

# restart NAME: the same under another domid.
restart() {
	local before
	before=$(domid "$1")
	guest_destroy "$1"
	start "$1"
	[ "$(domid "$1")" != "$before" ] || fail "$1 has the domid $before again"
}

# limit_is VALUE: web1's write_bps, whatever its domid.
limit_is() { [ "$(get_limit "$(domid web1)" write_bps)" = "$1" ]; }

# first_writes NAME: "<hundredths of a second>:<sectors>"... since its disk was there.
first_writes() {
	wait_until 60 "the first writes of $1" xenstore-exists "$(guest_path "$1")/data/first"
	xenstore-read "$(guest_path "$1")/data/first"
}

# first_second NAME: the bytes a second of the first of these.
first_second() {
	local first
	first=$(first_writes "$1")
	first=${first%% *}
	echo $((${first#*:} * 512 * 100 / ${first%:*}))
}

# held_from_the_first NAME LIMIT: at no second were there more than the limit lets
# through, and it was no standstill either. Not counted: one look at whether the disk
# is there, the burst that a limit comes with, and what one write is too much.
held_from_the_first() {
	local name=$1 limit=$2 writes pair hundredths bytes most
	writes=$(first_writes "$name")
	info "first_writes_of_${name}_$(domid "$name")" "$writes"
	for pair in $writes; do
		hundredths=${pair%:*} bytes=$((${pair#*:} * 512))
		most=$((limit * (hundredths + 10) / 100 + limit / 64 + 65536))
		[ "$bytes" -le "$most" ] || fail "$name wrote $bytes bytes within $hundredths/100 s of its first, at write_bps=$limit"
	done
	[ "$bytes" -ge $((limit * hundredths / 200)) ] || fail "$name wrote no more than $bytes bytes within $hundredths/100 s, at write_bps=$limit"
}

# not_held NAME LIMIT: the control. In its first second it went several times as fast.
not_held() {
	local name=$1 limit=$2 rate
	rate=$(first_second "$name")
	info "first_second_of_${name}_without" "$rate"
	[ "$rate" -ge $((3 * limit)) ] || fail "$name reaches only $rate without a limit: write_bps=$limit proves nothing"
}

# at_full_speed NAME LIMIT: the control of one that runs: much faster now,
# with all that a job takes besides.
at_full_speed() {
	local name=$1 limit=$2 began bytes=$((16 << 20)) rate
	began=${EPOCHREALTIME/./}
	guest_run "$name" dd if=/dev/zero of=/dev/xvda bs=64k count=$((bytes >> 16)) oflag=direct
	rate=$((bytes * 1000000 / (${EPOCHREALTIME/./} - began)))
	info "rate_of_${name}_without" "$rate"
	[ "$rate" -ge $((2 * limit)) ] || fail "$name reaches only $rate without a limit: write_bps=$limit proves nothing"
}
