# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# What: dom0ctl against the real thing: guests and disks, totals and bursts, get, list, status, errors
# Needs: modules=throttle timeout=150 tool
need_guest g1 disks="g1-a:64 g1-b:64"
domid=$(domid g1)

step "setting by name"
dom0ctl limit set g1 --write-bps 20M --read-iops 500
[ "$(get_limit "$domid" write_bps)" = 20000000 ] || fail "write_bps is $(get_limit "$domid" write_bps)"
[ "$(get_limit "$domid" read_iops)" = 500 ] || fail "read_iops is $(get_limit "$domid" read_iops)"
[ "$(get_limit "$domid" read_bps)" = max ] || fail "read_bps was touched"
dom0ctl limit set "$domid" --read-bps 8Mi
[ "$(get_limit "$domid" read_bps)" = 8388608 ] || fail "read_bps is $(get_limit "$domid" read_bps)"
step "totals, bursts, and one disk"
dom0ctl limit set g1 total_bps=30M write_iops_burst=500 read_bps_peak=40M iops_size=64Ki
dom0ctl limit set g1 --disk xvdb total_iops=300 total_iops_burst=900
expect_limits() {
	local folder=$1 setting
	shift
	for setting; do
		[ "$(<"$folder/${setting%=*}")" = "${setting#*=}" ] || fail "${setting%=*} in $folder is $(<"$folder/${setting%=*}"), not ${setting#*=}"
	done
}
whole=$(throttle_folder "$domid") xvda=$(throttle_folder "$domid" 51712) xvdb=$(throttle_folder "$domid" 51728)
expect_limits "$whole" total_bps=30000000 write_iops_burst=500 read_bps_peak=40000000 iops_size=65536 total_iops=max
expect_limits "$xvdb" total_iops=300 total_iops_burst=900 total_bps=max
expect_limits "$xvda" total_iops=max total_iops_burst=auto
dom0ctl limit set g1 write_iops_burst=auto read_bps_peak=max iops_size=0
expect_limits "$whole" write_iops_burst=auto read_bps_peak=max iops_size=0 total_bps=30000000
step "reading back"
dom0ctl limit get g1
dom0ctl limit list
grep -q g1 <(dom0ctl limit list) || fail "limit list does not show g1"
dom0ctl --json limit list >/run/case/list.json || dom0ctl limit list --json >/run/case/list.json
jq -e . /run/case/list.json >/dev/null || fail "limit list --json is no JSON"
grep -q 20000000 /run/case/list.json || fail "limit list --json does not show the limit"
grep -qE "^$domid .* xvdb .*total_iops=300 total_iops_burst=900" <(dom0ctl limit list) || fail "limit list does not show the limit of xvdb"
dom0ctl limit get g1 --disk 51728 --json | jq -e '.disk == "xvdb" and .total_iops == 300 and .total_bps_burst == "auto"' >/dev/null || fail "limit get --disk is wrong"
step "limits files"
printf '[[limit]]\nguest = "g?"\ndisk = "xvda"\nread_bps = "2M"\nread_bps_burst = "1Mi"\n' >/run/case/limits.toml
dom0ctl apply /run/case/limits.toml
expect_limits "$xvda" read_bps=2000000 read_bps_burst=1048576
[ -z "$(dom0ctl apply /run/case/limits.toml)" ] || fail "the second apply changes something"
step "status"
dom0ctl status
grep -q "g1 (domid $domid) xvdb: total_iops=300" <(dom0ctl status) || fail "status does not show the limit of xvdb"
dom0ctl status --json >/run/case/status.json
jq . /run/case/status.json
jq -e '[.. | .patched? // empty] | any' /run/case/status.json >/dev/null || fail "status does not say that xen-blkback is patched"
step "errors"
refuses nosuch dom0ctl limit set nosuch --write-bps 1M
refuses 20X dom0ctl limit set g1 --write-bps 20X
[ "$(get_limit "$domid" write_bps)" = 20000000 ] || fail "a refused value changed write_bps"
refuses "no disk 'xvdc'" dom0ctl limit set g1 --disk xvdc read_bps=1M
refuses "total_bsp" dom0ctl limit set g1 read_bps=1M total_bsp=1M
[ "$(get_limit "$domid" read_bps)" = 8388608 ] || fail "a refused setting changed another one"
step "clearing"
dom0ctl limit clear g1 --disk xvda
expect_limits "$xvda" read_bps=max read_bps_burst=auto
expect_limits "$xvdb" total_iops=300
dom0ctl limit clear g1
for folder in "$whole" "$xvda" "$xvdb"; do
	expect_limits "$folder" {read,write,total}_{bps,iops}{,_peak}=max {read,write,total}_{bps,iops}_burst=auto iops_size=0
done
throttle_unload
refuses xen-blkthrottle dom0ctl limit set g1 --write-bps 1M
dom0ctl status
dom0ctl status --json | jq -e '[.. | .patched? // empty] | any' >/dev/null || fail "without the throttle, status does not say that xen-blkback is patched"
throttle_load
