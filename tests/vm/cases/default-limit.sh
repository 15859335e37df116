# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# What: with default_write_bps set, the very first writes of a new guest meet the limit
# Needs: modules=throttle timeout=180 clock=icount
limit=2000000
throttle_unload
throttle_load default_write_bps=$limit
[ "$(<$throttle_parameters/default_write_bps)" = $limit ] || fail "default_write_bps reads $(<$throttle_parameters/default_write_bps)"
guest_destroy fresh
at_end guest_destroy fresh
guest_create fresh disks="fresh-a:64:memory"
domid=$(domid fresh)
[ "$(get_limit "$domid" write_bps)" = $limit ] || fail "the new guest's write_bps is $(get_limit "$domid" write_bps)"
[ "$(get_limit "$domid" read_bps)" = max ] || fail "the new guest's read_bps is $(get_limit "$domid" read_bps)"
step "the first 8 MB that the guest ever writes"
json=$(guest_fio fresh --filename=/dev/xvda --name=first --rw=write --bs=64k --size=8m --iodepth=8)
[ "$(vbd_count "$domid" wr_sect)" = 16384 ] || fail "the guest had written before"
ms=$(fio_json_value .write.runtime <<<"$json")
target=$((8388608 * 1000 / limit))
info first_8_MiB_ms "$ms ($(off "$ms" $target))"
within 3 "$ms" $target || fail "8 MiB took $ms ms at $limit bytes/s, not $target"
# The control: the same without the default takes less than half of that.
set_limit "$domid" write_bps max
json=$(guest_fio fresh --filename=/dev/xvda --name=second --rw=write --bs=64k --size=8m --iodepth=8)
info without_limit_ms "$(fio_json_value .write.runtime <<<"$json")"
[ "$(fio_json_value .write.runtime <<<"$json")" -lt $((ms / 2)) ] || fail "it is as slow without a limit: nothing was shown"
