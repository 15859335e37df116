# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# What: malformed requests are refused with limits set as stock blkback refuses them; nothing leaks and another disk goes on
# Needs: modules=throttle timeout=200 front
disk=$(front_disk hostile 64)
other=$(front_disk other 64)
sectors=131072
huge=18446744073709551608

# Each of these must be answered, and with exactly this.
malformed() {
	cat <<-END
		# Operations that are none.
		read tag=op4 op=4
		read tag=op7 op=7
		read tag=op77 op=77
		read tag=op255 op=255
		# As many segments as do not fit, or none.
		write tag=none claim=0
		read tag=none-read claim=0
		write tag=many claim=12 bytes=40k
		read tag=most claim=255
		write tag=indirect-none indirect claim=0
		write tag=indirect-257 indirect claim=257
		read tag=indirect-most indirect claim=65535
		# Sectors of a page that are none, or run backwards.
		write tag=backwards segments=1 first=5 last=2
		write tag=beyond segments=1 first=0 last=8
		read tag=far segments=2 first=255 last=255
		read tag=wrapped segments=1 first=1 last=0
		write indirect tag=indirect-backwards segments=40 first=5 last=2
		write indirect tag=indirect-beyond segments=40 first=0 last=200
		# Sectors of the disk that are not there.
		write tag=end sector=$sectors
		read tag=over-end sector=$((sectors - 1))
		write tag=huge sector=$huge bytes=8k
		read tag=middle sector=9223372036854775808
		write indirect tag=indirect-end sector=$((sectors - 8)) segments=32
		barrier tag=barrier-end sector=$sectors bytes=4k
		flush tag=flush-end sector=$sectors bytes=4k
		discard tag=discard-end sector=$sectors bytes=4k
		discard tag=discard-huge sector=$huge bytes=64k
		# Memory that was never granted.
		write tag=gref gref=4000000000
		read tag=gref-read gref=4000000000 bytes=40k
		write tag=gref-unused gref=31000
		barrier tag=barrier-gref gref=4000000000 bytes=4k
		write indirect tag=indirect-gref gref=4000000000 segments=100
		read indirect tag=indirect-page indirect-gref=4000000000
		# Indirect requests of what cannot be.
		write indirect tag=nested indirect-op=6
		write indirect tag=indirect-barrier indirect-op=2
		write indirect tag=indirect-flush indirect-op=3
		write indirect tag=indirect-discard indirect-op=5
		write indirect tag=indirect-op indirect-op=200
		# What is odd and allowed.
		discard tag=discard-none
		wait all timeout=40
		expect-status unsupported op*
		expect-status error none* many most indirect-* backwards beyond far wrapped end over-end
		expect-status error huge middle barrier-* flush-end discard-end discard-huge gref* nested
	END
}

# The ring dies of this, and only this one.
lie() {
	cat <<-END
		write tag=before
		wait before
		$1
		sleep ms=300
		lie requests=100000
		sleep ms=300
		write tag=after sector=64
		sleep ms=1000
		expect-waiting after $2
		close at-once
		$3
		reopen
		connect protocol=x86_32
		write tag=anew sector=128 bytes=40k pattern=2
		wait anew
		read tag=seen sector=128 bytes=40k
		wait seen
		verify seen pattern=2
		lie requests=33
		sleep ms=200
		close at-once
	END
}

# A second disk, with data of its own.
neighbour() {
	local i
	printf 'create disk=%s devid=51968\nconnect order=2\n' "$other"
	for i in {1..12}; do
		cat <<-END
			write tag=w count=10 bytes=40k pattern=$i
			wait w*
			read tag=r count=10 bytes=40k
			wait r*
			expect-status ok all
			verify r* pattern=$i
			forget
			sleep ms=300
		END
	done
}

# run NAME [LIMITS HELD WAITING ANSWERED]: commands that set limits, that have
# requests held before the lie, who waits then, and what becomes of them.
run() {
	local limits=${2-} held=${3-} waiting=${4-} answered=${5-} users neighbour
	users=$(refcount xen_blkback)
	neighbour | front "$1-neighbour" &
	neighbour=$!
	{ printf 'create disk=%s\nconnect\n%s\n' "$disk" "$limits" && malformed; } | front "$1-x86_64"
	{ printf 'create disk=%s\nconnect protocol=x86_32 persistent=1\n%s\n' "$disk" "$limits" && malformed; } | front "$1-x86_32"
	{ printf 'create disk=%s\nconnect\n%s\n' "$disk" "$limits" && lie "$held" "$waiting" "$answered"; } | front "$1-lie"
	wait "$neighbour"
	wait_until 20 "blkback's users to go" _blkback_users "$users"
	wait_until 20 "the kthreads to end" _no_threads 0
	wait_until 20 "the vbds to go" _no_vbds 0
}

watch_grants
step "stock blkback"
use_modules stock
run stock
step "the throttle without limits"
use_modules throttle
run unlimited
step "the throttle with limits"
# Some are held before they turn out bad: those with data and good sectors.
limits="shell for k in read_bps write_bps; do set_limit 0 \$k 400000; done; set_limit 0 write_iops 100; set_limit 0 read_iops 100"
run limited "$limits" \
	"shell set_limit 0 write_bps 1
	write tag=taker sector=512
	write tag=held count=5 sector=520" \
	"held*" \
	"wait held*
	expect-status error held*
	shell set_limit 0 write_bps max; set_limit 0 write_iops max"
_no_class_device 0 || wait_until 20 "dom0 to leave $throttle_class" _no_class_device 0

for protocol in x86_64 x86_32; do
	for now in unlimited limited; do
		if ! cmp -s <(front_statuses stock-$protocol) <(front_statuses $now-$protocol); then
			fail "$now, $protocol, not as stock: $(diff <(front_statuses stock-$protocol) <(front_statuses $now-$protocol) | grep '^[<>]' | tr '\n' ' ')"
		fi
	done
	info "answers_$protocol" "$(front_statuses stock-$protocol | wc -l) the same"
done
[ "$(front_statuses stock-x86_64 | wc -l)" -gt 30 ] || fail "only $(front_statuses stock-x86_64 | wc -l) answers were compared"

step "what is left mapped"
[ "$(grants_left)" = 0 ] || fail "$(grants_left) pages were mapped still when their front end was gone"
# The control: a front end that is killed takes back pages that are in use.
(trap - ERR && printf '%s\n' "create disk=$disk" connect "shell kill -KILL \$PPID" | blkfront) || true
[ "$(grants_left)" -gt 0 ] || fail "pages of a killed front end were not seen to be mapped"
self_detach_all
wait_until 20 "the vbds to go" _no_vbds 0
