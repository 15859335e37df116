# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# What: rates of both protocols, of four queues together, of flushes and discards, each within 3 %
# Needs: modules=throttle timeout=240 clock=icount front long
disk=$(front_disk rates 64)
echo 4 >/sys/module/xen_blkback/parameters/max_queues
at_end "nproc >/sys/module/xen_blkback/parameters/max_queues"

# rates NAME CONNECTION: two seconds each; without a limit first, or the rest
# would prove nothing.
rates() {
	step "rates with $2"
	front "rates-$1" <<-END
		create disk=$disk
		connect $2
		write tag=free count=30 bytes=40k
		wait free*
		shell set_limit 0 write_bps 2000000
		write tag=wb count=100 bytes=40k step=0
		wait wb*
		expect-rate wb* bytes=2000000 percent=3
		forget
		shell set_limit 0 write_bps max
		shell set_limit 0 read_bps 1000000
		read tag=rb count=50 bytes=40k step=0
		wait rb*
		expect-rate rb* bytes=1000000 percent=3
		forget
		shell set_limit 0 read_bps max
		shell set_limit 0 write_iops 100
		write tag=wi count=200 bytes=4k step=0
		wait wi*
		expect-rate wi* ios=100 percent=3
	END
	grep '^rate of' "/run/case/front-rates-$1" | while read -r line; do info "$1" "$line"; done
}
rates x86_64 "protocol=x86_64"
rates x86_32 "protocol=x86_32 order=2 persistent=1"

step "flushes, discards and barriers are one I/O each"
front ios <<-END
	create disk=$disk
	connect order=2
	shell set_limit 0 write_iops 50
	flush tag=f count=40
	discard tag=d count=40 bytes=64k step=0
	barrier tag=b count=10
	write tag=w count=30 bytes=40k step=0
	wait all
	expect-status ok all
	expect-rate all ios=50 percent=3
END

step "four queues have one limit"
front queues <<-END
	create disk=$disk
	connect queues=4
	# All are there before the first one goes, however long it takes to ask for them.
	shell set_limit 0 write_bps 1
	write tag=taker
	write tag=a count=50 q=0 step=0
	write tag=b count=50 q=1 step=0
	write tag=c count=50 q=2 step=0
	write tag=d count=50 q=3 step=0
	shell set_limit 0 write_iops 100
	shell set_limit 0 write_bps max
	wait all
	expect-rate a* b* c* d* ios=100 percent=3
	expect-even a* b* c* d* within=4
END
