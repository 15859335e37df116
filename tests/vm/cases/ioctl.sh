# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# What: many limits and numbers through /dev/xen/blkthrottle, from 64-bit and 32-bit callers; each error its header names
# Needs: modules=throttle timeout=300 programs
need_guest g1 disks="g1-a:64 g1-b:64"
domid=$(domid g1)
xvda=51712
own=8

step "$own disks of dom0's own"
memory_disks $own
at_end self_detach_all
for ((i = 0; i < own; i++)); do self_attach $i ${own_disk[i]}; done
for ((i = 0; i < own; i++)); do wait_until 60 "vbd $i to connect" self_connected $i; done

[ "$(stat -c '%F %a' /dev/xen/blkthrottle)" = "character special file 600" ] ||
	fail "the device is a $(stat -c '%F of mode %a' /dev/xen/blkthrottle)"
info_text=$(throttle-ioctl info | tr '\n' ' ')
[ "$info_text" = "abi 1 knobs 19 domains $(ls $throttle_class | wc -l) vbds $(ls -d /sys/bus/xen-backend/devices/vbd-* | wc -l) " ] ||
	fail "info says $info_text"

# all_knobs DOMID DEVID NUMBER: settings of all knobs, each with a value of its own.
all_knobs() {
	local knob n=$3
	for knob in {read,write,total}_{bps,iops}{,_burst,_peak} iops_size; do
		echo "$1 $2 $knob $n"
		n=$((n + 1))
	done
}

# More have been completed than let go if some were under way at a reset.
all_complete() { [ "$(throttle_stat "$1" write_done_ios)" -ge "$(throttle_stat "$1" write_ios)" ]; }

for caller in throttle-ioctl throttle-ioctl-32; do
	step "set and get, $caller"
	settings=$(all_knobs "$domid" - 100000000; all_knobs "$domid" $xvda 200000000; all_knobs 0 - 300000000)
	$caller set $settings
	while read -r of disk knob value; do
		[ "$disk" != - ] || disk=
		got=$(<"$(throttle_folder "$of" $disk)/$knob")
		[ "$got" = "$value" ] || fail "$caller set $knob of $of $disk to $value, sysfs says $got"
	done <<<"$settings"
	$caller get | grep -v _ns | sort >/run/case/all
	[ "$(grep -cxFf <(echo "$settings") /run/case/all)" = 57 ] || fail "$caller get does not show what was set"

	step "all or none, $caller"
	if said=$($caller set "$domid" - read_bps 7777 "$domid" $xvda write_bps 0 0 - read_bps 7777 2>&1); then
		fail "$caller: a bad setting among good ones was accepted"
	fi
	[[ $said == "failed 1"*"Invalid argument" ]] || fail "$caller says '$said' of a bad setting"
	[ "$(get_limit "$domid" read_bps) $(get_limit 0 read_bps)" = "100000000 300000000" ] || fail "$caller: a refused call has changed something"
	clear_limits
done

step "what sysfs sets, the ioctl gets"
set_limit "$domid" read_bps 11111
set_disk_limit "$domid" $xvda write_iops_burst 22222
throttle-ioctl get "$domid" >/run/case/one
grep -qx "$domid - read_bps 11111" /run/case/one && grep -qx "$domid $xvda write_iops_burst 22222" /run/case/one ||
	fail "the ioctl does not show what was written to sysfs"
clear_limits

step "numbers of requests that went, were held, and took long"
set_limit "$domid" write_iops 200
set_limit 0 write_bps 1000000
job=$(guest_fio_start g1 --filename=/dev/xvda --name=a --rw=randrw --bs=4k --size=1m --iodepth=8)
fio --ioengine=libaio --direct=1 --thread --rw=write --bs=16k --size=512k --iodepth=4 --output=/run/case/fio \
	--name=a --filename="$(self_device 0)" --name=b --filename="$(self_device 1)"
guest_wait g1 "$job" >/run/case/fio.json
clear_limits
for id in $domid 0; do
	[ "$(throttle_stat $id write_held_ios)" -gt 0 ] || fail "no write of domain $id was held back: nothing is shown"
