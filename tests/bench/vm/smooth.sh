# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# What: the gaps between completions at 500 I/Os per second, depth 8
# Needs: modules=throttle timeout=300 clock=icount
. /project/cases/lib/figures.sh
. /project/cases/lib/io-max.sh
. /project/cases/lib/own-vbd.sh
limit=500
depth=8
seconds=20
! quick || seconds=5
own_vbd

# gaps: prints the 99.9th percentile and the longest, over the ideal spacing.
gaps() {
	local count median high longest
	read -r count median high longest <<<"$($programs/gaps $own_device $depth 4096 $seconds)"
	# Gaps of another rate would tell nothing.
	within 10 $count $((limit * seconds)) || fail "there were $count completions in $seconds s at $limit a second"
	echo "$(calculate "$high * $limit / 1e9") $(calculate "$longest * $limit / 1e9")"
}

step "the throttle at $limit I/Os per second"
set_limit 0 read_iops $limit
read -r ours ours_longest <<<"$(gaps)"
set_limit 0 read_iops max
step "io.max at $limit I/Os per second"
io_max_set riops $limit
read -r rival rival_longest <<<"$(gaps)"
io_max_set riops max
what="gap between completions over the ideal $((1000 / limit)) ms at $limit I/Os per second, depth $depth"
figure "$what: 99.9th percentile" $ours $rival io.max "ours < 1.5"
figure "$what: the longest" $ours_longest $rival_longest io.max none
