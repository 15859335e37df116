# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
#
# What a front end and the backend have agreed upon for a vbd: out of xenstore,
# and out of what the backend says itself when it connects.

_front_node() { xenstore-read "/local/domain/$1/device/vbd/$2/$3" 2>/dev/null || echo "${4:-0}"; }
_back_node() { xenstore-read "/local/domain/0/backend/vbd/$1/$2/$3" 2>/dev/null || echo "${4:-0}"; }

# The backend's last line about it: "using 2 queues, protocol 1 (x86_64-abi) persistent grants"
_backend_says() { dmesg | grep "xen-blkback: backend/vbd/$1/$2: using" | tail -n 1; }

# expect_negotiated DOMID DEVID persistent=0|1 queues=N order=N
expect_negotiated() {
	local id=$1 dev=$2 want key got line
	shift 2
	line=$(_backend_says "$id" "$dev")
	for want; do
		key=${want%%=*}
		case $key in
		persistent)
			got=$(($(_front_node "$id" "$dev" feature-persistent) & $(_back_node "$id" "$dev" feature-persistent)))
			[ "$got" = "$([[ $line == *"persistent grants"* ]] && echo 1 || echo 0)" ] ||
				fail "xenstore has persistent=$got, the backend says: $line"
			;;
		queues)
			got=$(_front_node "$id" "$dev" multi-queue-num-queues 1)
			[[ $line == *"using $got queues"* ]] || fail "xenstore has $got queues, the backend says: $line"
			;;
		order) got=$(_front_node "$id" "$dev" ring-page-order) ;;
		*) fail "expect_negotiated: unknown feature $key" ;;
		esac
		[ "$got" = "${want#*=}" ] || fail "vbd $dev of domain $id has $key=$got instead of $want"
	done
}
