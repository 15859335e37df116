# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
#
# What a domain must not leave behind.

# blkback_threads [DOMID]: how many there are.
blkback_threads() {
	ps -eo comm= | grep -c "^${1:-[0-9]*}\.xvd" || true
}

_no_threads() { [ "$(blkback_threads "$1")" = 0 ]; }
_no_vbds() { [ -z "$(vbds_of "$1")" ]; }
_no_class_device() { [ ! -e "$throttle_class/dom$1" ]; }
_not_dying() { ! xl list "$1" >/dev/null 2>&1; }

# expect_gone DOMID: nothing of the domain is left, at the latest in 20 s.
expect_gone() {
	wait_until 20 "the kthreads of domain $1 to end" _no_threads "$1"
	wait_until 20 "the vbds of domain $1 to go" _no_vbds "$1"
	wait_until 20 "dom$1 to leave $throttle_class" _no_class_device "$1"
	wait_until 20 "domain $1 to leave xl list (grants still mapped?)" _not_dying "$1"
}
