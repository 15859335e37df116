# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
#
# How a case speaks to the host, and how it ends.

# The debug kernel's checkers take time: what a case measures may take longer there.
# What it waits for may besides take as much longer as the host is said to need, like
# whole cases (run.py --timeout-scale).
debug_kernel=0 patience=1 waits=${WAITS:-1}
[[ $(uname -r) != *-dom0pack-debug ]] || debug_kernel=1 patience=3

tell() { printf '%s\n' "$*" >/dev/ttyS1; }

# messages: the kernel's, since this case began.
messages() { dmesg | sed "0,/dom0-pack: case $CASE begins/d"; }

# step TEXT: what is being done now; shown while it runs.
step() {
	printf '%s\n' "$*" >/run/case/last-step
	tell "step $*"
}

# info KEY VALUE...: a figure that belongs into the report.
info() { tell "info $*"; }

# event TEXT: something that happened, for a time line.
event() { tell "event $(cut -d' ' -f1 /proc/uptime) $*"; }

_end() {
	trap - ERR
	printf '%s\n' "${*//[[:cntrl:]]/ }" >/run/case/verdict
	if [ "$BASHPID" != "$$" ]; then
		# In a subshell: take the case's own shell along.
		kill -TERM $$
	fi
	exit 1
}

# fail REASON: ends the case.
fail() { _end "fail $*"; }

# skip REASON: ends a case that cannot run here.
skip() { _end "skip $*"; }

# The ERR trap: a command that failed fails the case, and says which.
unexpected() {
	[ -s /run/case/verdict ] && exit 1
	_end "fail ${4##*/}:$2: \`$3\` ended with $1"
}

# wait_until SECONDS WHAT COMMAND...: until COMMAND succeeds, else fails the case.
wait_until() {
	local seconds=$(($1 * waits)) what=$2 end
	shift 2
	end=$((${EPOCHREALTIME/./} + seconds * 1000000))
	until "$@"; do
		[ "${EPOCHREALTIME/./}" -lt $end ] || fail "waited $seconds s for $what"
		sleep 0.1
	done
}

# within PERCENT VALUE TARGET: is VALUE no further than PERCENT from TARGET?
within() { awk -v p="$1" -v v="$2" -v t="$3" 'BEGIN { d = v - t; if (d < 0) d = -d; exit !(d * 100 <= t * p) }'; }

# off VALUE TARGET: how far VALUE is from TARGET, as "+1.3 %".
off() { awk -v v="$1" -v t="$2" 'BEGIN { printf "%+.2f %%", (v - t) * 100 / t }'; }

# calculate EXPRESSION: arithmetic with fractions.
calculate() { awk "BEGIN { printf \"%.6g\", $1 }"; }

# at_end COMMAND: runs when the case ends, whatever its verdict; last one first.
_at_end=()
at_end() { _at_end=("$*" "${_at_end[@]}"); }

after_case() {
	local command
	trap - ERR
	set +e
	for command in "${_at_end[@]}"; do
		eval "$command"
	done
	if [ -d $throttle_class ]; then
		clear_limits
	fi
	if [ -d $csum_parameters ]; then
		csum_all off
	fi
}
