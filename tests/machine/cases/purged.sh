# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# What: removed while a guest runs, then purged: nothing of the packages is left on the disk
# Needs: modules=installed timeout=300
# shellcheck source=tests/machine/dom0/lib.sh
. /project/machine/lib.sh
export DEBIAN_FRONTEND=noninteractive
step "apt-get remove"
apt-get -q -y -o Dpkg::Use-Pty=0 remove dom0ctl xen-dom0-pack-dkms
[ -e /etc/dom0ctl/limits.d/guests.toml ] || fail "removing the packages took the administrator's settings"
guest_run web1 dd if=/dev/zero of=/dev/xvda bs=64k count=16 oflag=direct
step "apt-get purge"
apt-get -q -y -o Dpkg::Use-Pty=0 purge dom0ctl xen-dom0-pack-dkms
[ -e /etc/dom0ctl/limits.d/guests.toml ] || fail "purging the packages took the administrator's settings"
left=$(find / -xdev \( -path /root -o -path /var/log -o -path /var/lib/apt -o -path /var/cache \) -prune -o \
	\( -name '*dom0ctl*' -o -name '*dom0-pack*' -o -name 'xen-blkthrottle*' -o -name 'xen-backend-hooks*' \) -print |
	grep -vE '/dom0-pack-test(\.service)?$' || true)
printf '%s\n' "$left"
[ "$left" = /etc/dom0ctl ] || fail "left: $(tr '\n' ' ' <<<"$left")"
[ "$(find /etc/dom0ctl -type f)" = /etc/dom0ctl/limits.d/guests.toml ] || fail "left: $(find /etc/dom0ctl -type f | tr '\n' ' ')"
for kernel in /lib/modules/*; do
	[ ! -e "$kernel/updates" ] || fail "left: $kernel/updates"
done
systemctl daemon-reload
[ -z "$(systemctl list-unit-files --no-legend 'dom0ctl*')" ] || fail "left: $(systemctl list-unit-files --no-legend 'dom0ctl*')"
# A guest that runs would be saved at the shutdown.
guest_destroy web1
