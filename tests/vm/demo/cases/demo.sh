# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# What: a noisy and a quiet guest on one slow disk, and one limit
# Needs: modules=throttle timeout=240 tool
#
# The dom0 side of `make demo`. It does and measures; the host judges.

settle=3   # seconds after a change that fio leaves out of its figures
measure=10 # seconds of each figure
quiet_bps=3000000
limit=(--write-bps 1M --read-bps 1M)

# say KIND FIELDS: an event on this machine's clock; FIELDS as in JSON.
say() { tell "event {\"t\":$EPOCHREALTIME,\"event\":\"$1\",$2}"; }

json_string() { jq -Rs 'rtrimstr("\n")' <<<"$1"; }

# sample GUEST DOMID: its counters. Starts no process and reads the file in one
# go: under an emulator the measuring must not cost more than what is measured.
sample() {
	local line lines fields=''
	mapfile -t lines <"$throttle_class/dom$2/stat"
	for line in "${lines[@]}"; do
		case $line in
		read_bytes* | write_bytes* | *_done_ios* | *_service_ns*) fields+=",\"${line% *}\":${line#* }" ;;
		esac
	done
	say sample "\"guest\":\"$1\"$fields"
}

# Twice a second, until the file is there. The pause is a read that times out.
sample_all() {
	set +x
	local quiet noisy
	quiet=$(domid quiet) noisy=$(domid noisy)
	exec {pause}<> <(:)
	while [ ! -e /run/demo-over ]; do
		sample quiet "$quiet"
		sample noisy "$noisy"
		read -rt 0.5 -u "$pause" || true
	done
}

# quiet_start SECONDS: what a small database does, for $measure s of figures
# after SECONDS that do not count. Prints the job's number.
quiet_args="--name=quiet --filename=/dev/xvda --rw=randrw --rwmixread=70 --bs=16k --iodepth=4 \
--rate=$((quiet_bps * 7 / 10)),$((quiet_bps * 3 / 10)) --unified_rw_reporting=1 --time_based --runtime=$measure"
quiet_start() {
	# shellcheck disable=SC2086 # words on purpose
	guest_fio_start quiet $quiet_args --ramp_time="$1"
}

# quiet_told JOB PHASE: waits for it and tells what its fio says.
quiet_told() {
	local json fields
	json=$(guest_wait quiet "$1")
	fields=$(jq -c '.jobs[0] | {bytes_per_s: .mixed.bw_bytes, iops: .mixed.iops, mean_ns: .mixed.clat_ns.mean,
		p99_ns: .mixed.clat_ns.percentile."99.000000", errors: (.error + .total_err)}' <<<"$json")
	say fio "\"guest\":\"quiet\",\"phase\":\"$2\",\"command\":$(json_string "fio $quiet_args"),${fields:1:-1}"
}

# Requests of 128 KiB, 32 of them at a time, as fast as the disk can.
noisy_args='--name=noisy --filename=/dev/xvda --rw=randrw --rwmixread=50 --bs=128k --iodepth=32 --time_based --runtime=180'

moved() { echo $(($(throttle_stat "$1" read_bytes) + $(throttle_stat "$1" write_bytes))); }
works() { [ "$(moved "$(domid "$1")")" -gt "$2" ]; }

need_guests "quiet disks=quiet-a:128:slow" "noisy disks=noisy-a:128:slow"

step "asking what runs here"
say setup "\"quiet_bps\":$quiet_bps,\"measured_s\":$measure"
say about "\"xen\":\"$(xl info xen_version)\",\"kernel\":\"$(uname -r)\",\"dom0ctl\":$(json_string "$(dom0ctl --version)"),\
\"fio\":$(json_string "$(fio --version)"),\"status\":$(json_string "$(dom0ctl status)"),\
\"guests\":$(json_string "$(xl list)")"

step "starting the load in quiet"
job=$(quiet_start $settle)
wait_until 20 "quiet to read and write" works quiet 100000
sample_all &
sampler=$!
at_end kill $sampler
say phase '"name":"alone"'
quiet_told "$job" alone

step "noisy beside it"
# Longer to settle: noisy starts meanwhile.
job=$(quiet_start $((settle + 3)))
# shellcheck disable=SC2086 # words on purpose
guest_fio_start noisy $noisy_args >/dev/null
say load "\"guest\":\"noisy\",\"command\":$(json_string "fio $noisy_args")"
wait_until 20 "noisy to read and write" works noisy 1000000
say phase '"name":"beside"'
quiet_told "$job" beside

step "limiting noisy"
job=$(quiet_start $((settle + 3)))
sleep 2
output=$(dom0ctl limit set noisy "${limit[@]}")
noisy=$(domid noisy)
say limit "\"guest\":\"noisy\",\"command\":\"dom0ctl limit set noisy ${limit[*]}\",\"output\":$(json_string "$output"),\
\"read_bps\":$(get_limit "$noisy" read_bps),\"write_bps\":$(get_limit "$noisy" write_bps)"
say phase '"name":"limited"'
quiet_told "$job" limited
say phase '"name":"end"'
touch /run/demo-over
wait $sampler
