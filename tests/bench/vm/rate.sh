# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# What: achieved rate over limit in 10 s, by size, direction, kind of limit, depth and number of vbds
# Needs: modules=throttle timeout=1800 clock=icount
. /project/cases/lib/figures.sh
. /project/cases/lib/io-max.sh

guest=measured
size_mb=32
disks=() specs=''
for letter in a b c d; do
	disks+=("$(disk bench-$letter $size_mb memory)")
	specs+="${specs:+ }bench-$letter:$size_mb:memory"
done
need_guest $guest memory=384 disks="$specs"
domid=$(domid $guest)
io_max_ready "$domid.xvd" "${disks[@]}"

# Far below what the machine can do, and hundreds of requests a second: one
# more or less in a window of 10 s is nothing. Linux' frontend cuts 1 MiB into
# pieces of 128 KiB.
declare -A bps=([4k]=2000000 [64k]=16000000 [1m]=32000000)
declare -A iops=([4k]=500 [64k]=250 [1m]=250)
declare -A short=([read]=rd [write]=wr)
seconds=10
settle=0.5

# limit OURS_OR_RIVAL KIND VALUE
limit() {
	if [ $1 = ours ]; then
		set_limit $domid ${direction}_$2 $3
	elif [ $3 = max ]; then
		io_max_set ${direction:0:1}$2 max
	else
		# There is no limit over several devices: each has its part.
		io_max_set ${direction:0:1}$2 $(($3 / count))
	fi
}

# achieved KIND SECONDS: from now on, in what that kind of limit limits.
achieved() {
	local unit=req rate
	[ $1 = iops ] || unit=sect
	rate=$(rate_of $2 $(statistics $domid ${short[$direction]}_$unit $count))
	[ $1 = iops ] || rate=$(calculate "$rate * 512")
	echo $rate
}

# One limit takes over from the one before it: a load without any costs the
# host ten times what a limited one does.
compare() {
	local kind whose before='' reached
	declare -A rate unlimited
	set_limit $domid ${direction}_bps ${bps[$size]}
	load_start $guest ${short[$direction]}_req $count --rw=rand$direction --bs=$size --iodepth=$depth
	for kind in bps iops; do
		declare -n value=$kind
		for whose in ours rival; do
			limit $whose $kind ${value[$size]}
			[ -z "$before" ] || limit $before max
			before="$whose $kind"
			sleep $settle
			rate[$whose$kind]=$(achieved $kind $seconds)
		done
	done
	limit $before max
	for kind in bps iops; do unlimited[$kind]=$(achieved $kind 0.1); done
	set_limit $domid ${direction}_bps ${bps[$size]}
	load_stop
	set_limit $domid ${direction}_bps max

	for kind in bps iops; do
		declare -n value=$kind
		reached=$(calculate "${unlimited[$kind]} / ${value[$size]}")
		[ "$(calculate "($reached >= 2)")" = 1 ] ||
			fail "without a limit it is $reached times ${direction}_$kind=${value[$size]}: that proves nothing"
		figure "${direction}_$kind=${value[$size]}, $size, depth $depth, $vbds: achieved/limit" \
			"$(calculate "${rate[ours$kind]} / ${value[$size]}")" "$(calculate "${rate[rival$kind]} / ${value[$size]}")" \
			"$rival_name" "ours within 0.005 of 1"
	done
}

sizes=(4k 64k 1m)
depths=(1 32)
! quick || { sizes=(4k 64k) depths=(32) seconds=5; }
for count in 1 4; do
	vbds="one vbd" rival_name=io.max
	[ $count = 1 ] || vbds="four vbds" rival_name="io.max, a quarter for each vbd"
	for size in "${sizes[@]}"; do
		for direction in read write; do
			for depth in "${depths[@]}"; do
				step "$direction, $size, depth $depth, $vbds"
				compare
			done
		done
	done
done
