# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# What: a flush and a discard without data pass what waits for bytes, and count as one I/O each; with data they wait
# Needs: modules=throttle timeout=120 front
disk=$(front_disk order 64)

# With 1 byte a second, at most one request leaves before the limit is lifted.
step "past writes that wait for bytes"
front bytes <<-END
	create disk=$disk
	connect
	write tag=seed sector=4096 bytes=40k pattern=9
	wait all
	shell set_limit 0 write_bps 1
	write tag=taker sector=1024 pattern=2
	write tag=w count=8 sector=1032 pattern=2
	wait taker
	sleep ms=200
	expect-waiting w*
	shell remember write_ios \$(throttle_stat 0 write_ios)
	shell remember other_ios \$(throttle_stat 0 other_ios)
	shell remember write_bytes \$(throttle_stat 0 write_bytes)
	flush tag=flush
	discard tag=discard sector=4096 bytes=20k
	discard tag=secure sector=4136 bytes=20k secure
	wait flush discard secure
	expect-status ok flush discard secure
	expect-waiting w*
	shell grown write_ios \$(throttle_stat 0 write_ios) 3
	shell grown other_ios \$(throttle_stat 0 other_ios) 3
	shell grown write_bytes \$(throttle_stat 0 write_bytes) 0
	read tag=gone sector=4096 bytes=40k
	wait gone
	verify gone pattern=0
	# With data it moves bytes, and waits behind the others.
	flush tag=heavy sector=2048 bytes=4k pattern=3
	sleep ms=500
	expect-waiting w* heavy
	shell set_limit 0 write_bps max
	wait all
	expect-status ok all
	expect-order taker w* heavy
	expect-order flush w0
	read tag=written sector=1032 bytes=32k
	read tag=flushed sector=2048
	wait written flushed
	verify written pattern=2
	verify flushed pattern=3
END

# The same without a throttle's doing: statuses are blkback's own.
step "statuses without a limit"
front free <<-END
	create disk=$disk
	connect
	flush
	discard sector=4096 bytes=20k
	discard tag=secure sector=4136 bytes=20k secure
	wait all
	expect-status ok all
END
