# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# What: indirect requests of 1 to 256 segments under limits smaller than one of them; full rings of 1 to 16 pages; four queues
# Needs: modules=throttle timeout=200 front
disk=$(front_disk indirect 64)

step "indirect requests of 1 to 256 segments"
sizes=(1 2 10 11 12 31 32 33 128 255 256)
indirect() {
	local n sector=0
	cat <<-END
		create disk=$disk
		connect protocol=$1 persistent=$2
		expect-node feature-max-indirect-segments 256
		shell set_limit 0 write_bps 4000000
		shell set_limit 0 read_bps 6000000
	END
	for n in "${sizes[@]}"; do
		echo "write indirect tag=w$n segments=$n sector=$sector pattern=$n"
		sector=$((sector + n * 8))
	done
	echo "write indirect tag=narrow segments=256 first=1 last=5 sector=$sector pattern=77"
	echo "write indirect tag=lone segments=256 first=7 last=7 sector=$((sector + 1280)) pattern=78"
	printf 'wait all\nexpect-status ok all\nexpect-order all\nexpect-rate-at-most all bytes=4000000 percent=1\n'
	# shellcheck disable=SC2016 # for the shell inside
	echo 'shell test $(throttle_stat 0 write_held_ios) -gt 5'
	echo 'forget'
	sector=0
	for n in "${sizes[@]}"; do
		echo "read indirect tag=r$n bytes=$((n * 4))k offset=3 sector=$sector"
		sector=$((sector + n * 8))
	done
	echo "read indirect tag=rnarrow bytes=640k sector=$sector"
	echo "read indirect tag=rlone bytes=128k sector=$((sector + 1280))"
	printf 'wait all\nexpect-status ok all\nexpect-order all\n'
	for n in "${sizes[@]}"; do echo "verify r$n pattern=$n"; done
	printf 'verify rnarrow pattern=77\nverify rlone pattern=78\n'
}
# 256 pages and an offset would be 257.
sizes=("${sizes[@]/#256/254}")
indirect x86_64 0 | front indirect-x86_64
indirect x86_32 1 | front indirect-x86_32

# soon_waiting N: so many writes wait.
soon_waiting() {
	local i
	for i in {1..200}; do
		[ "$(throttle_stat 0 write_waiting_ios)" -lt "$1" ] || return 0
		sleep 0.1
	done
	return 1
}
export -f soon_waiting

step "full rings of 1 to 16 pages"
rings() {
	local order slots
	echo "create disk=$disk"
	for order in 0 1 2 3 4; do
		slots=$((32 << order))
		cat <<-END
			connect order=$order protocol=$1 persistent=$((order % 2))
			shell set_limit 0 write_bps 1
			write tag=w count=$((slots + 5)) pattern=$((order + 1))
			shell soon_waiting $((slots - 1))
			expect-free slots=0
			expect-waiting w8
			shell set_limit 0 write_bps 20000000
			wait w*
			expect-status ok w*
			expect-order w*
			shell set_limit 0 write_bps max
			shell set_limit 0 read_iops 1000
			read tag=r count=$((slots + 5))
			wait r*
			expect-order r*
			verify r* pattern=$((order + 1))
			shell set_limit 0 read_iops max
			forget
			close
			reopen
		END
	done
}
rings x86_64 | front rings-x86_64
rings x86_32 | front rings-x86_32

step "four queues, none starved"
echo 4 >/sys/module/xen_blkback/parameters/max_queues
at_end "nproc >/sys/module/xen_blkback/parameters/max_queues"
front queues <<-END
	create disk=$disk
	connect queues=4 order=1
	shell set_limit 0 write_bps 1
	write tag=a q=0 count=60 sector=0 pattern=1
	write tag=b q=1 count=60 sector=1024 pattern=2
	write tag=c q=2 count=60 sector=2048 pattern=3
	write tag=d q=3 count=60 sector=3072 pattern=4
	shell soon_waiting 236
	shell set_limit 0 write_iops 80
	shell set_limit 0 write_bps max
	wait all
	expect-status ok all
	expect-order a*
	expect-order b*
	expect-order c*
	expect-order d*
	# Taking turns: had they gone one ring after the other, it would be 60.
	expect-even a* b* c* d* within=15
	read tag=ra q=3 count=60 sector=0
	read tag=rb q=0 count=60 sector=1024
	read tag=rc q=1 count=60 sector=2048
	read tag=rd q=2 count=60 sector=3072
	wait all
	verify ra* pattern=1
	verify rb* pattern=2
	verify rc* pattern=3
	verify rd* pattern=4
END
