# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
#
# xen-irqpool, and who else counts event channels.

irqpool_class=/sys/class/xen-irqpool

# What pool/kernel has to say: those of make kernel have in their release what they are.
kernel_word=unmodified
case $(uname -r) in *-dom0pack-custom | *-dom0pack-debug) kernel_word=patched ;; esac

irqpool_load() { modprobe xen-irqpool; }

irqpool_unload() {
	[ ! -d /sys/module/xen_irqpool ] || rmmod xen_irqpool
}

# As it was loaded: nobody has changed a setting.
irqpool_is_default() {
	[ "$(pool toolstack_share) $(pool default_quota) $(pool reserve_min) $(pool reserve_max)" = "128 512 64 1024" ]
}

# pool NAME, pool NAME VALUE: of dom0 as a whole. channels DOMID NAME [VALUE]: of a domain.
pool() { if [ $# = 1 ]; then echo "$(<"$irqpool_class/pool/$1")"; else echo "$2" >"$irqpool_class/pool/$1"; fi; }
channels() { if [ $# = 2 ]; then echo "$(<"$irqpool_class/dom$1/$2")"; else echo "$3" >"$irqpool_class/dom$1/$2"; fi; }

# descriptors_taken: without those of the reserve, which are ready for whoever binds.
descriptors_taken() { echo $(($(pool descriptors_used) - $(pool reserve))); }

# kind DOMID|pool KIND: how many channels of that kind.
kind() {
	local folder=$irqpool_class/$1 name number
	[ "$1" = pool ] || folder=$irqpool_class/dom$1
	while read -r name number; do
		[ "$name" != "$2" ] || { echo "$number" && return; }
	done <"$folder/kinds"
	echo 0
}

# Xen's own tool, which asks Xen about each port.
lsevtchn() { /usr/lib/xen-4.17/bin/lsevtchn "$@"; }

# counted_by_xen: "DOMID CHANNELS" of each domain, from lsevtchn; what belongs to
# none is dom0's.
counted_by_xen() {
	lsevtchn 0 | awk '
		match($0, /Remote Domain [0-9]+/) { count[substr($0, RSTART + 14, RLENGTH - 14)]++; next }
		/VCPU/ { count[0]++ }
		END { for (domid in count) print domid, count[domid] }' | sort -n
}

# counted_by_pool: the same, from the module.
counted_by_pool() {
	local dir
	for dir in $irqpool_class/dom*; do echo "${dir##*/dom} $(<"$dir/used")"; done | sort -n
}

# total_of: of a list as the two above give it. ports_by_xen: all that are in use.
total_of() { awk '{ sum += $2 } END { print sum }'; }
ports_by_xen() { counted_by_xen | total_of; }

_same_counts() {
	counted_by_xen >/run/case/by-xen
	counted_by_pool >/run/case/by-pool
	[ "$(total_of </run/case/by-xen)" = "$(pool channels_used)" ] &&
		cmp -s /run/case/by-xen /run/case/by-pool
}

# expect_same_counts: the module and Xen agree on every domain. A channel may come
# or go between two looks.
expect_same_counts() {
	local try
	for try in {1..10}; do
		! _same_counts || return 0
		sleep 1
	done
	fail "Xen counts $(tr '\n' ',' </run/case/by-xen) the module $(tr '\n' ',' </run/case/by-pool) of $(pool channels_used), after $try looks"
}

# handled_by_linux: event channels with an interrupt, by /proc/interrupts.
handled_by_linux() { grep -c 'xen-dyn\|xen-percpu\|xen-pirq' /proc/interrupts; }
ports_without_interrupt() { echo $(($(ports_by_xen) - $(handled_by_linux))); }

# refusals_of DOMID: what xenstore says of devices that it was refused.
refusals_of() { xenstore-ls -f /local/domain/0/error/backend 2>/dev/null | grep "/$1/.*event channel" || true; }
