# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
#
# fio in a guest.

fio_common='--ioengine=libaio --direct=1 --thread --disable_slat=1 --output-format=json --output=/tmp/$$.json'

# fio_script ARGUMENT...: a job script whose output is fio's JSON.
fio_script() {
	printf '%s' "fio $fio_common $* >/tmp/\$\$.err 2>&1; rc=\$?; cat /tmp/\$\$.json; [ \$rc = 0 ] || cat /tmp/\$\$.err; rm -f /tmp/\$\$.json /tmp/\$\$.err; exit \$rc"
}

guest_fio_start() {
	local name=$1
	shift
	guest_start "$name" "$(fio_script "$@")"
}

# guest_fio NAME ARGUMENT...: runs fio in the guest, prints its JSON.
guest_fio() {
	local job
	job=$(guest_fio_start "$@")
	guest_wait "$1" "$job"
}

# fio_json_value EXPRESSION: of the JSON on stdin, as fio_json_value .write.bw_bytes
# A fio that is told to stop says so before its JSON.
fio_json_value() { sed -n '/^{/,$p' | jq -r ".jobs[0]$1"; }

# verify_start NAME [DISK [MEGABYTES]]: starts a run whose every byte is checked:
# reads and writes mixed, requests of 4 KiB to 1 MiB, and blocks read back both while
# writing goes on and at the end. Prints the job's number.
# In the mixed one all requests are of one size: where they differ, fio now and then
# reports a "bad header rand_seed" that is its own (its issues 1548 and 1784).
verify_start() {
	local name=$1 disk=${2:-xvda} size=${3:-12}
	guest_fio_start "$name" --filename="/dev/$disk" --verify=crc32c --verify_fatal=1 --verify_dump=0 \
		--size="${size}m" --iodepth=16 --randrepeat=0 --group_reporting \
		--name=mixed --rw=randrw --rwmixwrite=60 --bs=32k --do_verify=1 \
		--name=backlog --rw=randwrite --bssplit=4k/40:16k/20:64k/20:256k/10:1m/10 --offset="${size}m" --verify_backlog=16 --do_verify=1
}

# verify_wait NAME JOB: fails the case when a byte was wrong, or nothing was
# checked. Sets verified_written, in bytes.
verify_wait() {
	local json
	json=$(guest_wait "$1" "$2")
	local errors read_bytes write_bytes
	errors=$(jq '[.jobs[].total_err, .jobs[].error] | add' <<<"$json")
	read_bytes=$(jq '[.jobs[].read.io_bytes] | add' <<<"$json")
	write_bytes=$(jq '[.jobs[].write.io_bytes] | add' <<<"$json")
	[ "$errors" = 0 ] || fail "fio in $1 reports $errors errors"
	[ "$write_bytes" -gt 0 ] && [ "$read_bytes" -ge "$write_bytes" ] ||
		fail "fio in $1 wrote $write_bytes bytes and read back only $read_bytes"
	verified_written=$write_bytes
	info "$1_verified" "$((write_bytes >> 20)) MiB written, $((read_bytes >> 20)) MiB read"
}

verify() {
	local job
	job=$(verify_start "$@")
	verify_wait "$1" "$job"
}
