# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
#
# Captures, and what tcpdump finds of the checksums in them (see judge).

captures=/run/captures

# capture NAME INTERFACE [EXPRESSION...]: every byte of every packet, until judged.
capture() {
	local name=$1 interface=$2
	shift 2
	mkdir -p $captures
	: >"/run/case/capture-$name"
	tcpdump -Z root -i "$interface" -s 0 -B 32768 -w "$captures/$name" "$@" 2>"/run/case/capture-$name" &
	echo $! >"$captures/$name.pid"
	at_end "kill $! 2>/dev/null; rm -f $captures/$name*"
	wait_until 20 "tcpdump on $interface" grep -q "listening on" "/run/case/capture-$name"
}

# capture_end NAME: nothing was missed, or the case fails.
capture_end() {
	local pid
	pid=$(<"$captures/$1.pid")
	# What the kernel holds for it comes within a timeout of its own, of a second.
	sleep 2.5
	kill -INT "$pid"
	wait "$pid" || fail "tcpdump for $1: $(tail -n 1 "/run/case/capture-$1")"
	grep -q '^0 packets dropped by kernel' "/run/case/capture-$1" ||
		fail "the capture $1 is not whole: $(tail -n 1 "/run/case/capture-$1")"
}

# judge_capture NAME [MTU]: ends it; the flows go to /run/case/flows-NAME.
judge_capture() {
	capture_end "$1"
	judge_file "$1" "$captures/$1" "${2:-}"
	rm -f "${captures:?}/$1"
}

judge_file() { $here/judge "$2" "${3:-1500}" >"/run/case/flows-$1" 2>"/run/case/bad-$1"; }

# guest_capture GUEST [OPTION...]: the same in a guest, of what comes in.
guest_capture() {
	local guest=$1
	shift
	guest_run "$guest" "
		: >/tmp/capturing
		setsid tcpdump -Z root -i eth0 -s 0 -B 16384 -w /tmp/capture ${*:--Q in} </dev/null >/dev/null 2>/tmp/capturing &
		until grep -q 'listening on' /tmp/capturing; do
			kill -0 \$! || { cat /tmp/capturing; exit 1; }
			sleep 0.1
		done" >/dev/null
}

# guest_judge GUEST NAME
guest_judge() {
	guest_run "$1" "
		sleep 2.5
		killall -INT tcpdump
		while pidof tcpdump >/dev/null; do sleep 0.1; done
		grep -q '^0 packets dropped by kernel' /tmp/capturing || { cat /tmp/capturing; exit 1; }
		judge /tmp/capture 2>/tmp/bad
		rc=\$?
		sed 's/^/# /' /tmp/bad
		rm -f /tmp/capture
		exit \$rc" >"/run/case/guest-$2"
	grep -v '^#' "/run/case/guest-$2" >"/run/case/flows-$2" || fail "$1 captured nothing"
	sed -n 's/^# //p' "/run/case/guest-$2" >"/run/case/bad-$2"
}

# counted NAME RESULT [PROTOCOL [FROM [TO [PORT]]]]: how many packets of such flows
# came to that result; - for any.
counted() {
	awk -v result="$2" -v protocol="${3:--}" -v from="${4:--}" -v to="${5:--}" -v port="${6:--}" '
		function is(wanted, field) { return wanted == "-" || wanted == field }
		$1 != "ipv4-header" && is(protocol, $1) && is(from, $2) && is(to, $3) && is(port, $4) {
			for (i = 5; i < NF; i += 2) if ($i == result) sum += $(i + 1)
		}
		END { print sum + 0 }' "/run/case/flows-$1"
}

# first_bad NAME: the first packet of it with an incorrect checksum, for a message.
first_bad() { head -n 1 "/run/case/bad-$1"; }
