# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
#
# Files that take only what they should.

# refused FILE VALUE: EINVAL, and the old value stays. No subshell: there are hundreds.
refused() {
	local before after message
	before=$(<"$1")
	if printf '%s' "$2" 2>/run/case/refused >"$1"; then fail "'$2' was accepted by ${1##*/}"; fi
	message=$(</run/case/refused)
	[[ $message == *"Invalid argument"* ]] || fail "'$2' was refused by ${1##*/} with: $message"
	after=$(<"$1")
	[ "$before" = "$after" ] || fail "'$2' changed ${1##*/} from $before to $after"
}
