# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# What: dom0ctl against the real thing: set by name, get, list, status, and its errors
# Needs: modules=throttle timeout=150 tool
need_guest g1 disks="g1-a:64 g1-b:64"
domid=$(domid g1)

# refuses CODE WORD COMMAND...: exit code not 0, one line on stderr with WORD.
refuses() {
	local word=$1 message rc=0
	shift
	message=$("$@" 2>&1 >/dev/null) || rc=$?
	[ $rc -ne 0 ] || fail "\`$*\` succeeded"
	[ "$(wc -l <<<"$message")" = 1 ] || fail "\`$*\` says more than a line: $message"
	[[ $message == *"$word"* ]] || fail "\`$*\` does not name $word: $message"
}

step "setting by name"
dom0ctl limit set g1 --write-bps 20M --read-iops 500
[ "$(get_limit "$domid" write_bps)" = 20000000 ] || fail "write_bps is $(get_limit "$domid" write_bps)"
[ "$(get_limit "$domid" read_iops)" = 500 ] || fail "read_iops is $(get_limit "$domid" read_iops)"
[ "$(get_limit "$domid" read_bps)" = max ] || fail "read_bps was touched"
dom0ctl limit set "$domid" --read-bps 8Mi
[ "$(get_limit "$domid" read_bps)" = 8388608 ] || fail "read_bps is $(get_limit "$domid" read_bps)"
step "reading back"
dom0ctl limit get g1
dom0ctl limit list
dom0ctl limit list | grep -q g1 || fail "limit list does not show g1"
dom0ctl --json limit list >/run/case/list.json || dom0ctl limit list --json >/run/case/list.json
jq -e . /run/case/list.json >/dev/null || fail "limit list --json is no JSON"
grep -q 20000000 /run/case/list.json || fail "limit list --json does not show the limit"
step "status"
dom0ctl status
dom0ctl status --json >/run/case/status.json
jq . /run/case/status.json
jq -e '[.. | .patched? // empty] | any' /run/case/status.json >/dev/null || fail "status does not say that xen-blkback is patched"
step "errors"
refuses nosuch dom0ctl limit set nosuch --write-bps 1M
refuses 20X dom0ctl limit set g1 --write-bps 20X
[ "$(get_limit "$domid" write_bps)" = 20000000 ] || fail "a refused value changed write_bps"
dom0ctl limit clear g1
for knob in {read,write}_{bps,iops}; do
	[ "$(get_limit "$domid" $knob)" = max ] || fail "$knob is $(get_limit "$domid" $knob) after limit clear"
done
throttle_unload
refuses xen-blkthrottle dom0ctl limit set g1 --write-bps 1M
dom0ctl status
dom0ctl status --json | jq -e '[.. | .patched? // empty] | any' >/dev/null || fail "without the throttle, status does not say that xen-blkback is patched"
throttle_load
