# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
#
# xen-csumfix, and traffic that shows what it does.

csum_parameters=/sys/module/xen_csumfix/parameters

csum_load() { modprobe xen-csumfix "$@"; }
csum_unload() { [ ! -d /sys/module/xen_csumfix ] || rmmod xen_csumfix; }

# Parameters that an earlier case left changed.
csum_is_default() {
	[ "$(<$csum_parameters/default_mode) $(<$csum_parameters/default_gso) $(<$csum_parameters/default_bad)" = "off pass count" ]
}

# csum_set VIF NAME VALUE
csum_set() { echo "$3" >"/sys/class/net/$1/csumfix/$2"; }
csum_get() { cat "/sys/class/net/$1/csumfix/$2"; }
csum_stat() { awk -v name="$2" '$1 == name { print $2 }' "/sys/class/net/$1/csumfix/stat"; }

# csum_all MODE [GSO [BAD]]: every vif.
csum_all() {
	local dir
	for dir in /sys/class/net/*/csumfix; do
		[ -e "$dir" ] || continue
		echo "${2:-pass}" >"$dir/gso"
		echo "${3:-count}" >"$dir/bad"
		echo "$1" >"$dir/mode"
	done
}
