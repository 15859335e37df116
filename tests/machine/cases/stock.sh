# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# What: without the packages, after a reboot, the kernel's own xen-blkback serves the guest, without a limit
# Needs: modules=installed timeout=300
# shellcheck source=tests/machine/dom0/lib.sh
. /project/machine/lib.sh
[ "$(origin xen-blkback)" = kernel/drivers/block/xen-blkback ] || fail "modprobe finds xen-blkback in $(origin xen-blkback)"
start web1
[ -d /sys/module/xen_blkback ] || fail "no xen-blkback is loaded"
[ ! -d /sys/module/xen_backend_hooks ] || fail "xen-backend-hooks is loaded"
[ ! -e $throttle_class ] || fail "there is $throttle_class"
for vbd in $(vbds_of "$(domid web1)"); do
	[ ! -e "$vbd/throttle" ] || fail "there is $vbd/throttle"
done
not_held web1 2000000
guest_destroy web1
