# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# What: all numbers and limits of 256 domains, through the ioctl and from their sysfs files
# Needs: modules=throttle timeout=300 clock=icount
. /project/cases/lib/figures.sh
count=256
first=20000
rounds=5
! quick || rounds=2

# A vbd whose frontend never answers is enough for a domain to be known, and its
# frontend need not exist but in xenstore.
backends() {
	local domid front back
	for ((domid = first; domid < first + count; domid++)); do
		front=/local/domain/$domid/device/vbd/51712
		back=/local/domain/0/backend/vbd/$domid/51712
		xenstore-write $front/backend $back $front/state 1 $back/frontend $front $back/frontend-id $domid \
			$back/dev xvda $back/mode w $back/online 1 $back/state 1
	done
}

backends_end() {
	local domid
	for ((domid = first; domid < first + count; domid++)); do
		xenstore-rm /local/domain/0/backend/vbd/$domid /local/domain/$domid
	done
	wait_until 60 "the domains to go" _known 0
}

_known() { [ "$(find $throttle_class -mindepth 1 -maxdepth 1 -name 'dom2????' | wc -l)" = $1 ]; }

destroy_all_guests
step "making $count domains known to blkback"
at_end backends_end
backends
wait_until 60 "$count domains under $throttle_class" _known $count

step "reading them"
# All of their files at once.
ulimit -n 16384
read -r seen ours opening kept <<<"$($programs/stats $rounds)"
[ $seen = $count ] || fail "$seen domains were read instead of $count"
per_second() { calculate "1e9 / $1"; }
what="readings per second of all limits and numbers of $count domains, ioctl against"
figure "$what files opened each time" "$(per_second $ours)" "$(per_second $opening)" "their sysfs files" "ratio >= 20"
figure "$what files kept open" "$(per_second $ours)" "$(per_second $kept)" "their sysfs files" "ratio >= 20"
