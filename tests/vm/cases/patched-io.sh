# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# What: the patched xen-blkback without the throttle: 4 KiB to 1 MiB, reads and writes mixed, every byte checked
# Needs: modules=patched timeout=150
need_guest g1 disks="g1-a:64 g1-b:64"
is_patched || fail "this is not the patched xen-blkback"
! is_throttled || fail "the throttle is loaded"
verify g1 xvda
