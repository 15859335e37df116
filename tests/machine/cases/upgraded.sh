# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# What: after an upgrade to kernel 6.12 and a reboot, the guest meets its limit as before
# Needs: modules=installed timeout=300
# shellcheck source=tests/machine/dom0/lib.sh
. /project/machine/lib.sh
limit=2000000
[[ $(uname -r) == 6.12* ]] || fail "the machine runs $(uname -r)"
loaded_ours
start web1
held_from_the_first web1 $limit

step "the control: the limit lifted"
dom0ctl limit clear web1
at_full_speed web1 $limit

step "the package once more, while it runs"
follower() { systemctl show -p MainPID --value dom0ctl-follow; }
pid=$(follower)
dpkg -i /root/dom0ctl_*.deb
[ "$(systemctl is-active dom0ctl-follow)" = active ] || fail "dom0ctl-follow is $(systemctl is-active dom0ctl-follow) after dpkg -i"
[ "$(follower)" != "$pid" ] || fail "dpkg -i has not restarted dom0ctl-follow"
wait_until 30 "the limit that is in the files" limit_is $limit
