# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# What: destroy, shutdown and block-detach end in normal time while requests are held back; a second guest is not disturbed
# Needs: modules=throttle timeout=300
need_guest g1 disks="g1-a:64 g1-b:64"
vbds=$(ls -d /sys/bus/xen-backend/devices/vbd-* | wc -l)
threads=$(blkback_threads)
users=$(refcount xen_blkback)

# A guest whose writes wait: at 4 KiB/s, 4 MiB would take 17 minutes.
victim() {
	need_guest victim disks="victim-a:64 victim-b:64"
	set_limit "$(domid victim)" write_bps 4096
	guest_fio_start victim --filename="/dev/$1" --name=stuck --rw=write --bs=64k --size=4m --iodepth=16 >/dev/null
	wait_until 20 "requests to be held back" is_holding "$(domid victim)"
}

# in_time SECONDS WHAT COMMAND...
in_time() {
	local seconds=$1 what=$2 from=${EPOCHREALTIME/./} took
	shift 2
	"$@"
	took=$(((${EPOCHREALTIME/./} - from) / 1000))
	info "${what}_ms" "$took"
	[ $took -lt $((seconds * patience * 1000)) ] || fail "$what took $took ms with requests held back"
}

end_of_victim() { wait_until 40 "the victim to be gone" no_domain victim; }

# A steady load that leaves the emulated processors to the others.
neighbour=$(guest_fio_start g1 --filename=/dev/xvda --verify=crc32c --verify_fatal=1 --bsrange=4k-256k --size=32m \
	--rw=randwrite --verify_backlog=32 --iodepth=4 --name=neighbour --time_based --runtime=600)
neighbour_now() { echo $(($(vbd_count "$(domid g1)" wr_req) + $(vbd_count "$(domid g1)" rd_req))); }
neighbour_past() { [ "$(neighbour_now)" -gt "$1" ]; }

for way in destroy shutdown; do
	step "xl $way with requests held back"
	victim xvda
	id=$(domid victim)
	seen=$(neighbour_now)
	in_time 30 xl_$way eval "xl $way victim && end_of_victim"
	expect_gone "$id"
	wait_until 5 "the neighbour to go on after xl $way" neighbour_past "$seen"
	rm -rf $guest_root/victim
done

step "xl block-detach with requests held back"
victim xvdb
id=$(domid victim)
seen=$(neighbour_now)
in_time 60 xl_block_detach xl block-detach victim xvdb --force
wait_until 20 "the detached vbd to go" eval "! [ -e /sys/bus/xen-backend/devices/vbd-$id-51728 ]"
[ "$(throttle_stat "$id" vbds)" = 1 ] || fail "the throttle still counts $(throttle_stat "$id" vbds) vbds"
[ "$(throttle_stat "$id" write_waiting_ios)" = 0 ] || fail "requests of the detached vbd still wait"
wait_until 5 "the neighbour to go on after xl block-detach" neighbour_past "$seen"
# The other disk of the same guest goes on.
set_limit "$id" write_bps max
guest_run victim "dd if=/dev/zero of=/dev/xvda bs=64k count=16 oflag=direct" >/dev/null
guest_destroy victim
expect_gone "$id"

step "counting what is left"
guest_run g1 "killall -INT fio" >/dev/null
# 128 is how fio says that it was told to stop; a wrong byte would be .error.
rc=0
json=$(trap - ERR && guest_try_wait g1 "$neighbour") || rc=$?
[ $rc = 0 ] || [ $rc = 128 ] || fail "the neighbour's fio ended with $rc"
[ "$(fio_json_value .error <<<"$json")" = 0 ] || fail "the neighbour's data was wrong"
checked=$(fio_json_value .read.io_bytes <<<"$json")
info neighbour_verified "$((checked >> 20)) MiB read back"
[ "$checked" -gt 0 ] || fail "none of the neighbour's data was read back"
[ "$(ls -d /sys/bus/xen-backend/devices/vbd-* | wc -l)" = "$vbds" ] || fail "vbds are left: $(ls /sys/bus/xen-backend/devices)"
[ "$(blkback_threads)" = "$threads" ] || fail "$(blkback_threads) kthreads instead of $threads"
[ "$(refcount xen_blkback)" = "$users" ] || fail "xen_blkback has $(refcount xen_blkback) users instead of $users"
! grep -q '(null)' <(xl list) || fail "a dying domain is left: $(xl list | grep '(null)')"
