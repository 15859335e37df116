# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# What: the kernel's own xen-blkback serves a PV guest, without a byte wrong (the control of all others)
# Needs: modules=stock timeout=150
need_guest g1 disks="g1-a:64 g1-b:64"
before=$(vbd_count "$(domid g1)" wr_sect)
verify g1 xvda
# It was this backend that served it: both sides know the same number.
sectors=$(($(vbd_count "$(domid g1)" wr_sect) - before))
[ $((sectors * 512)) = "$verified_written" ] || fail "fio wrote $verified_written bytes, the vbd statistics show $((sectors * 512))"
