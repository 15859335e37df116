# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
#
# Ceilings that are reached: who takes all there is, and what is asked for then.

# hold COUNT: dom0 takes so many channels, or all there are, until release. Sets
# held to how many it got, and held_why to "-" or to why it got no more.
holders=()
hold() {
	local file=/run/case/held-${#holders[@]}
	rm -f "$file"
	evtchns hold "$1" >"$file" &
	holders+=($!)
	wait_until 200 "$1 channels to be taken" test -s "$file"
	read -r held held_why <"$file"
}

release() {
	local pid
	for pid in "${holders[@]}"; do
		kill "$pid"
		wait "$pid" 2>/dev/null || true
	done
	holders=()
}

# work_begin GUEST, work_end: it does I/O, and every byte is checked.
work_begin() {
	rm -f /run/case/work-{enough,rounds}
	_work "$1" &
	worker=$!
}
_work() {
	until [ -e /run/case/work-enough ]; do
		verify "$1" xvda 8
		echo >>/run/case/work-rounds
	done
}
work_end() {
	touch /run/case/work-enough
	wait $worker
	info verified "$(wc -l </run/case/work-rounds) rounds of I/O meanwhile"
}

# refused_disk GUEST VDEV: the back end does not connect it. What xenstore says
# of that is in /run/case/refused.
refused_disk() {
	local node
	node=/local/domain/0/error/backend/vbd/$(domid "$1")/$(_devid_of "$2")/error
	guest_attach "$1" "$2" "$(disk "$1-$2" 64)" >/run/case/attach 2>&1 || true
	wait_until 20 "$2 of $1 to be refused" xenstore-exists "$node"
	xenstore-read "$node" >/run/case/refused
	xl block-detach "$1" "$2" --force >/dev/null 2>&1 || true
	_expect_no_disk "$1" "$2"
	xenstore-rm "$node"
}

# xvda is 202:0, and each has sixteen minors.
_devid_of() {
	local letters=abcdefghijklmnop before
	before=${letters%"${1#xvd}"*}
	echo $((202 * 256 + 16 * ${#before}))
}

_expect_no_disk() {
	local dir
	dir=/sys/bus/xen-backend/devices/vbd-$(domid "$1")-$(_devid_of "$2")
	wait_until 20 "$2 of $1 to be gone" eval "! [ -e $dir ]"
}

# wanted_disk GUEST VDEV: it comes and goes.
wanted_disk() {
	guest_attach "$1" "$2" "$(disk "$1-$2" 64)"
	wait_until 30 "$1 to see $2" guest_try "$1" "[ -b /dev/$2 ]"
	xl block-detach "$1" "$2"
	_expect_no_disk "$1" "$2"
}

# A guest without devices takes what the toolstack needs only: it comes and
# answers, or xl says why it does not and leaves nothing.
guest_comes() {
	guest_create "$1" disks=
	guest_run "$1" true
	guest_destroy "$1"
}
guest_refused() {
	_guest_config "$1" 1 $((debug_kernel ? 256 : 128)) '' '' '' >/run/case/config
	! xl create -q /run/case/config >/run/case/xl 2>&1 || fail "xl creates $1 out of nothing"
	no_domain "$1" || fail "xl left a part of $1"
}
