# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# What: the throttle is loaded and limits nothing: every byte right, nothing ever held back
# Needs: modules=throttle timeout=150
need_guest g1 disks="g1-a:64 g1-b:64"
domid=$(domid g1)
before=$(throttle_stat "$domid" write_ios)
held=$(throttle_stat "$domid" write_held_ios)
verify g1 xvda
[ "$(throttle_stat "$domid" write_ios)" -gt "$before" ] || fail "the throttle did not see the guest's writes"
[ "$(throttle_stat "$domid" write_held_ios)" = "$held" ] || fail "writes were held back without a limit"
