# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# What: the order of requests on one ring: reads and writes pass each other, one direction stays in order, a barrier keeps apart
# Needs: modules=throttle timeout=120 front
disk=$(front_disk order 64)

# Nothing is limited: answers come in the order of requests, so the disk keeps
# it, and whatever else is seen below is the throttle's doing.
step "the disk keeps the order"
front control <<-END
	create disk=$disk
	connect
	write tag=w count=10 pattern=1
	read tag=r count=10
	write tag=v count=10 pattern=1
	wait all
	expect-status ok all
	expect-order w* r* v*
	verify r* pattern=1
END

# With 1 byte a second, at most one request leaves before the limit is lifted.
step "reads pass held writes"
front reads <<-END
	create disk=$disk
	connect
	write tag=seed bytes=40k pattern=1
	wait all
	shell set_limit 0 write_bps 1
	write tag=taker sector=1024 pattern=2
	write tag=w count=8 sector=1032 pattern=2
	read tag=r bytes=40k count=4 step=0
	wait r*
	expect-status ok r*
	expect-order r*
	verify r* pattern=1
	expect-waiting w*
	shell is_holding 0
	# As soon as the limit is gone, all of them go, in the order they came.
	shell set_limit 0 write_bps max
	wait all
	expect-status ok all
	expect-order taker w*
	read tag=again sector=1032 bytes=32k
	wait again
	verify again pattern=2
END

step "writes pass held reads"
front writes <<-END
	create disk=$disk
	connect
	shell set_limit 0 read_bps 1
	read tag=taker sector=1024
	read tag=r count=8 sector=1032
	write tag=w count=8 sector=2048 pattern=3
	wait w*
	expect-status ok w*
	expect-order w*
	expect-waiting r*
	shell set_limit 0 read_bps max
	wait all
	expect-status ok all
	expect-order taker r*
	verify r* pattern=2
END

step "a full ring"
front full <<-END
	create disk=$disk
	connect
	shell set_limit 0 write_bps 1
	write tag=taker sector=1024 pattern=2
	sleep ms=200
	write tag=w count=31 sector=1032 pattern=2
	read tag=early
	wait early
	# One slot is free, or two if the bucket was full and taker has gone.
	write tag=more sector=2048 count=2 pattern=2
	expect-free slots=0
	read tag=late
	sleep ms=1000
	expect-waiting late w1
	shell set_limit 0 write_bps max
	wait all
	expect-status ok all
	verify early late pattern=1
END

# 40 KiB/s are ten of these writes a second.
barrier() {
	front "barrier-$1" <<-END
		create disk=$disk
		connect
		write tag=old sector=512 bytes=4k pattern=4
		wait old
		shell set_limit 0 write_bps 1
		write tag=taker sector=1024 pattern=2
		write tag=before count=4 sector=1032 pattern=2
		write tag=same sector=512 pattern=5
		read tag=passes sector=512
		barrier tag=barrier $2
		write tag=after count=3 sector=1080 pattern=2
		read tag=reads sector=512
		flush tag=flush
		discard tag=discard sector=4096 bytes=4k
		wait passes
		verify passes pattern=4
		sleep ms=500
		# Nothing of what came after it, even what costs no tokens.
		expect-waiting before* same barrier after* reads flush discard
		shell set_limit 0 write_bps 40960
		wait all
		expect-status ok all
		expect-order before* same barrier after*
		expect-order barrier reads
		expect-order barrier flush
		expect-order barrier discard
		expect-order passes before0
		verify reads pattern=5
	END
}
step "a barrier without data"
barrier bare ""
step "a barrier with data"
barrier heavy "sector=2048 bytes=8k pattern=6"
