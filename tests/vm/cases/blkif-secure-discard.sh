# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# What: a secure discard passes what waits for bytes, counts as one I/O, and reaches the disk as a secure erase; a plain one as a plain one
# Needs: modules=throttle timeout=120 front testmodules
erase_disk 16
disk=/dev/erase0

# With 1 byte a second, at most one request leaves before the limit is lifted.
step "past writes that wait for bytes"
front bytes <<-END
	create disk=$disk
	connect
	expect-node feature-discard 1
	expect-node discard-secure 1
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
	shell remember secure_erases \$(erased secure_erases)
	shell remember secure_erase_bytes \$(erased secure_erase_bytes)
	shell remember discards \$(erased discards)
	shell remember discard_bytes \$(erased discard_bytes)
	discard tag=secure sector=4096 bytes=16k secure
	wait secure
	expect-status ok secure
	shell grown secure_erases \$(erased secure_erases) 1
	shell grown secure_erase_bytes \$(erased secure_erase_bytes) 16384
	shell grown discards \$(erased discards) 0
	discard tag=plain sector=4128 bytes=24k
	wait plain
	expect-status ok plain
	shell grown secure_erases \$(erased secure_erases) 1
	shell grown discards \$(erased discards) 1
	shell grown discard_bytes \$(erased discard_bytes) 24576
	expect-waiting w*
	shell grown write_ios \$(throttle_stat 0 write_ios) 2
	shell grown other_ios \$(throttle_stat 0 other_ios) 2
	shell grown write_bytes \$(throttle_stat 0 write_bytes) 0
	# This disk erases only when it is asked to.
	read tag=erased sector=4096 bytes=16k
	read tag=kept sector=4128 bytes=24k
	wait erased kept
	verify erased pattern=0
	verify kept pattern=9
	shell set_limit 0 write_bps max
	wait all
	expect-status ok all
	expect-order taker w*
END

# At two a second, each waits for those before it, however large all are, and none
# for what its bytes would cost.
step "one I/O each under limits of I/Os and of bytes"
front ios <<-END
	create disk=$disk
	connect
	shell set_limit 0 write_iops 2
	shell set_limit 0 iops_size 4096
	shell set_limit 0 write_bps 1000
	shell remember secure_erases \$(erased secure_erases)
	shell remember discards \$(erased discards)
	discard tag=first bytes=1m secure
	discard tag=second bytes=1m secure
	discard tag=third bytes=1m
	discard tag=fourth bytes=1m secure
	wait all
	expect-status ok all
	expect-order first second third fourth
	expect-took third min=800
	expect-took fourth min=1200
	shell grown secure_erases \$(erased secure_erases) 3
	shell grown discards \$(erased discards) 1
END

# The control: what refuses a discard, secure or not, is the disk and nobody else.
step "a disk that cannot erase"
plain=$(front_disk no-erase 16)
front refused <<-END
	create disk=$plain
	connect
	expect-node discard-secure 0
	discard tag=secure bytes=4k secure
	wait all
	expect-status ok secure
	shell grown secure_erases \$(erased secure_erases) 3
END