done
wait_until 10 "all to be complete" all_complete "$domid"
expect_same_numbers "$domid" 0
throttle-ioctl-32 get | grep -v ' time_ns ' >/run/case/get-32
throttle-ioctl get | grep -v ' time_ns ' >/run/case/get-64
cmp -s /run/case/get-32 /run/case/get-64 || fail "32-bit and 64-bit callers get different numbers"
info states "$(grep -c ' rings ' /run/case/get-64)"
# Each level is the sum of what is below it; each domain is followed by its disks.
for what in write_ios write_bytes write_held_ios write_done_ios read_ios; do
	sums=$(awk -v id="$domid" -v w=$what '$1 == id && $3 == w { if ($2 == "-") d = $4; else s += $4 } END { printf "%.0f %.0f", d, s }' /run/case/get-64)
	[ "${sums% *}" = "${sums#* }" ] || fail "$what of the domain and the sum over its disks: $sums"
done
[ "$(throttle-ioctl get all --domains | awk '$3 == "rings" { print $2 }' | sort -u)" = - ] || fail "--domains gives disks"
[ "$(throttle-ioctl get all --vbds | grep -c ' - ')" = 0 ] || fail "--vbds gives domains"
[ "$(throttle-ioctl get all --vbds | grep -c ' rings ')" = $((own + 2)) ] || fail "not $((own + 2)) disks"

step "reset, with requests waiting"
# The first one goes at once, the others would for days.
set_limit "$domid" write_bps 1
job=$(guest_fio_start g1 --filename=/dev/xvdb --name=a --rw=randwrite --bs=4k --blockalign=64k --size=1m --number_ios=16 --iodepth=16)
wait_until 20 "requests to wait" eval '[ "$(throttle_stat "$domid" write_waiting_ios)" = 15 ]'
sleep 1.1
throttle-ioctl reset "$domid" -
throttle-ioctl get "$domid" --domains >/run/case/reset
waiting=$(awk '$3 == "write_waiting_ios" { print $4 }' /run/case/reset)
[ "$waiting" = 15 ] || fail "15 writes waited before the reset, and $waiting after it"
for name in {read,write}_{ios,bytes,held_ios,held_bytes,wait_ns,wait_max_ns,done_ios,errors,service_ns} other_ios; do
	value=$(awk -v n=$name '$3 == n { print $4 }' /run/case/reset)
	[ "$value" = 0 ] || fail "$name is $value right after the reset"
done
[ "$(throttle_stat 0 write_held_ios)" -gt 0 ] || fail "the reset of one domain has reset another"
throttle-ioctl reset 0 "$(_self_devid 0)"
[ "$(awk '$1 == "write_ios" { print $2 }' "$(throttle_folder 0 "$(_self_devid 0)")/stat")" = 0 ] || fail "the reset of a disk did nothing"
[ "$(awk '$1 == "write_ios" { print $2 }' "$(throttle_folder 0 "$(_self_devid 1)")/stat")" -gt 0 ] || fail "the reset of one disk has reset another"
clear_limits
guest_wait g1 "$job" >/run/case/fio.json
[ "$(throttle_stat "$domid" write_wait_max_ns)" -gt 1000000000 ] || fail "a request that waited over the reset has not waited for long"
[ "$(throttle_stat "$domid" write_waiting_ios)" = 0 ] || fail "requests wait without a limit"
wait_until 10 "all to be complete" all_complete "$domid"
expect_same_numbers "$domid" 0
throttle-ioctl reset all -
[ "$(throttle_stat "$domid" write_ios) $(throttle_stat 0 write_ios)" = "0 0" ] || fail "the reset of all has left something"

step "every error of the contract"
chmod 644 /dev/xen/blkthrottle
at_end chmod 600 /dev/xen/blkthrottle
for caller in throttle-ioctl throttle-ioctl-32; do
	$caller contract "$domid" $xvda >/run/case/contract-$caller || fail "$caller: $(grep -m1 -E 'FAILED| instead of ' /run/case/contract-$caller)"
	info $caller "$(tail -n 2 /run/case/contract-$caller | tr '\n' ' ')"
	setpriv --reuid=65534 --regid=65534 --clear-groups $caller unprivileged "$domid" $xvda >/run/case/unprivileged-$caller ||
		fail "$caller as nobody: $(head -n 1 /run/case/unprivileged-$caller)"
	setpriv --bounding-set=-sys_admin --inh-caps=-sys_admin sh -c "! $caller set $domid - read_bps 5555" >/run/case/powerless 2>&1 &&
		grep -q "not permitted" /run/case/powerless ||
		fail "$caller: root without CAP_SYS_ADMIN may change limits"
done
