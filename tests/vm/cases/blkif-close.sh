# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# What: a front end that closes while requests are held gets an answer to each within two seconds, and can come back
# Needs: modules=throttle timeout=120 front
disk=$(front_disk close 64)
users=$(refcount xen_blkback)

# Of each kind some that wait for tokens, and some behind a barrier.
held="
	shell set_limit 0 write_bps 1
	shell set_limit 0 read_bps 1
	write tag=taker sector=1024 pattern=2
	read tag=taken
	sleep ms=200
	write tag=w count=8 sector=1032 pattern=2
	read tag=r count=6
	barrier tag=barrier
	write tag=behind count=3 sector=2048 pattern=2
	discard sector=8192 bytes=4k
	flush tag=flush sector=2056 bytes=4k pattern=3
	sleep ms=300
	expect-waiting w* r* barrier behind* discard flush
"
answered="
	# Nothing may be left open, whatever its kind.
	wait all
	expect-status error w* r* barrier behind* discard flush
	expect-took w* r* max=10000
"
# What was refused was not written: the disk still has what it had.
again="
	reopen
	connect
	shell set_limit 0 write_bps max
	shell set_limit 0 read_bps max
	read tag=unwritten sector=1032 bytes=32k
	wait unwritten
	verify unwritten pattern=7
	write tag=back sector=1032 bytes=32k pattern=7
	wait back
	expect-status ok back
"

for how in "close at-once" "close"; do
	step "$how"
	front "$how" <<-END
		create disk=$disk
		connect
		write tag=old sector=1032 bytes=32k pattern=7
		wait old
		$held
		$how
		$answered
		$again
	END
done

# Closing alone lets nothing go: it would be a way around the limit.
step "closing is no way around a limit"
front closing <<-END
	create disk=$disk
	connect
	$held
	state closing
	sleep ms=1000
	expect-waiting w* r* barrier behind* discard flush
	close at-once
	$answered
END

step "again and again, on several queues"
echo 4 >/sys/module/xen_blkback/parameters/max_queues
at_end "nproc >/sys/module/xen_blkback/parameters/max_queues"
{
	printf 'create disk=%s\n' "$disk"
	for i in {1..5}; do
		printf 'connect queues=4 order=1 persistent=%s\n' $((i % 2))
		printf 'shell set_limit 0 write_iops 1\n'
		for q in 0 1 2 3; do
			printf 'write tag=w%s count=30 q=%s sector=%s pattern=%s\n' "$i" $q $((q * 1024)) "$i"
		done
		printf 'sleep ms=300\nclose at-once\nwait all\nreopen\nforget\n'
	done
} | front queues

expect_fronts_gone "$users"
