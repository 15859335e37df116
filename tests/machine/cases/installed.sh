# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# What: the packages, after a reboot: a named guest meets its limit from its first second, whenever it starts
# Needs: modules=installed timeout=600
# shellcheck source=tests/machine/dom0/lib.sh
. /project/machine/lib.sh
limit=2000000
settings=/etc/dom0ctl/limits.d/guests.toml

step "what is there after the boot"
loaded_ours
for unit in dom0ctl dom0ctl-follow; do
	[ "$(systemctl is-active $unit)" = active ] || fail "$unit.service is $(systemctl is-active $unit)"
done
dom0ctl status
[ "$(pool toolstack_share)" = 256 ] || fail "toolstack_share is $(pool toolstack_share), and udev's rule says 256"

step "the first start"
start web1
is_patched || fail "the xen-blkback that serves guests is not the patched one"
held_from_the_first web1 $limit

step "the control: without the settings"
mv $settings /root/
restart web1
not_held web1 $limit
mv /root/guests.toml $settings

step "a start under a new domid"
restart web1
held_from_the_first web1 $limit

step "another name"
limit_is $limit || fail "write_bps is $(get_limit "$(domid web1)" write_bps)"
xl rename web1 db1
wait_until 30 "the limit of db1" limit_is 4000000
xl rename db1 web1
wait_until 30 "the limit of web1" limit_is $limit

step "migrated in"
# A domain that is new here, as one that xl migrate brings.
before=$(domid web1)
xl save web1 /run/web1.save
guest_restore web1 /run/web1.save
rm /run/web1.save
[ "$(domid web1)" != "$before" ] || fail "web1 has the domid $before again"
wait_until 30 "the limit of web1 that was restored" limit_is $limit

step "a file with a mistake"
mistake=/etc/dom0ctl/limits.d/90-mistake.toml
printf '[[limit]]\nguest = "web1"\nwrite_bps = "fast"\n' >$mistake
if dom0ctl config check >/run/case/checked; then fail "config check takes a file with a mistake"; fi
grep -F "$mistake:3:" /run/case/checked || fail "config check says: $(tr '\n' ' ' </run/case/checked)"
if systemctl reload dom0ctl; then fail "systemctl reload dom0ctl takes a file with a mistake"; fi
limit_is $limit || fail "a file with a mistake changed write_bps to $(get_limit "$(domid web1)" write_bps)"
journalctl --sync
grep -qF "$mistake:3:" <(journalctl -b --no-pager -o cat -u dom0ctl) || fail "the journal does not name $mistake:3"
rm $mistake
systemctl reload dom0ctl
limit_is $limit || fail "with the mistake gone, write_bps is $(get_limit "$(domid web1)" write_bps)"

# A guest that runs would be saved by Debian's xendomains at the shutdown.
guest_destroy web1
